"""The verbs that DAGs and the command line call. Small arguments, small returns; each can be run again at any time.

A month is given as `YYYY-MM`. `known_on` (a date, or None for everything received) limits what a month may know.
"""

import json
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from lowincome import month as months
from lowincome import paths, policy, publish, rules, settings, sql_model, warehouse
from lowincome.errors import PublishError
from lowincome.intake import receive, submission
from lowincome.progress import reported

Result = dict[str, Any]


def parameters(month: date, known_on: date | None = None) -> warehouse.Params:
    """Everything the SQL of `sql/` may ask for about a month. closes_on is the day after the last day in time."""
    region = settings.load().region
    deadline = policy.lookup("submission_deadline_day", month, region)
    return {
        "month": month,
        "known_on": known_on,
        "closes_on": month.replace(day=int(deadline.value or 1)) + timedelta(days=1),
        "region": region,
        "jurisdictions": policy.chain(region),
        "pseudonym_key": publish.pseudonym_key(settings.load().home),
        **policy.reference_params(),
    }


def collect(received_at: str) -> list[str]:
    """Takes every file out of the inbox; returns the submissions to read. `received_at` is an ISO moment."""
    home = settings.load().home
    paths.inbox(home).mkdir(parents=True, exist_ok=True)
    return receive.collect(home, months.local(datetime.fromisoformat(received_at)))


@reported("收件检查")
def read_file(submission_id: str) -> Result:
    """Reads and checks one file. A broken file is answered, not raised."""
    result = receive.read_submission(settings.load().home, submission_id)
    return {**result, "summary": f"{result.get('township_name') or '无法识别'} {result.get('month') or ''} {result['status']}".strip()}


@reported("登记入库")
def register() -> Result:
    """Loads what raw holds and the warehouse does not yet know. With a deleted warehouse this is everything."""
    home = settings.load().home
    with warehouse.writer(paths.warehouse(home)) as con, warehouse.transaction(con):
        count = load_raw(con, home)
    return {"summary": f"新登记 {count} 份报送", "count": count}


def load_raw(con: Any, home: Path) -> int:
    """Inside a transaction: new submissions' rows, and the register of all submissions with their versions."""
    folders = submission.folders(home)
    known = {row[0] for row in con.execute("SELECT submission_id FROM raw.submission").fetchall()}
    new = [folder for folder in folders if folder.name not in known]
    if not new:
        return 0
    for model in sql_model.layer("raw"):
        name = model.table.removeprefix("raw.")
        source = folders if name == "submission" else new
        warehouse.replace(con, model, {f"{name}_files": [str(folder / f"{name}.parquet") for folder in source]})
    return len(new)


@reported("发回执")
def send_receipts() -> Result:
    """A receipt for every submission that has none yet."""
    from lowincome.reports import receipt

    home = settings.load().home
    written = 0
    for folder, version in submission.versions(home):
        out = submission.outbox(home, folder)
        if not receipt.exists(folder, version, out):
            receipt.write(folder, version, out)
            written += 1
    return {"summary": f"回执 {written} 份", "count": written}


@reported("整理入册")
def stage(month: str, known_on: date | None = None) -> Result:
    """Reference, staging and core of a month, replaced in one transaction."""
    home = settings.load().home
    first = months.parse(month)
    params = parameters(first, known_on)
    with warehouse.writer(paths.warehouse(home)) as con, warehouse.transaction(con):
        load_raw(con, home)
        warehouse.run_layer(con, "ref", params)
        # the checks of a file were made at the door, and their findings lie in raw.finding
        warehouse.run_models(con, [model.table for model in sql_model.layer("stg") if not model.table.endswith("_check")], params)
        warehouse.run_layer(con, "core", params)
        households, persons = (_count(con, table, first) for table in ("core.household_month", "core.person_month"))
    return {"summary": f"{households} 户 {persons} 人", "households": households, "persons": persons}


@reported("逐条比对规则")
def judge(month: str, known_on: date | None = None) -> Result:
    """Every rule of the month, replaced in one transaction."""
    first = months.parse(month)
    with warehouse.writer(paths.warehouse(settings.load().home)) as con, warehouse.transaction(con):
        states = rules.evaluate(con, first, parameters(first, known_on))
        hits = _count(con, "rule.hit", first, "is_triggered")
    in_force = sum(state == "施行" for _, state in states)
    return {"summary": f"{in_force} 条施行、{len(states) - in_force} 条未施行,触发 {hits} 处", "hits": hits}


@reported("风险评分")
def assess(month: str, known_on: date | None = None) -> Result:
    """Features, labels, the model if history suffices, and the month's scores."""
    from lowincome.risk import score, train

    home = settings.load().home
    first = months.parse(month)
    params = parameters(first, known_on)
    with warehouse.writer(paths.warehouse(home)) as con:
        with warehouse.transaction(con):
            warehouse.run_models(con, score.INPUTS, params)
        trained = train.train(con, first, params["closes_on"], home)
        with warehouse.transaction(con):
            rows = score.score(con, first, paths.models(home) / f"{trained['model_id']}.skops" if trained else None)
    method = f"模型 {trained['model_id']}" if trained else "专家评分卡(历史不足)"
    return {"summary": f"{rows} 户,{method}", "rows": rows}


