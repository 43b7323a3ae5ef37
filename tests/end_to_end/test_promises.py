"""The promises of a whole run, on three months of a small invented county."""

import json
import signal
from pathlib import Path

import duckdb
import openpyxl
import pytest

from lowincome import paths, publish, steps
from lowincome.errors import PublishError
from pipeline import ID_NUMBER, TEXT, content, files, identity_columns, python, query, rows_of, run_month, tables


def test_every_row_that_came_in_is_accounted_for(county: Path) -> None:
    counted = query(
        paths.warehouse(county),
        "SELECT sum(rows_in), sum(rows_accepted), sum(rows_quarantined), sum(rows_rejected),"
        " count(*) FILTER (WHERE rows_in <> rows_accepted + rows_quarantined + rows_rejected) FROM raw.sheet",
    )[0]
    landed = query(
        paths.warehouse(county),
        "SELECT count(*), count(*) FILTER (WHERE verdict = 'accepted') FROM (SELECT verdict FROM raw.household UNION ALL SELECT verdict"
        " FROM raw.member UNION ALL SELECT verdict FROM raw.change UNION ALL SELECT verdict FROM raw.feedback"
        " UNION ALL SELECT verdict FROM raw.feed)",
    )[0]
    assert counted[0] > 1000
    assert counted[4] == 0
    assert landed == counted[:2]
    assert counted[2] > 0, "the example has households that contradict themselves"


def test_running_a_month_again_changes_nothing(copy: Path) -> None:
    before = content(copy)
    run_month("2021-06")
    assert content(copy) == before


def test_a_warehouse_rebuilt_from_raw_is_the_same_in_every_table_and_list(copy: Path) -> None:
    before = content(copy)
    paths.warehouse(copy).unlink()
    assert steps.rebuild() == ["2021-04", "2021-05", "2021-06"]
    assert content(copy) == before
    lists = [path for path in (copy / "outbox" / "2021-06").rglob("*") if path.is_file() and not path.name.startswith(("回执", "退改表"))]
    for path in lists:
        path.unlink()
    run_month("2021-06")
    assert len(lists) > 30
    assert content(copy) == before


# what is done before, the step in which the process dies, the function it dies in and how many calls it survives, and what must then
# be as untouched as if the step had never begun
DEATHS = {
    "stage, between staging and core": ([], "stage", "warehouse", "replace", 14, ["stg", "core"]),
    "judge, after some rules": (["stage"], "judge", "warehouse", "replace", 5, ["rule"]),
    "follow, in the middle of the marts": (["stage", "judge", "assess"], "follow", "warehouse", "replace", 6, ["pub"]),
    "publish, before the snapshot is renamed in": (
        ["stage", "judge", "assess", "follow"],
        "publish_snapshot",
        "publish.os",
        "replace",
        0,
        [],
    ),
    "lists, after some townships": (["stage", "judge", "assess", "follow"], "write_lists", "reports.warning_list", "write", 3, []),
}
DYING = """
import importlib, os, signal
from lowincome import steps
from lowincome.reports import warning_list
for name in {before}:
    getattr(steps, name)("2021-06")
path, _, inner = "{module}".partition(".os")
owner = importlib.import_module("lowincome." + path)
owner = owner if "{module}" == path else owner.os
real, calls = getattr(owner, "{function}"), []
def dying(*args, **kwargs):
    calls.append(1)
    if len(calls) > {survives}:
        os.kill(os.getpid(), signal.SIGKILL)
    return real(*args, **kwargs)
setattr(owner, "{function}", dying)
steps.{step}("2021-06")
"""


@pytest.mark.parametrize("death", DEATHS)
def test_killed_in_the_middle_of_a_step_the_next_run_finishes_as_if_nothing_had_happened(county: Path, unrun: Path, death: str) -> None:
    before, step, module, function, survives, untouched = DEATHS[death]
    published = tables(paths.published(unrun))
    killed = python(unrun, DYING.format(before=before, step=step, module=module, function=function, survives=survives))
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    for schema in untouched:
        assert rows_of(paths.warehouse(unrun), schema, "2021-06-01") == 0, "half a step is to be seen"
    assert tables(paths.published(unrun)) == published, "the analysts keep the old snapshot"
    whole = files(county / "outbox")
    assert all(whole[name] == checksum for name, checksum in files(unrun / "outbox").items()), "half a list is to be seen"
    run_month("2021-06")
    assert content(unrun) == content(county)


def test_the_score_orders_visits_and_decides_nothing(copy: Path) -> None:
    """Given the month as it is, when every score is turned upside down, then cases, states and warnings stay and only the order moves."""
    decided = "SELECT * FROM mart.case_event ORDER BY ALL", "SELECT * FROM mart.case_state ORDER BY ALL"
    order = "SELECT case_id, priority FROM mart.visit_plan WHERE month = '2021-06-01' ORDER BY ALL"
    before = [query(paths.warehouse(copy), select) for select in decided], query(paths.warehouse(copy), order)
    con = duckdb.connect(str(paths.warehouse(copy)))
    con.execute("UPDATE mart.risk_score SET score = 100 - score")
    con.close()
    steps.follow("2021-06")
    after = [query(paths.warehouse(copy), select) for select in decided], query(paths.warehouse(copy), order)
    assert after[0] == before[0]
    assert after[1] != before[1]


