"""## 下发报送表

每月 1 日 06:00 给每个乡镇备好当月的报送表: 按上月末名册和没有销号的个案预填,不变的锁住,要填的空着。第一个月没有名册,是空表。

* **读** 数据仓库 `mart.form_*`(上月「每月监测预警」的结果)、`var/raw` 里已收到的报送
* **写** `var/outbox/<月份>/<乡镇>/报送表_….xlsx`、`var/raw/<月份>/_issued` 下发登记
* **失败时** `备好报送表` 变红: 多半是仓库正被占用,清除重跑;可以重复执行,已有乡镇报来的不再改动。
  任务的结果里写明按哪个月的名册预填: 不是上个月的,先跑上个月的「每月监测预警」,再清除重跑。
"""

from datetime import timedelta

from airflow.sdk import CronPartitionTimetable, dag, task

from lowincome import steps
from lowincome_dag import MONTH, choose_month

ONCE_MORE = {"owner": "监测中心", "retries": 2, "retry_delay": timedelta(minutes=5)}


@dag(
    dag_id="open_month",
    dag_display_name="下发报送表",
    schedule=CronPartitionTimetable("0 6 1 * *", timezone="Asia/Shanghai", key_format="%Y-%m"),
    catchup=False,
    max_active_runs=1,
    default_args=ONCE_MORE,
    doc_md=__doc__,
    tags=["收件"],
    params={"month": MONTH},
)
def open_month():
    @task(task_display_name="备好报送表", pool="warehouse", queue="warehouse")
    def fill(month):
        return steps.open_month(month)

    fill(choose_month())


open_month()