@reported("个案与清单")
def follow(month: str, known_on: date | None = None) -> Result:
    """Cases, the visit plan and everything lists are made from; then what may be published. One transaction."""
    from lowincome.risk import score

    first = months.parse(month)
    params = parameters(first, known_on)
    with warehouse.writer(paths.warehouse(settings.load().home)) as con, warehouse.transaction(con):
        scored = (*score.INPUTS, "mart.risk_score")
        warehouse.run_models(con, [m.table for m in sql_model.layer("mart") if m.table not in scored], params)
        warehouse.run_layer(con, "pub", params)
        warnings, listed = _count(con, "mart.warning", first), _count(con, "mart.list_line", first, "is_listed")
        unplaced = _count(con, "mart.feedback_unplaced", first)
    odd = f",{unplaced} 条核查反馈没有用上(见 mart.feedback_unplaced)" if unplaced else ""
    return {"summary": f"预警 {warnings} 条,列入走访 {listed} 案{odd}", "warnings": warnings, "listed": listed, "unplaced": unplaced}


@reported("发布快照")
def publish_snapshot(month: str) -> Result:
    """The analysts' file. Errors: PublishError when a month's opening, changes and closing do not balance."""
    home = settings.load().home
    with warehouse.reader(paths.warehouse(home)) as con:
        broken = _count(con, "mart.conservation", months.parse(month), "NOT is_balanced")
    if broken:
        raise PublishError(f"{month} 有 {broken} 处上月末、增减与本月末不平衡,未发布:请查 mart.conservation。")
    rows = publish.snapshot(paths.warehouse(home), paths.published(home))
    return {"summary": f"{len(rows)} 张表 {sum(rows.values())} 行", "rows": sum(rows.values())}


@reported("出清单")
def write_lists(month: str) -> Result:
    """预警清单, 四查四补清单, 分类动态监测台账 and 销号台账 of every township; the county's own, and one list a department of what differs."""
    from lowincome.reports import case_ledger, disagreement_list, four_checks, monitoring_ledger, query, warning_list

    home = settings.load().home
    first = months.parse(month)
    files = 0
    with warehouse.reader(paths.warehouse(home)) as con:
        townships = con.execute(
            "SELECT township_code, township_name FROM mart.submission_status WHERE month = ? ORDER BY township_code", [first]
        ).fetchall()
        for code, name in townships:
            out = paths.township_outbox(home, first, code, name)
            files += sum(len(report.write(con, first, code, out)) for report in (warning_list, four_checks, monitoring_ledger, case_ledger))
        county = query.county_name(con, first)
        out = paths.county_outbox(home, first)
        files += sum(len(report.write_county(con, first, county, out)) for report in (four_checks, monitoring_ledger))
        files += len(disagreement_list.write(con, first, out))
    return {"summary": f"{len(townships)} 个乡镇和县里共 {files} 份", "files": files}


@reported("出简报")
def write_brief(month: str) -> Result:
    """The county's one page, and the card of the month's model if there is one."""
    from lowincome.reports import county_brief, model_card

    home = settings.load().home
    first = months.parse(month)
    out = paths.county_outbox(home, first)
    with warehouse.reader(paths.warehouse(home)) as con:
        files = county_brief.write(con, first, out)
        models = con.execute("SELECT DISTINCT model_id FROM mart.risk_score WHERE month = ? AND model_id IS NOT NULL", [first]).fetchall()
    for (model_id,) in models:
        card = paths.models(home) / f"{model_id}.json"
        files += model_card.write(json.loads(card.read_text(encoding="utf-8")), out)
    return {"summary": f"{len(files)} 份", "files": len(files)}


def run_month(month: str, known_on: date | None = None, lists: bool = True) -> list[Result]:
    """All steps of a month one after another, as the DAG does task by task."""
    results = [step(month, known_on) for step in (stage, judge, assess, follow)]
    if lists:
        results += [step(month) for step in (publish_snapshot, write_lists, write_brief)]
    return results


def rebuild() -> list[str]:
    """The warehouse anew from raw, month by month from the first roster; returns the months."""
    home = settings.load().home
    paths.warehouse(home).unlink(missing_ok=True)
    paths.warehouse(home).with_suffix(".duckdb.wal").unlink(missing_ok=True)
    held = [months.parse(folder.parent.name) for folder in submission.folders(home) if folder.parent.name != "unrecognised"]
    if not held:
        return []
    span = [months.label(month) for month in months.between(min(held), max(held))]
    for month in span:
        run_month(month)
    return span


def _count(con: Any, table: str, month: date, condition: str = "TRUE") -> int:
    return int(con.execute(f"SELECT count(*) FROM {table} WHERE month = ? AND {condition}", [month]).fetchone()[0])
