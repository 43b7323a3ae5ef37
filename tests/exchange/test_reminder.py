"""Who is reminded of the month's form, on which day, in which words; and how the words reach a chat and a mailbox."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink

from exchange import month
from factories import TOWNSHIPS, household, member, write_form
from lowincome import paths, received, reminder, settings, steps, warehouse

CODES = {name: code for code, name in TOWNSHIPS.items()}
JUNE = date(2021, 6, 1)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """June 2021: one township sends early, one in part and mends it on the 23rd, one is returned, one sends on the 22nd, one after the
    deadline, two never."""
    folder = tmp_path_factory.mktemp("reminder")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LOWINCOME_HOME", str(folder / "home"))
        for name, received_at, status, wrong in (
            ("香水镇", "2021-06-18T10:00", "接收", {}),
            ("泾河源镇", "2021-06-19T10:00", "部分接收", {"is_partly": True}),
            ("六盘山镇", "2021-06-19T11:30", "退回", {"is_empty": True}),
            ("新民乡", "2021-06-22T09:00", "接收", {}),
            ("泾河源镇", "2021-06-23T09:00", "接收", {}),
            ("兴盛乡", "2021-06-26T08:00", "接收", {}),
        ):
            assert month.take([form(folder / f"{name}.xlsx", CODES[name], **wrong)], received_at) == [status]
        yield folder / "home"


def form(path: Path, township: str, is_partly: bool = False, is_empty: bool = False) -> Path:
    households = [household(n, township) for n in range(1, 5)]
    members = [member(one) for one in households]
    if is_partly:
        members = members[1:]
        households[1]["工资性收入"] = -5
    return write_form(path, township, "2021-06", [] if is_empty else households, members)


def reminded(on: str, about: str = "2021-06") -> set[str]:
    """The townships that hear something."""
    return {TOWNSHIPS[message["to"]] for message in steps.remind(about, on)["messages"] if message["to"] != reminder.COUNTY}


@pytest.mark.parametrize(
    ("on", "names"),
    [
        ("2021-06-19", ""),
        ("2021-06-20", "泾河源镇 六盘山镇 新民乡 兴盛乡 黄花乡 大湾乡"),
        ("2021-06-21", ""),
        ("2021-06-23", ""),
        ("2021-06-24", "六盘山镇 兴盛乡 黄花乡 大湾乡"),
        ("2021-06-25", ""),
        ("2021-06-26", "六盘山镇 黄花乡 大湾乡"),
        ("2021-06-27", ""),
    ],
)
def test_on_the_day_who_has_not_sent_is_reminded_and_nobody_else(home: Path, on: str, names: str) -> None:
    assert reminded(on) == set(names.split())


@pytest.mark.parametrize(
    ("on", "states"),
    [
        ("2021-06-17", "未报 未报 未报 未报 未报 未报 未报"),
        ("2021-06-20", "已报 部分接收 有问题 未报 未报 未报 未报"),
        ("2021-06-25", "已报 已报 有问题 已报 未报 未报 未报"),
        ("2021-06-26", "已报 已报 逾期 已报 逾期 逾期 逾期"),
    ],
)
def test_the_state_can_be_asked_for_any_day(home: Path, on: str, states: str) -> None:
    with received.ahead(JUNE) as con:
        found = reminder.status(con, JUNE, date.fromisoformat(on))
    assert [row["status"] for row in found] == states.split()
    assert [row["township_code"] for row in found] == sorted(CODES.values())


def test_a_late_sending_is_overdue_and_still_says_what_became_of_it(home: Path) -> None:
    with received.ahead(JUNE) as con:
        [late] = [row for row in reminder.status(con, JUNE, date(2021, 6, 30)) if row["township_name"] == "兴盛乡"]
    assert (late["status"], late["file_status"], late["is_taken"], late["is_taken_on_time"]) == ("逾期", "接收", True, False)


def test_asking_leaves_nothing_behind(home: Path) -> None:
    steps.remind("2021-06", "2021-06-20")
    with warehouse.reader(paths.warehouse(home)) as con:
        assert con.execute("SELECT count(*) FROM mart.submission_status").fetchone() == (0,)
        assert con.execute("SELECT count(*) FROM stg.standing").fetchone() == (0,)


def test_a_month_has_its_own_days(home: Path) -> None:
    """January's reminder does not count June's files; June's day is no day of May's."""
    assert reminded("2022-01-20", "2022-01") == set(TOWNSHIPS.values())
    assert reminded("2021-06-20", "2021-05") == set()
    assert reminder.days(date(2021, 12, 1), "640424") == [date(2021, 12, 20), date(2021, 12, 24), date(2021, 12, 26)]
    assert reminder.days(date(2021, 2, 1), "640424") == [date(2021, 2, 20), date(2021, 2, 24), date(2021, 2, 26)]


def test_where_no_day_is_set_nobody_is_reminded() -> None:
    assert reminder.days(JUNE, "500153") == []


@pytest.mark.parametrize(
    ("name", "on", "kept"),
    [
        ("黄花乡", "2021-06-20", "reminder_not_sent"),
        ("黄花乡", "2021-06-24", "reminder_not_sent_last"),
        ("黄花乡", "2021-06-26", "reminder_overdue"),
        ("泾河源镇", "2021-06-20", "reminder_partly"),
        ("六盘山镇", "2021-06-24", "reminder_returned"),
    ],
)
def test_the_text_is_the_one_that_was_looked_at(home: Path, name: str, on: str, kept: str, golden: Any) -> None:
    steps.remind("2021-06", on)
    text = (paths.township_outbox(home, JUNE, CODES[name], name) / f"提醒_{on}.txt").read_text(encoding="utf-8")
    golden(f"{kept}.txt", text)
    assert text == (paths.county_outbox(home, JUNE) / "催报" / f"{on}_{name}.txt").read_text(encoding="utf-8")
    assert len(text) < 250, "it is read on a telephone"


def test_a_text_speaks_of_one_township_and_of_no_person(home: Path) -> None:
    people = {household(n, code)["户主姓名"] for n in range(1, 5) for code in TOWNSHIPS}
    for message in steps.remind("2021-06", "2021-06-20")["messages"]:
        if message["to"] != reminder.COUNTY:
            assert not [name for code, name in TOWNSHIPS.items() if code != message["to"] and name in message["text"]]
        assert not [name for name in people if name in message["text"]]
        assert not [word for word in ("名次", "排名", "最后", "640499") if word in message["text"]]


def test_the_county_sees_every_township_in_the_order_of_its_code(home: Path, golden: Any) -> None:
    steps.remind("2021-06", "2021-06-26")
    golden("reminder_county.txt", (paths.county_outbox(home, JUNE) / "催报" / "2021-06-26_全县.txt").read_text(encoding="utf-8"))


# the channels


class Chat(BaseHTTPRequestHandler):
    """Keeps what is posted to it; what is posted to /closed it does not take."""

    posted: list[dict[str, Any]]

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        is_open = not self.path.startswith("/closed")
        if is_open:
            self.posted.append(body)
        self.send_response(200 if is_open else 500)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        pass


class Mailbox(Sink):
    def __init__(self) -> None:
        super().__init__()
        self.received: list[tuple[list[str], EmailMessage]] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - the name the server calls
        self.received.append((envelope.rcpt_tos, message_from_bytes(envelope.content, policy=policy.default)))
        return "250 OK"


@pytest.fixture
def chat() -> Iterator[tuple[int, list[dict[str, Any]]]]:
    handler = type("Handler", (Chat,), {"posted": []})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port, handler.posted
    server.shutdown()
    server.server_close()


@pytest.fixture
def mailbox() -> Iterator[tuple[int, Mailbox]]:
    box = Mailbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    yield port, box
    controller.stop()


MESSAGES = [
    {"to": CODES["香水镇"], "title": "2021年6月报送表提醒", "text": "【香水镇】2021年6月报送表\n还没有收到。<1>\n"},
    {"to": CODES["黄花乡"], "title": "2021年6月报送表提醒", "text": "【黄花乡】2021年6月报送表\n还没有收到。\n"},
    {"to": reminder.COUNTY, "title": "2021年6月报送表提醒", "text": "全县\n"},
]


def send(tmp_path: Path, **connections: dict[str, Any]) -> dict[str, int]:
    """What became of MESSAGES: how many each channel took."""
    done = run(tmp_path, **connections)
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


def run(tmp_path: Path, **connections: dict[str, Any]) -> "subprocess.CompletedProcess[str]":
    """Sends MESSAGES in a process of its own, as a task does, with connections as Airflow reads them from the environment."""
    code = f"import json, lowincome_channels; print(json.dumps(lowincome_channels.send(json.loads({json.dumps(json.dumps(MESSAGES))}))))"
    named = {f"AIRFLOW_CONN_{name.upper()}": json.dumps(connection) for name, connection in connections.items()}
    env = os.environ | {"AIRFLOW_HOME": str(tmp_path), "PYTHONPATH": str(settings.PROJECT / "plugins"), **named}
    return subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=False)


def test_without_a_connection_nothing_is_sent_and_nothing_fails(tmp_path: Path) -> None:
    assert send(tmp_path) == {"apprise": 0, "smtp": 0}


@pytest.mark.parametrize("is_text", [False, True], ids=["as a list", "as typed into Airflow"])
def test_a_chat_gets_the_text_of_its_own_township(is_text: bool, tmp_path: Path, chat: tuple[int, list[dict[str, Any]]]) -> None:
    port, posted = chat
    services: Any = [
        {"path": f"json://127.0.0.1:{port}/", "tag": f"{CODES['黄花乡']}, {CODES['兴盛乡']}"},
        {"path": f"json://127.0.0.1:{port}/", "tag": [CODES["大湾乡"]]},
    ]
    services = json.dumps(services) if is_text else services
    assert send(tmp_path, lowincome_apprise={"conn_type": "apprise", "extra": {"config": services}}) == {"apprise": 1, "smtp": 0}
    assert [(one["title"], one["message"].strip()) for one in posted] == [(MESSAGES[1]["title"], MESSAGES[1]["text"].strip())]


def test_what_a_chat_did_not_take_ends_the_task_with_whom_after_all_others_were_tried(
    tmp_path: Path, chat: tuple[int, list[dict[str, Any]]]
) -> None:
    port, posted = chat
    services = [
        {"path": f"json://127.0.0.1:{port}/closed", "tag": CODES["香水镇"]},
        {"path": "no such service", "tag": reminder.COUNTY},
        {"path": f"json://127.0.0.1:{port}/", "tag": CODES["黄花乡"]},
    ]
    done = run(tmp_path, lowincome_apprise={"conn_type": "apprise", "extra": {"config": services}})
    assert done.returncode != 0
    assert f"有 2 条提醒没有送到({CODES['香水镇']}、{reminder.COUNTY})" in done.stderr
    assert [one["title"] for one in posted] == [MESSAGES[1]["title"]]


def test_a_mailbox_gets_the_text_of_its_own_township(tmp_path: Path, mailbox: tuple[int, Mailbox]) -> None:
    port, box = mailbox
    extra = {
        "from_email": "centre@example.invalid",
        "disable_ssl": True,
        "disable_tls": True,
        "recipients": {CODES["香水镇"]: "clerk@example.invalid", reminder.COUNTY: ["a@example.invalid", "b@example.invalid"]},
    }
    connection = {"conn_type": "smtp", "host": "127.0.0.1", "port": port, "extra": extra}
    assert send(tmp_path, lowincome_smtp=connection) == {"apprise": 0, "smtp": 2}
    (to, mail), (to_county, _) = box.received
    assert (to, to_county) == (["clerk@example.invalid"], ["a@example.invalid", "b@example.invalid"])
    assert str(mail["Subject"]) == MESSAGES[0]["title"]
    [body] = [part.get_content() for part in mail.walk() if part.get_content_type() == "text/html"]
    assert "【香水镇】2021年6月报送表<br>" in body
    assert "&lt;1&gt;" in body
