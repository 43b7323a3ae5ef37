"""## 报送提醒

每天 09:00 看一看今天是不是提醒日: 截止前两次、截止后一次,哪几天由参数 `reminder_first_day`、`reminder_second_day`、`reminder_after_days` 定(现为 20 日、24 日、截止后第 1 天)。
是提醒日的,给还没有报、被退回、只收下一部分的乡镇各写一段话,说明还缺什么、怎么交;已经报好的不打扰。不点名个人,不提别的乡镇,不排名次。

* **读** 数据仓库 `raw` 层(乡镇报送)、`sql/0_reference` 的政策参数;连接 `lowincome_apprise`、`lowincome_smtp`(没有就不发,只留文件)
* **写** `var/outbox/<月份>/<乡镇>/提醒_<日期>.txt`,`var/outbox/<月份>/county/催报`;有连接的,发到企业微信、钉钉或电子邮箱
* **失败时** `写提醒` 变红: 多半是仓库正被占用,清除重跑,写出来的一样。`发出去` 变红: 邮件服务器没有收,检查连接 `lowincome_smtp`;
  或者企业微信、钉钉有没送到的,日志最后一行写明是哪几个乡镇,检查连接 `lowincome_apprise`。改好后清除重跑,会把这一天的提醒再发一遍;
  只差一两个的,把 outbox 里的文字转发过去更好。
"""

from datetime import timedelta

from airflow.sdk import CronTriggerTimetable, dag, task

import lowincome_channels
from lowincome import steps
from lowincome_dag import DAY, MONTH, choose_day

ONCE_MORE = {"owner": "监测中心", "retries": 2, "retry_delay": timedelta(minutes=5)}


@dag(
    dag_id="submission_reminder",
    dag_display_name="报送提醒",
    schedule=CronTriggerTimetable("0 9 * * *", timezone="Asia/Shanghai"),
    catchup=False,
    max_active_runs=1,
    default_args=ONCE_MORE,
    doc_md=__doc__,
    tags=["收件"],
    params={"on": DAY, "month": MONTH},
)
def submission_reminder():
    @task(task_display_name="写提醒", pool="warehouse", queue="warehouse")
    def write(on, params=None):
        return steps.remind(params["month"] or on[: len("2021-06")], on)

    @task(task_display_name="发出去")
    def send(reminded):
        return lowincome_channels.send(reminded["messages"])

    send(write(choose_day()))


submission_reminder()
