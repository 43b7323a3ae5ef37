"""下发审批: the task that waits for the monitoring centre before the lists of a month go out.

The form shows the numbers and asks 下发 or 不下发, with a reason. Who has the right to answer is a matter of Airflow's users; the name of whoever
did is what is recorded.
"""

from datetime import timedelta
from typing import Any

from airflow.providers.standard.operators.hitl import ApprovalOperator
from airflow.sdk import Param

APPROVE, REJECT = "下发", "不下发"
FORM: dict[str, Any] = {
    "params": {
        # not a required field for Airflow: that would ask for a reason of 下发, too
        "reason": Param(None, type=["null", "string"], title="不下发的原因", description="不下发必须写明,没有写的会再问一次;下发不用写"),
    },
    "defaults": REJECT,
    # shorter than any month: the next month's run must find this one ended, answered or not
    "response_timeout": timedelta(days=27),
}
PARAMS = {
    "approved_by": Param(
        None,
        type=["null", "string"],
        minLength=1,
        title="由谁同意下发",
        description="留空: 等监测中心在页面上审批;填写的不再等,登记为运行参数同意",
    ),
    "approved_at": Param(
        None, type=["null", "string"], title="同意下发的时间", description="只用来补录历史月份,平时留空: 取本次运行的时间"
    ),
}


class ListApproval(ApprovalOperator):
    """Leaves word, by, at and reason, the arguments of `case_steps.record`, as the XCom `answer`; on 不下发 the task after it is skipped.

    A run whose params name who approved does not wait. No answer in the time of the form is a refusal.
    """

    APPROVE, REJECT = APPROVE, REJECT  # what Airflow calls Approve and Reject

    def execute(self, context):
        params = context["params"]
        if not params["approved_by"]:
            return super().execute(context)
        self.log.warning("由运行参数 approved_by 同意下发(%s),没有等监测中心在页面上审批。", params["approved_by"])
        at = params["approved_at"] or context["dag_run"].run_after.isoformat()
        return _say(context, self.APPROVE, f"运行参数({params['approved_by']})", at, "由运行参数同意,没有经过页面")

    def execute_complete(self, context, event):
        word, at, reason = (
            event["chosen_options"][0],
            event["responded_at"].isoformat(),
            (event["params_input"].get("reason") or "").strip(),
        )
        if event["timedout"]:
            _say(context, word, "无(到期)", at, "到期没有人审批")
        elif word == self.REJECT and not reason:
            self.log.warning("选了不下发,没有写原因: 再问一次。")
            return super().execute(context)
        else:
            _say(context, word, event["responded_by_user"]["name"], at, reason)
        # a refusal does not return: it ends the task by skipping the next one
        return super().execute_complete(context, event)


def _say(context, word, by, at, reason):
    context["ti"].xcom_push(key="answer", value={"word": word, "by": by, "at": at, "reason": reason})
