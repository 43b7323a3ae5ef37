"""## 每月监测预警

每月 26 日 02:00 运行当月:整理名册 → 逐条比对规则 → 风险评分 → 个案与走访安排 → 发布快照 → 出清单和简报 → 等监测中心审批 → 下发。

* **读** 数据仓库 `raw` 层(乡镇报送)、`sql/0_reference` 的政策参数
* **写** 数据仓库当月分区、`var/published` 快照;清单台账与简报先在 `var/pending/<月份>` 等审批,同意后进 `var/outbox/<月份>`;审批记录进 `var/raw`
* **审批** 「下发审批」变橙色就是在等: 点开看数字和与上月的不同,选「下发」或「不下发」。不下发的,「下发清单」一格是粉色,原因记在「登记审批」里。
  等着的时候又来了逾期文件: 先选不下发(写明原因),再运行一次本月。
* **失败时** 看变红的任务:提示里写明是哪个文件、哪个月、下一步做什么。改好后清除该任务重跑;每一步都整月替换,重跑不会重复。
  没有报送的乡镇沿用上次名册并在清单上注明,不会让运行失败。
"""

from datetime import timedelta

from airflow.sdk import CronPartitionTimetable, dag, task

from lowincome import case_steps, steps
from lowincome_approval import FORM, PARAMS, ListApproval
from lowincome_dag import MONTH, choose_month


@dag(
    dag_id="monthly_monitoring",
    dag_display_name="每月监测预警",
    schedule=CronPartitionTimetable("0 2 26 * *", timezone="Asia/Shanghai", key_format="%Y-%m"),
    catchup=False,
    max_active_runs=1,
    default_args={"owner": "监测中心", "retries": 2, "retry_delay": timedelta(minutes=5), "pool": "warehouse", "queue": "warehouse"},
    doc_md=__doc__,
    tags=["监测"],
    params={"month": MONTH, **PARAMS},
)
def monthly_monitoring():
    @task(task_display_name="整理入册")
    def stage(month):
        return steps.stage(month)

    @task(task_display_name="逐条比对规则")
    def judge(month):
        return steps.judge(month)

    @task(task_display_name="风险评分")
    def assess(month):
        return steps.assess(month)

    @task(task_display_name="个案与走访安排")
    def follow(month):
        return steps.follow(month)

    @task(task_display_name="发布快照")
    def publish(month):
        return steps.publish_snapshot(month)

    @task(task_display_name="出清单和简报")
    def write(month):
        return [steps.write_lists(month), steps.write_brief(month)]

    @task(task_display_name="清单待审批")
    def ask(month):
        return case_steps.ask(month)

    @task(task_display_name="下发清单")
    def let_go(month, asked):
        return case_steps.let_go(month, asked["batch"])

    # the answer is pulled, not handed over: a refusal skips whatever comes right after the approval, and is to be written down
    @task(task_display_name="登记审批", trigger_rule="none_failed")
    def record(month, ti=None):
        return case_steps.record(month, **ti.xcom_pull(task_ids="approval", key="answer"))

    month = choose_month()
    asked = ask(month)
    text = "{{ ti.xcom_pull(task_ids='ask')['text'] }}"
    approval = ListApproval(task_id="approval", task_display_name="下发审批", subject=f"下发审批 {month}", body=text, **FORM)
    stage(month) >> judge(month) >> assess(month) >> follow(month) >> publish(month) >> write(month) >> asked
    asked >> approval >> let_go(month, asked) >> record(month)


monthly_monitoring()