def test_every_line_of_a_list_says_what_was_measured_against_what_by_which_document_and_clause(county: Path) -> None:
    hits = query(
        paths.warehouse(county),
        "SELECT count(*), count(measured), count(threshold), count(parameter), count(document), count(clause)"
        " FROM rule.hit WHERE is_triggered AND rule_id <> 'not_visited_this_month'",
    )[0]
    assert hits[0] > 50
    assert set(hits) == {hits[0]}
    lines = query(paths.warehouse(county), "SELECT seen, basis, ask, due_on FROM mart.list_line")
    assert all(seen and basis and "〔" in basis and "·" in basis and ask and due for seen, basis, ask, due in lines)


def test_no_identity_number_leaves_the_house(county: Path) -> None:
    """In no list, page or snapshot, but in a township's own workbook; in the warehouse they are, and the same look finds them there."""
    for path in (county / "outbox").rglob("*"):
        if path.name.startswith(("退改表_", "报送表_")):
            continue  # goes back to the township whose own roster it is
        if path.suffix in TEXT:
            assert not ID_NUMBER.search(path.read_bytes()), path.name
        elif path.suffix == ".xlsx":
            words = " ".join(
                str(cell) for sheet in openpyxl.load_workbook(path) for row in sheet.iter_rows(values_only=True) for cell in row if cell
            )
            assert not ID_NUMBER.search(words.encode()), path.name
    assert identity_columns(paths.published(county)) == []
    assert "core.person_month.id_number" in identity_columns(paths.warehouse(county))


def test_the_snapshot_holds_pub_alone_and_no_name(county: Path) -> None:
    schemas = query(paths.published(county), "SELECT DISTINCT schema_name FROM duckdb_tables()")
    columns = {
        name for (name,) in query(paths.published(county), "SELECT DISTINCT column_name FROM duckdb_columns() WHERE schema_name = 'pub'")
    }
    assert schemas == [("pub",)]
    assert not columns & {
        "head_name",
        "name",
        "id_number",
        "village",
        "household_id",
        "person_id",
        "case_id",
        "health",
        "disease",
        "reasons",
    }
    uncommented = query(
        paths.published(county), "SELECT table_name, column_name FROM duckdb_columns() WHERE schema_name = 'pub' AND comment IS NULL"
    )
    assert uncommented == []
    assert json.loads(paths.published(county).with_name("manifest.json").read_text(encoding="utf-8"))["rows"]["pub.household_month"] > 0


def test_every_table_and_column_of_the_warehouse_has_its_chinese_comment(county: Path) -> None:
    silent = query(
        paths.warehouse(county),
        "SELECT schema_name, table_name, column_name FROM duckdb_columns() WHERE NOT internal AND comment IS NULL"
        " UNION ALL SELECT schema_name, table_name, NULL FROM duckdb_tables() WHERE comment IS NULL",
    )
    assert silent == []


def test_a_snapshot_with_an_identity_number_in_it_is_refused_and_the_old_one_stays(copy: Path) -> None:
    before = paths.published(copy).read_bytes()
    con = duckdb.connect(str(paths.warehouse(copy)))
    con.execute("UPDATE pub.warning SET family = '64049919750615001X' WHERE month = '2021-06-01'")
    con.close()
    with pytest.raises(PublishError, match=r"pub\.warning\.family"):
        steps.publish_snapshot("2021-06")
    assert paths.published(copy).read_bytes() == before
    assert not list(paths.published(copy).parent.glob("*.partial"))


def test_a_month_that_does_not_balance_is_not_published(copy: Path) -> None:
    con = duckdb.connect(str(paths.warehouse(copy)))
    con.execute("UPDATE mart.conservation SET is_balanced = FALSE WHERE month = '2021-06-01'")
    con.close()
    with pytest.raises(PublishError, match="不平衡"):
        steps.publish_snapshot("2021-06")


def test_the_key_of_the_pseudonyms_is_for_its_owner_alone_and_made_once(tmp_path: Path) -> None:
    key = publish.pseudonym_key(tmp_path)
    assert publish.pseudonym_key(tmp_path) == key
    assert (tmp_path / "pseudonym.key").stat().st_mode & 0o777 == 0o600


def test_a_kill_while_the_key_is_made_leaves_no_empty_key_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty key would be none: pseudonyms could be turned back."""

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(publish.secrets, "token_hex", killed)
        with pytest.raises(KeyboardInterrupt):
            publish.pseudonym_key(tmp_path)
    assert list(tmp_path.iterdir()) == []
    assert len(publish.pseudonym_key(tmp_path)) == 64


def test_nobody_loses_a_place_because_a_file_is_late(county: Path) -> None:
    """黄花乡 sent nothing in 2021-03; here every township sent, so the June list of 兴盛乡 rests on its late file and says when it came."""
    late = query(
        paths.warehouse(county),
        "SELECT is_on_time, status FROM mart.submission_status WHERE month = '2021-06-01' AND township_code = '640424201'",
    )
    assert late[0][0] is False
    assert query(paths.warehouse(county), "SELECT revision, reason FROM mart.month_run WHERE month = '2021-06-01'")[0][0] == 2


def test_the_corrected_file_stands_and_both_are_kept(county: Path) -> None:
    sent = query(
        paths.warehouse(county),
        "SELECT version, submission_id FROM raw.submission WHERE month = '2021-06-01' AND township_code = '640424101' ORDER BY version",
    )
    standing = query(
        paths.warehouse(county), "SELECT submission_id FROM stg.standing WHERE month = '2021-06-01' AND township_code = '640424101'"
    )
    assert [version for version, _ in sent] == [1, 2]
    assert standing[0][0] == sent[1][1]
    assert all(list((county / "raw" / "2021-06" / submission_id).glob("original.*")) for _, submission_id in sent)
