"""## 等候报送

每月 1 日 06:00 起等着,直到每个乡镇当月的报送表都收下(最迟等到 28 日)。开着的就是还没有报齐的月份;
25 日 24 时还没有报齐,Airflow 记一次超过截止时间,并给县里写一份名单。催报的文字由「催报」去写,这里只看着。

* **读** `var/raw` 里已收到的报送
* **写** 截止时 `var/outbox/<月份>/county/催报` 里的一份名单
* **失败时** 不影响收件和月度运行。看日志改好后清除重跑;不想等了,标记为成功即可。
"""

from datetime import timedelta

from airflow.sdk import CronPartitionTimetable, dag, task
from airflow.sdk.definitions.callback import SyncCallback
from airflow.sdk.definitions.deadline import DeadlineAlert, DeadlineReference

from lowincome import steps
from lowincome_dag import MONTH, choose_month

# from the 1st at six to the end of the 25th. It only reminds: what is late is decided by the parameter submission_deadline_day
TO_THE_DEADLINE = timedelta(days=24, hours=18)
# the run must be over before the next month's begins
TO_THE_28TH = timedelta(days=26, hours=18).total_seconds()
HOURLY = timedelta(hours=1).total_seconds()


# not a part of open_month: Airflow 3.3 ends `dags test` of a DAG that has a deadline with an error (apache/airflow issue 73428)
@dag(
    dag_id="await_forms",
    dag_display_name="等候报送",
    schedule=CronPartitionTimetable("0 6 1 * *", timezone="Asia/Shanghai", key_format="%Y-%m"),
    catchup=False,
    max_active_runs=1,
    default_args={"owner": "监测中心", "retries": 2, "retry_delay": timedelta(minutes=5)},
    doc_md=__doc__,
    tags=["收件"],
    params={"month": MONTH},
    deadline=DeadlineAlert(
        name="25日24时截止",
        reference=DeadlineReference.DAGRUN_QUEUED_AT,
        interval=TO_THE_DEADLINE,
        callback=SyncCallback(steps.deadline_passed),
    ),
)
def await_forms():
    @task.sensor(task_display_name="等到报齐", mode="reschedule", poke_interval=HOURLY, timeout=TO_THE_28TH, soft_fail=True)
    def all_sent(month):
        return steps.all_sent(month)

    all_sent(choose_month())


await_forms()
