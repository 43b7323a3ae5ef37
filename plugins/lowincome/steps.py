"""The verbs that DAGs and the command line call. Small arguments, small returns; each can be run again at any time.

A month is given as `YYYY-MM`. `known_on` (a date, or None for everything received) limits what a month may know.
"""

import json
from datetime import date, datetime
from typing import Any

from lowincome import case_steps, paths, policy, publish, received, release, rules, settings, sql_model, tracking, warehouse
from lowincome import month as months
from lowincome.errors import PublishError
from lowincome.intake import known_cases, receive, submission
from lowincome.progress import reported

Result = dict[str, Any]
# what a list of urgent reports rests on
URGENT = ("ref.policy_in_force", "stg.submission_decision", "stg.urgent", "mart.urgent_report")


@reported("下发报送表")
def open_month(month: str) -> Result:
    """Every township's workbook for the month, filled from its roster at the end of the month before; empty in the first month.

    One that a township has already sent something for stays as it was given.
    """
    from lowincome.intake import issue

    here = settings.load()
    first = months.parse(month)
    if not paths.warehouse(here.home).exists():
        return issue.issue_all(here.home, first, here.region)
    with warehouse.reader(paths.warehouse(here.home)) as con:
        return issue.issue_all(here.home, first, here.region, con)


def all_sent(month: str) -> bool:
    """Whether something of every township has been taken for the month. Reads raw, not the warehouse: it is asked for weeks."""
    from lowincome.intake import issue

    here = settings.load()
    return not issue.missing(here.home, months.parse(month), here.region)


def deadline_passed(context: dict[str, Any]) -> None:
    """What Airflow calls when the run that opened a month is still waiting at the deadline: a note to the county on who has not sent.

    context: `dag_run` with conf, partition_key and run_after (ISO). Reads raw alone, so it need not wait for the warehouse.
    """
    from lowincome.intake import issue

    here, run = settings.load(), context["dag_run"]
    month = months.resolve((run["conf"] or {}).get("month"), run["partition_key"], datetime.fromisoformat(run["run_after"]))
    issue.note_missing(here.home, month, here.region)


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
        count = received.load_raw(con, home)
    return {"summary": f"新登记 {count} 份报送", "count": count}


@reported("发回执")
def send_receipts() -> Result:
    """A receipt, and the returned copy where there is something to mend, for every submission that has none yet.

    A sending that the centre has withdrawn keeps its receipt; its township gets a note beside it.
    """
    from lowincome.intake import decision, repeated, versions, waiting
    from lowincome.reports import receipt, returned_copy, withdrawal

    home, written = settings.load().home, 0
    numbers = dict(submission.versions(home))
    for folder, version in numbers.items():
        out = submission.outbox(home, folder)
        if not receipt.exists(folder, version, out):
            since = repeated.since(home, folder)
            copy = returned_copy.write(folder, version, out, since)
            receipt.write(folder, version, out, copy, versions.before(home, folder), waiting.of(home, folder), since)
            written += 1
    notes = sum(
        len(withdrawal.write(folder, numbers[folder], row, submission.outbox(home, folder))) for folder, row in decision.withdrawals(home)
    )
    return {"summary": f"回执 {written} 份" + (f",撤回说明 {notes} 份" if notes else ""), "count": written}


@reported("急难快报清单")
def answer_urgent() -> Result:
    """The lists of urgent reports, for every month in which one has come, or been withdrawn, since they were last written.

    Nothing waits for the monthly run.
    """
    from lowincome.intake import decision, urgent
    from lowincome.reports import urgent_list

    home, region = settings.load().home, settings.load().region
    county = policy.table(policy.REFERENCE, "divisions")[region]["name"]
    files = 0
    for month, folders in urgent.received(home).items():
        if urgent_list.is_current(home, month, county, [*folders, *decision.about(home, folders)]):
            continue
        with received.ahead(month) as con:
            # what comes after the deadline belongs to the next month's run, and has its case number already
            for run in (month, months.add(month, 1)):
                warehouse.run_models(con, URGENT, received.parameters(run))
            files += len(urgent_list.write(con, home, month, county))
    return {"summary": f"清单 {files} 份", "files": files}


def status(month: str, on: str) -> str:
    """Each township's state of the month as it stood at the end of a day (YYYY-MM-DD), one a line, for the centre."""
    from lowincome import reminder

    first, day = months.parse(month), date.fromisoformat(on)
    with received.ahead(first) as con:
        return reminder.overview(reminder.status(con, first, day), first, day)


@reported("催报")
def remind(month: str, on: str) -> Result:
    """For a day (YYYY-MM-DD): a text for every township that has not sent the month's form, if it is a day of reminding, and of terms that run out.

    Returns them as `messages` {to: township code or `county`, title, text}; on most days there are none.
    """
    from lowincome import reminder

    home, region = settings.load().home, settings.load().region
    first, day = months.parse(month), date.fromisoformat(on)
    with received.ahead(first) as con:
        forms = reminder.write(con, home, first, day) if day in reminder.days(first, region) else []
        clocks = reminder.write_clocks(con, home, first, day)
    said = [f"{month} 提醒 {len(forms) - 1} 个乡镇"] if forms else []
    said += [f"期限提醒 {len(clocks)} 份"] if clocks else []
    return {"summary": ",".join(said) or f"{on} 没有要提醒的", "messages": [*forms, *clocks]}


@reported("整理入册")
def stage(month: str, known_on: date | None = None) -> Result:
    """Reference, staging and core of a month, replaced in one transaction."""
    home = settings.load().home
    first = months.parse(month)
    params = received.parameters(first, known_on)
    with warehouse.writer(paths.warehouse(home)) as con, warehouse.transaction(con):
        received.load_raw(con, home)
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
        states = rules.evaluate(con, first, received.parameters(first, known_on))
        hits = _count(con, "rule.hit", first, "is_triggered")
    in_force = sum(state == "施行" for _, state in states)
    return {"summary": f"{in_force} 条施行、{len(states) - in_force} 条未施行,触发 {hits} 处", "hits": hits}


