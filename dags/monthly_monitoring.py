"""## 每月监测预警

每月 26 日 02:00 运行当月:整理名册 → 逐条比对规则 → 风险评分 → 个案与走访安排 → 发布快照 → 出清单和简报。

* **读** 数据仓库 `raw` 层(乡镇报送)、`sql/0_reference` 的政策参数
* **写** 数据仓库当月分区、`var/published` 快照、`var/outbox/<月份>` 清单台账与简报
* **失败时** 看变红的任务:提示里写明是哪个文件、哪个月、下一步做什么。改好后清除该任务重跑;每一步都整月替换,重跑不会重复。
  没有报送的乡镇沿用上次名册并在清单上注明,不会让运行失败。
"""

from datetime import timedelta

from airflow.sdk import CronPartitionTimetable, Param, dag, task

from lowincome import month as months
from lowincome import steps

IN_TURN = {"owner": "监测中心", "retries": 2, "retry_delay": timedelta(minutes=5), "pool": "warehouse", "queue": "warehouse"}


@dag(
    dag_id="monthly_monitoring",
    dag_display_name="每月监测预警",
    schedule=CronPartitionTimetable("0 2 26 * *", timezone="Asia/Shanghai", key_format="%Y-%m"),
    catchup=False,
    max_active_runs=1,
    default_args=IN_TURN,
    doc_md=__doc__,
    tags=["监测"],
    params={
        "month": Param(
            None, type=["null", "string"], pattern=r"^\d{4}-(0[1-9]|1[0-2])$", title="月份", description="留空: 取本次运行所属月份"
        )
    },
)
def monthly_monitoring():
    @task(task_display_name="确定月份")
    def choose_month(params=None, dag_run=None):
        return months.label(months.resolve(params["month"], dag_run.partition_key, dag_run.run_after))

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

    @task(task_display_name="出清单")
    def write_lists(month):
        return steps.write_lists(month)

    @task(task_display_name="出简报")
    def write_brief(month):
        return steps.write_brief(month)

    month = choose_month()
    stage(month) >> judge(month) >> assess(month) >> follow(month) >> publish(month) >> [write_lists(month), write_brief(month)]


monthly_monitoring()
