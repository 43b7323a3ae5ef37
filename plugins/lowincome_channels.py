"""Hands messages to the channels that an office has set up in Airflow: chat by Apprise (WeCom, DingTalk …), e-mail by SMTP.

A channel is there when its connection is, and serves those whom the connection names; the files in the outbox are there in any case.

lowincome_apprise  extra: {"config": [{"path": "wecombot://…", "tag": "640424100"}, …]}, tag: a township's code, or `county`
lowincome_smtp     host and so on; extra: {"from_email": "…", "recipients": {"640424100": "…", "county": ["…", "…"]}}

The only file beside the DAGs that imports Airflow. The providers are imported when they are needed: every Airflow process reads this file.
"""

import html
import json
import logging
from typing import Any

LOG = logging.getLogger(__name__)
APPRISE, SMTP = "lowincome_apprise", "lowincome_smtp"
UNDELIVERED = "有 {count} 条提醒没有送到({to}),其余的已送到:请核对连接 lowincome_apprise 里的地址和网络;文字在 outbox,可以另行转发。"
Message = dict[str, str]


def send(messages: list[Message]) -> dict[str, int]:
    """How many messages {to, title, text} each channel took. Every message is tried before an error ends it.

    Errors: the e-mail notifier's own; AirflowFailException, which is not tried again by itself, when chat did not take all: those who have
    heard would hear once more.
    """
    from airflow.sdk.exceptions import AirflowFailException

    chosen = _for_apprise(messages)
    undelivered, mailed = _by_apprise(chosen), _by_smtp(messages)
    if undelivered:
        raise AirflowFailException(UNDELIVERED.format(count=len(undelivered), to="、".join(undelivered)))
    return {"apprise": len(chosen), "smtp": mailed}


def _for_apprise(messages: list[Message]) -> list[Message]:
    config = _extra(APPRISE).get("config") or []
    services = json.loads(config) if isinstance(config, str) else config  # text, where it was typed into Airflow's own page
    named = {tag for service in (services if isinstance(services, list) else [services]) for tag in _several(service.get("tag"))}
    return [message for message in messages if message["to"] in named]


def _by_apprise(messages: list[Message]) -> list[str]:
    """Whom a message did not reach."""
    if not messages:
        return []
    import apprise
    from airflow.providers.apprise.hooks.apprise import AppriseHook

    # the provider's notifier and hook drop Apprise's answer, so the connection is theirs and the call is ours
    hook, services = AppriseHook(APPRISE), apprise.Apprise()
    hook.set_config_from_conn(hook.get_connection(APPRISE), services)
    undelivered = [one["to"] for one in messages if not services.notify(body=one["text"], title=one["title"], tag=one["to"])]
    for to in undelivered:
        LOG.error("给 %s 的提醒没有送到;原因见上面 Apprise 的记录。", to)
    return undelivered


def _by_smtp(messages: list[Message]) -> int:
    recipients = _extra(SMTP).get("recipients") or {}
    chosen = [message for message in messages if message["to"] in recipients]
    if chosen:
        from airflow.providers.smtp.notifications.smtp import SmtpNotifier

        for message in chosen:
            body = html.escape(message["text"]).replace("\n", "<br>\n")
            SmtpNotifier(smtp_conn_id=SMTP, to=_several(recipients[message["to"]]), subject=message["title"], html_content=body).notify({})
    return len(chosen)


def _extra(connection: str) -> dict[str, Any]:
    """What the connection says beside its address; nothing where there is no such connection."""
    from airflow.sdk import BaseHook
    from airflow.sdk.exceptions import AirflowNotFoundException

    try:
        extra: dict[str, Any] = BaseHook.get_connection(connection).extra_dejson
    except AirflowNotFoundException:
        return {}
    return extra


def _several(value: Any) -> list[str]:
    """One entry or several, as a connection may name them: a list, or a text with commas or blanks between."""
    return value.replace(",", " ").split() if isinstance(value, str) else list(value or [])