@reported("风险评分")
def assess(month: str, known_on: date | None = None) -> Result:
    """Features, labels, the model if history suffices, and the month's scores."""
    from lowincome.risk import score, train

    home = settings.load().home
    first = months.parse(month)
    params = received.parameters(first, known_on)
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
    params = received.parameters(first, known_on)
    with warehouse.writer(paths.warehouse(settings.load().home)) as con, warehouse.transaction(con):
        scored = (*score.INPUTS, "mart.risk_score")
        warehouse.run_models(con, [m.table for m in sql_model.layer("mart") if m.table not in scored], params)
        warehouse.run_layer(con, "pub", params)
        tracking.again(con, first)
        warnings, listed = _count(con, "mart.warning", first), _count(con, "mart.list_line", first, "is_listed")
        unplaced = _count(con, "mart.feedback_unplaced", first, "is_asked")
        known_cases.write(con, settings.load().home, first)
    odd = f",{unplaced} 条核查反馈没有用上(见 mart.feedback_unplaced)" if unplaced else ""
    return {"summary": f"预警 {warnings} 条,列入走访 {listed} 案{odd}", "warnings": warnings, "listed": listed, "unplaced": unplaced}


@reported("发布快照")
def publish_snapshot(month: str) -> Result:
    """The analysts' file. Errors: PublishError when a month's opening, changes and closing do not balance, of rosters or of cases."""
    home = settings.load().home
    with warehouse.reader(paths.warehouse(home)) as con:
        counts = {table: _count(con, table, months.parse(month), "NOT is_balanced") for table in ("mart.conservation", "mart.case_balance")}
    if broken := [f"{table} {count} 处" for table, count in counts.items() if count]:
        raise PublishError(f"{month} 上月末、增减与本月末不平衡,未发布:请查 {'、'.join(broken)}。")
    rows = publish.snapshot(paths.warehouse(home), paths.published(home))
    return {"summary": f"{len(rows)} 张表 {sum(rows.values())} 行", "rows": sum(rows.values())}


@reported("出清单")
def write_lists(month: str) -> Result:
    """The month's lists for every township, the county and each department, in the place of those that have waited until now."""
    from lowincome.reports import disagreement_list, monthly, query

    home = settings.load().home
    first = months.parse(month)
    files = 0
    release.clear(home, first)
    with warehouse.reader(paths.warehouse(home)) as con:
        townships = con.execute(
            "SELECT township_code, township_name FROM mart.submission_status WHERE month = ? ORDER BY township_code", [first]
        ).fetchall()
        for code, name in townships:
            out = paths.pending(home, first) / paths.township_folder(code, name)
            files += sum(len(report.write(con, first, code, out)) for report in monthly.TOWNSHIP)
        county = query.county_name(con, first)
        out = paths.pending(home, first) / paths.COUNTY
        files += sum(len(report.write_county(con, first, county, out)) for report in monthly.COUNTY)
        files += len(disagreement_list.write(con, first, out))
    return {"summary": f"{len(townships)} 个乡镇和县里共 {files} 份", "files": files}


@reported("出简报")
def write_brief(month: str) -> Result:
    """The county's one page, what came of the warnings, and the card of the month's model if there is one; they wait with the lists."""
    from lowincome.reports import county_brief, model_card, rule_yield

    home = settings.load().home
    first = months.parse(month)
    out = paths.pending(home, first) / paths.COUNTY
    with warehouse.reader(paths.warehouse(home)) as con:
        files = [*county_brief.write(con, first, out), *rule_yield.write(con, first, out)]
        models = con.execute("SELECT DISTINCT model_id FROM mart.risk_score WHERE month = ? AND model_id IS NOT NULL", [first]).fetchall()
    for (model_id,) in models:
        card = paths.models(home) / f"{model_id}.json"
        files += model_card.write(json.loads(card.read_text(encoding="utf-8")), out)
    return {"summary": f"{len(files)} 份", "files": len(files)}


def run_month(month: str, known_on: date | None = None, lists: bool = True) -> list[Result]:
    """All steps of a month one after another, as the DAG does task by task, until the lists wait for the centre (`case_steps.approve`)."""
    results = [step(month, known_on) for step in (stage, judge, assess, follow)]
    if lists:
        results += [step(month) for step in (publish_snapshot, write_lists, write_brief, case_steps.ask)]
    return results


def rebuild(on: date | None = None) -> list[str]:
    """The warehouse anew from raw, month by month from the first roster; returns the months. The lists have gone out, or wait, and are not made again.

    on: months closed by the end of that day are run, the next one is tracked up to it. None: every month that something came for is over.
    """
    home = settings.load().home
    paths.warehouse(home).unlink(missing_ok=True)
    paths.warehouse(home).with_suffix(".duckdb.wal").unlink(missing_ok=True)
    held = [months.parse(folder.parent.name) for folder in submission.folders(home) if folder.parent.name != "unrecognised"]
    if not held:
        return []
    last = min(max(held), months.add(tracking.month_of(on), -1)) if on else max(held)
    span = [months.label(month) for month in months.between(min(held), last)]
    for month in span:
        run_month(month, lists=False)
        publish_snapshot(month)
    if on:
        case_steps.track_cases(on.isoformat())
    return span


def _count(con: Any, table: str, month: date, condition: str = "TRUE") -> int:
    return int(con.execute(f"SELECT count(*) FROM {table} WHERE month = ? AND {condition}", [month]).fetchone()[0])
