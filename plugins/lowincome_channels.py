"""Hands messages to the channels that an office has set up in Airflow: chat by Apprise (WeCom, DingTalk …), e-mail by SMTP.

A channel is there when its connection is, and serves those whom the connection names; the files in the outbox are there in any case.

lowincome_apprise  extra: {"config": [{"path": "wecombot://…", "tag": "640424100"}, …]}, tag: a township's code, or `county`
lowincome_smtp     host and so on; extra: {"from_email": "…", "recipients": {"640424100": "…", "county": ["…", "…"]}}

The only file beside the DAGs that imports Airflow. The notifiers are imported when they are needed: every Airflow process reads this file.
"""

import html
import json
from typing import Any

APPRISE, SMTP = "lowincome_apprise", "lowincome_smtp"
Message = dict[str, str]


def send(messages: list[Message]) -> dict[str, int]:
    """How many messages {to, title, text} each channel took.

    Errors: the e-mail notifier's own. Apprise only logs what it could not deliver.
    """
    return {"apprise": _by_apprise(messages), "smtp": _by_smtp(messages)}


def _by_apprise(messages: list[Message]) -> int:
    config = _extra(APPRISE).get("config") or []
    services = json.loads(config) if isinstance(config, str) else config  # text, where it was typed into Airflow's own page
    named = {tag for service in (services if isinstance(services, list) else [services]) for tag in _several(service.get("tag"))}
    chosen = [message for message in messages if message["to"] in named]
    if chosen:
        from airflow.providers.apprise.notifications.apprise import AppriseNotifier

        for message in chosen:
            notifier = AppriseNotifier(apprise_conn_id=APPRISE, tag=message["to"], title=message["title"], body=message["text"])
            notifier.notify({})  # type: ignore[no-untyped-call]
    return len(chosen)


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
