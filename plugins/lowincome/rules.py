"""Runs the rules of `sql/4_rules`: one file a rule, one table a rule, and their union `rule.hit`.

`<rule_id>@YYYY-MM.sql` replaces `<rule_id>.sql` from that month on. A rule answers TRUE, FALSE or NULL (cannot tell) for every
unit it speaks of. It is 施行 in a month when every parameter named under `policy:` has a value; otherwise it writes no rows.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import duckdb

from lowincome import month as months
from lowincome import sql_model, warehouse
from lowincome.errors import ModelError
from lowincome.paths import SQL
from lowincome.sql_model import Column, Model
from lowincome.warehouse import Params

FOLDER = SQL / sql_model.LAYERS["rule"]
KEYS = "rule title family urgency subject measured basis policy reads params ask may_apply office private".split()
# what a case is about; one open case a household and family
FAMILIES = {
    "漏保漏救": "符合条件而没有纳入",
    "因困致贫": "因病、因残、因灾、因疫情、因意外、因失业,收入大减或刚性支出大增",
    "查损补失": "疫情等造成的就业、收入损失",
    "三保障": "两不愁三保障",
    "漏查漏退": "可能不再符合条件,只作核实",
    "查短补齐": "政策没有落实到位",
    "查弱补强": "工作力量不足,没有做到",
    "漏统漏管": "登记有误或没有登记",
}
URGENCIES = ("紧急", "一般", "核实")
SUBJECTS = ("household", "person", "office")
PRIVATE = ("health", "disability", "-")
_NUMBER = re.compile(r"〔\d{4}〕\d+号")
IN_FORCE, NOT_YET, ENDED = "施行", "未施行", "已停止"

HIT_COLUMNS = """
month         DATE           月份,每月1日
rule_id       VARCHAR        规则编号
household_id  VARCHAR        户编号;按单位判断的规则为空
person_id     VARCHAR        人员编号;按户、按单位判断的规则为空
office_id     VARCHAR        单位: 乡镇、机构、资金、信访件等;按户、按人判断的规则为空
is_triggered  BOOLEAN        是否触发;缺资料不能判断的为空
measured      DECIMAL(16,4)  实测值,单位见 unit;不知为空
threshold     DECIMAL(16,4)  标准,单位见 unit
unit          VARCHAR        单位代码,见 ref.unit
evidence      VARCHAR        判断所依据的各项数值,JSON,中文标签,不含姓名和号码
parameter     VARCHAR        标准取自哪个政策参数
document      VARCHAR        依据文件,见 ref.document
clause        VARCHAR        依据条款
""".strip()
DEFINITION_COLUMNS = """
month           DATE       月份,每月1日
rule_id         VARCHAR    规则编号
version         VARCHAR    本月用的版本: 初版,或从哪个月起的版本
title           VARCHAR    规则名称
family          VARCHAR    问题类别
urgency         VARCHAR    缓急: 紧急/一般/核实
subject         VARCHAR    household 按户 / person 按人 / office 按单位
measured_label  VARCHAR    实测值是什么
basis           VARCHAR    依据,文号·条款
ask             VARCHAR    到户问什么
may_apply       VARCHAR    可能适用的政策
office          VARCHAR    责任科室
is_private      BOOLEAN    涉及健康或残疾,对外不公开
parameters      VARCHAR[]  本月判断所用的政策参数
feeds           VARCHAR[]  用到的部门数据和台账,见 ref.feed
not_compared    VARCHAR[]  其中本月没有收到的,显示「未比对」
state           VARCHAR    施行/未施行/已停止
reason          VARCHAR    未施行或已停止的原因;施行的为空
""".strip()


@dataclass(frozen=True)
class Rule:
    """One file. since: the first month of this version, None for the first one."""

    model: Model
    since: date | None

    @property
    def rule_id(self) -> str:
        return self.model.header["rule"]

    def words(self, key: str) -> list[str]:
        return [word for word in re.split(r"[,\s]+", self.model.header.get(key, "")) if word and word != "-"]

    @property
    def required(self) -> list[str]:
        return self.words("policy")

    @property
    def feeds(self) -> list[str]:
        """The departments' extracts it compares with; where one has not come, it cannot tell."""
        return self.words("feeds")

    @property
    def parameters(self) -> list[str]:
        """Those it cannot do without, and those that only sharpen it."""
        return self.required + self.words("policy_optional")


