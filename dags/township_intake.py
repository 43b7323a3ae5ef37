"""## 乡镇报送收件

每小时把 `var/inbox` 里的文件收进来:按内容识别,逐份检查,登记入库,发回执。坏文件也会得到回执,不影响别的文件。
急难快报不等月末: 同一次运行就出急难快报清单,乡镇和县里各一份。

* **读** `var/inbox` 任意层级的文件
* **写** `var/raw`(原件不改)、数据仓库 `raw` 层、`var/outbox` 回执和急难快报清单
* **失败时** 某一份文件变红: 看该任务日志里的文件编号,修好程序后清除重跑;其余文件已照常处理。
  `登记入库` 变红: 多半是仓库正被占用,清除重跑即可。每一步都可以重复执行。
"""

from datetime import timedelta

from airflow.sdk import Param, dag, task

from lowincome import steps

ONCE_MORE = {"owner": "监测中心", "retries": 2, "retry_delay": timedelta(minutes=2)}


@dag(
    dag_id="township_intake",
    dag_display_name="乡镇报送收件",
    schedule="5 * * * *",
    catchup=False,
    max_active_runs=1,
    default_args=ONCE_MORE,
    doc_md=__doc__,
    tags=["收件"],
    params={
        "received_at": Param(None, type=["null", "string"], title="收到时间", description="补录历史文件时填写,平时留空: 取本次运行的时间")
    },
)
def township_intake():
    @task(task_display_name="收文件")
    def collect(params=None, dag_run=None):
        return steps.collect(params["received_at"] or dag_run.run_after.isoformat())

    @task(task_display_name="识别与检查", map_index_template="{{ submission_id }}")
    def read(submission_id):
        return steps.read_file(submission_id)

    # one file that could not be read by mistake of ours must not hold up the others
    @task(task_display_name="登记入库", pool="warehouse", queue="warehouse", trigger_rule="all_done")
    def register():
        return steps.register()

    @task(task_display_name="发回执", trigger_rule="all_done")
    def send_receipts():
        return steps.send_receipts()

    @task(task_display_name="急难快报清单", pool="warehouse", queue="warehouse")
    def answer_urgent():
        return steps.answer_urgent()

    read.expand(submission_id=collect()) >> register() >> [send_receipts(), answer_urgent()]


township_intake()
