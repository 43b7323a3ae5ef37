"""What the DAG files share: the params month and day, and the first task, which says what a run is about."""

from airflow.sdk import Param, task

from lowincome import month as months

MONTH = Param(
    None, type=["null", "string"], pattern=r"^\d{4}-(0[1-9]|1[0-2])$", title="月份", description="留空: 取本次运行或所填日期所属的月份"
)
DAY = Param(None, type=["null", "string"], pattern=r"^\d{4}-\d{2}-\d{2}$", title="日期", description="留空: 取本次运行的日期")


@task(task_display_name="确定月份")
def choose_month(params=None, dag_run=None):
    return months.label(months.resolve(params["month"], dag_run.partition_key, dag_run.run_after))


@task(task_display_name="确定日期")
def choose_day(params=None, dag_run=None):
    return params["on"] or months.local(dag_run.run_after).date().isoformat()