@cache
def load(folder: Path = FOLDER) -> tuple[Rule, ...]:
    """Every version of every rule, by rule and first month. Errors: ModelError for a header that breaks the form."""
    rules = [_read(path) for path in folder.glob("*.sql") if path.name != "macros.sql"]
    return tuple(sorted(rules, key=lambda rule: (rule.rule_id, rule.since or date.min)))


def _read(path: Path) -> Rule:
    model = sql_model.read(path, tuple(KEYS))
    header = model.header
    rule_id, _, since = path.stem.partition("@")
    allowed = {"rule": (rule_id,), "family": FAMILIES, "urgency": URGENCIES, "subject": SUBJECTS, "private": PRIVATE}
    for key, words in allowed.items():
        if header[key] not in words:
            raise ModelError(f"{path.name}: 文件头 {key}「{header[key]}」应为 {'、'.join(words)} 之一。")
    table = {"table": f"rule.{rule_id}", "grain": "month, household_id, person_id, office_id", "columns": HIT_COLUMNS}
    # a rule names only what it speaks of: the other keys are empty
    absent = ["household_id", "person_id"] if header["subject"] == "office" else ["office_id"]
    keys = ", ".join(f"CAST(NULL AS VARCHAR) AS {key}" for key in absent)
    select = f"SELECT $month::DATE AS month, '{rule_id}' AS rule_id, {keys}, found.* FROM ({model.select}) AS found"
    return Rule(Model(path, {**header, **table}, select), months.parse(since) if since else None)


def prepare(con: duckdb.DuckDBPyConnection) -> None:
    """The tables of all rules, `rule.definition`, the view `rule.hit` and the macro rules compare with, also before any month."""
    con.execute((FOLDER / "macros.sql").read_text(encoding="utf-8"))
    titles = {rule.rule_id: rule.model.header["title"] for rule in load()}
    wanted = {"definition": DEFINITION_COLUMNS, "hit": HIT_COLUMNS, **dict.fromkeys(titles, HIT_COLUMNS)}
    there = warehouse.standing(con)
    rules_there = {table: columns for table, columns in there.items() if table.startswith("rule.")}
    if rules_there == {f"rule.{name}": [column.name for column in _columns(block)] for name, block in wanted.items()}:
        return
    warehouse.create(con, "rule.definition", "每月每条规则的说明与施行状态", _columns(DEFINITION_COLUMNS), there)
    for rule_id, title in sorted(titles.items()):
        warehouse.create(con, f"rule.{rule_id}", title, _columns(HIT_COLUMNS), there)
    union = " UNION ALL BY NAME ".join(f"SELECT * FROM rule.{rule_id}" for rule_id in sorted(titles))
    con.execute(f"CREATE OR REPLACE VIEW rule.hit AS {union}")
    con.execute("COMMENT ON VIEW rule.hit IS '各条规则的判断结果合在一起'")
    for column in _columns(HIT_COLUMNS):
        con.execute(f"COMMENT ON COLUMN rule.hit.{column.name} IS '{column.comment}'")


def _columns(block: str) -> list[Column]:
    return sql_model.parse_columns(block, FOLDER)


def evaluate(con: duckdb.DuckDBPyConnection, month: date, params: Params, only: Collection[str] = ()) -> list[tuple[str, str]]:
    """Judges the month by every rule (or only those named) and replaces its rows; returns each rule's state.

    `params["as_of"]` (a date, the month itself unless given) says whose rules: those in force at the end of its month.
    Call it inside a transaction, with `ref`, `stg` and `core` of the month in place. Errors: ModelError when a rule returns other
    columns or a unit twice.
    """
    prepare(con)
    as_of = params.get("as_of") or month
    states = []
    for rule_id in sorted({rule.rule_id for rule in load() if not only or rule.rule_id in only}):
        versions = [rule for rule in load() if rule.rule_id == rule_id]
        current = [rule for rule in versions if rule.since is None or rule.since <= as_of]
        rule = current[-1] if current else versions[0]
        state, reason = _state(con, rule, month, as_of, params) if current else (NOT_YET, f"本规则自 {rule.since:%Y-%m} 起施行")
        if state == IN_FORCE:
            warehouse.replace(con, rule.model, {**params, "month": month})
        else:
            con.execute(f"DELETE FROM rule.{rule_id} WHERE month = ?", [month])
        con.execute("DELETE FROM rule.definition WHERE month = ? AND rule_id = ?", [month, rule_id])
        _define(con, rule, month, as_of, params, state, reason)
        states.append((rule_id, state))
    return states


