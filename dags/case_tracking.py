"""## 个案跟踪

每天 07:30 看一看正在走的这个月(截止日次日起算下一个月): 到了哪些核查反馈、急难快报和监测中心的决定,各案办到了哪一步。
不立新案也不因为缺名册、缺比对而销号: 名册和规则要等每月的「每月监测预警」,它会把这个月整个重做一遍。

* **读** 数据仓库 `raw` 层、上月末各案的状态
* **写** 数据仓库这个月的个案流水和状态;上月清单已下发的,更新 `var/outbox/<月份>/<乡镇>` 的销号台账和超期清单,没有变化的文件不动
* **失败时** `跟踪各案` 变红: 多半是仓库正被占用,清除重跑,做几遍结果都一样;漏了一天也不要紧,第二天会补上。
  任务结果写「还没有运行,无从跟踪」的,先跑上个月的「每月监测预警」。
"""

from datetime import timedelta

from airflow.sdk import CronTriggerTimetable, dag, task

from lowincome import case_steps
from lowincome_dag import DAY, MONTH, choose_day


@dag(
    dag_id="case_tracking",
    dag_display_name="个案跟踪",
    schedule=CronTriggerTimetable("30 7 * * *", timezone="Asia/Shanghai"),
    catchup=False,
    max_active_runs=1,
    default_args={"owner": "监测中心", "retries": 2, "retry_delay": timedelta(minutes=5)},
    doc_md=__doc__,
    tags=["监测"],
    params={"on": DAY, "month": MONTH},
)
def case_tracking():
    @task(task_display_name="跟踪各案", pool="warehouse", queue="warehouse")
    def track(on, params=None):
        return case_steps.track_cases(on, params["month"])

    track(choose_day())


case_tracking()