def _state(con: duckdb.DuckDBPyConnection, rule: Rule, month: date, as_of: date, params: Params) -> tuple[str, str | None]:
    """Whether every required parameter has a value at the month's end; if not, which one has none, and since or until when."""
    missing = con.execute(
        """
        SELECT
          w.parameter,
          any_value(coalesce(t.title, w.parameter)),
          max(v.valid_to) FILTER (WHERE v.valid_from <= last_day($as_of::DATE)),
          min(v.valid_from) FILTER (WHERE v.valid_from > last_day($as_of::DATE)),
          coalesce(bool_or(v.value IS NULL AND v.valid_from <= last_day($as_of::DATE)) FILTER (WHERE v.parameter IS NOT NULL), FALSE)
        FROM (SELECT unnest($required::VARCHAR[]) AS parameter) AS w
        LEFT JOIN ref.parameter AS t ON w.parameter = t.parameter
        LEFT JOIN ref.policy_value AS v ON w.parameter = v.parameter AND list_contains($jurisdictions::VARCHAR[], v.jurisdiction)
        WHERE w.parameter NOT IN (SELECT parameter FROM ref.policy_in_force WHERE month = $month::DATE)
        GROUP BY w.parameter
        ORDER BY w.parameter
        """,
        {"month": month, "as_of": as_of, "required": rule.required, "jurisdictions": params["jurisdictions"]},
    ).fetchall()
    if not missing:
        return IN_FORCE, None
    told, never_begun = [], False
    for _, title, ended_on, begins_on, is_refused in missing:
        if ended_on or is_refused:
            told.append(f"{title}:{f'规定到 {ended_on} 为止' if ended_on else '本地明确不实行'}")
        else:
            never_begun = True
            told.append(f"{title}:{f'自 {begins_on} 起有取值' if begins_on else '本地未明确'}")
    return (NOT_YET if never_begun else ENDED), ";".join(told)


def _issued(con: duckdb.DuckDBPyConnection, text: str, as_of: date, params: Params) -> str:
    """The items of a list separated by `;`, without those citing a document of another place or of a later month."""
    known = con.execute(
        "SELECT number FROM ref.document WHERE issued_on <= last_day(?::DATE) AND list_contains(?::VARCHAR[], jurisdiction)",
        [as_of, params["jurisdictions"]],
    ).fetchall()
    items = [item.strip() for item in text.split(";")]
    return ";".join(item for item in items if not _NUMBER.search(item) or any(number in item for (number,) in known))


def _define(con: duckdb.DuckDBPyConnection, rule: Rule, month: date, as_of: date, params: Params, state: str, reason: str | None) -> None:
    header = rule.model.header
    con.execute(
        """
        INSERT INTO rule.definition
        SELECT $month, $rule_id, $version, $title, $family, $urgency, $subject, $measured, $basis, $ask, $may_apply, $office, $is_private,
          coalesce((SELECT list(parameter ORDER BY parameter) FROM ref.policy_in_force
                    WHERE month = $month AND list_contains($parameters::VARCHAR[], parameter)), []),
          $feeds,
          (SELECT list(w.feed ORDER BY w.feed) FROM (SELECT unnest($feeds::VARCHAR[]) AS feed) AS w
           LEFT JOIN stg.feed_standing AS f ON f.month = $month AND f.feed = w.feed
           WHERE NOT coalesce(f.is_compared, FALSE)),
          $state, $reason
        """,
        {
            **{key: header[key] for key in ("title", "family", "urgency", "subject", "measured", "ask", "office")},
            **{key: _issued(con, header[key], as_of, params) for key in ("basis", "may_apply")},
            "month": month,
            "rule_id": rule.rule_id,
            "version": f"{rule.since:%Y-%m}" if rule.since else "初版",
            "is_private": header["private"] != "-",
            "parameters": rule.parameters,
            "feeds": rule.feeds,
            "state": state,
            "reason": reason,
        },
    )
