"""Entries: rows are numbered, judged and kept in order; they end rows and move who may act."""

from datetime import timedelta

import msgspec

from anshu.flow.commands import AddEntry
from anshu.flow.habit_commands import Withdraw
from anshu.kernel.refusal import Refusal
from anshu.rules.judge import replay
from anshu.rules.verdict import Verdict
from tests.flow.hazards import actor, person
from tests.flow.jobs import KIND, RECORD, Job, entry, refusal, working


def _rows(job: Job, table: str) -> list[dict[str, object]]:
    value = job.state.data.get(table, [])
    assert isinstance(value, list)
    return value


def _fault(answer: object) -> tuple[str, str]:
    found = refusal(answer)
    return found.fields[0].field, found.fields[0].code


def test_rows_keep_their_number_their_time_and_who_entered_them() -> None:
    job = working()
    assert job.take(entry(job, "reading", {"oxygen": "20.9"}), "ehs") == ("EntryAdded",)
    job.later(minutes=30)
    job.take(entry(job, "reading", {"oxygen": "20.1"}, {"oxygen": "20"}), "ehs")
    kept = [(row["@no"], row["oxygen"], row["@by"]) for row in _rows(job, "readings")]
    by = str(person("ehs"))
    assert kept == [(1, "20.9", by), (2, "20.1", by), (3, "20", by)]
    assert [row["@at"] for row in _rows(job, "readings")][1:] == [job.now.isoformat()] * 2


def test_an_entry_does_not_ask_which_version_was_seen_and_leaves_the_task_open() -> None:
    job = working()
    task = job.open.id
    first, second = (entry(job, "reading", {"oxygen": v}) for v in ("20.9", "20.8"))
    job.take(first, "ehs")
    job.take(second, "ehs")
    assert (job.open.id, job.open.node) == (task, "working")


def test_an_entry_is_open_at_its_nodes_only_and_to_its_people_only() -> None:
    job = Job().begin()
    early = refusal(job.ask(entry(job, "reading", {"oxygen": "20.9"}), "ehs"))
    assert (early.code, early.facts[0].limit) == ("entry_not_now", "作业")
    job = working()
    assert refusal(job.ask(entry(job, "reading", {"oxygen": "20.9"}), "leader")).kind == "forbidden"
    assert refusal(job.ask(entry(job, "passage_in", {}), "ehs")).code == "entry_not_yours"
    assert _fault(job.ask(entry(job, "nothing", {}), "leader")) == ("entry", "not_in_list")


def test_who_stands_in_a_column_may_enter_until_the_row_is_ended() -> None:
    guard = {"person": str(person("fixer"))}
    job = working()
    assert refusal(job.ask(entry(job, "reading", {"oxygen": "20.9"}), "fixer")).kind == "forbidden"
    job.take(entry(job, "add_guard", guard), "leader")
    assert job.take(entry(job, "reading", {"oxygen": "20.9"}), "fixer") == ("EntryAdded",)
    assert person("fixer") in job.open.people
    job.take(entry(job, "relieve", guard), "leader")
    assert refusal(job.ask(entry(job, "reading", {"oxygen": "20.9"}), "fixer")).kind == "forbidden"
    assert person("fixer") not in job.open.people


def test_a_row_is_judged_by_the_tables_of_its_form_and_keeps_its_level() -> None:
    job = working()
    job.take(entry(job, "reading", {"oxygen": "20.9"}), "ehs")
    low = {"oxygen": "18", "reason": "通风不足，已停工"}
    job.take(entry(job, "reading", low, {"oxygen": "20.9"}), "ehs")
    assert [row["result"] for row in _rows(job, "readings")] == ["good", "bad", "good"]
    kept = job.events[-1].payload["@judged"]
    assert isinstance(kept, dict)
    verdict = msgspec.convert(kept, Verdict)
    assert replay(KIND.judgement.tables, verdict) == verdict
    assert [(table["item"], table["severity"]) for table in kept["tables"]] == [
        ("1", "warn"), ("2", "allow"),
    ]  # fmt: skip


def test_what_a_row_of_a_table_requires_must_be_filled_and_what_it_blocks_is_refused() -> None:
    job = working()
    assert _fault(job.ask(entry(job, "reading", {"oxygen": "18"}), "ehs")) == (
        "reason", "required_by_rule",
    )  # fmt: skip
    wrong = refusal(job.ask(entry(job, "reading", {"oxygen": "209"}), "ehs"))
    assert (wrong.code, wrong.fields[0].label) == ("rule_blocks", "氧含量")


def test_faults_of_several_rows_name_the_row() -> None:
    job = working()
    found = refusal(job.ask(entry(job, "reading", {"oxygen": "20"}, {"point": "顶"}), "ehs"))
    assert [(each.field, each.code, each.row) for each in found.fields] == [
        ("oxygen", "field_missing", 2)
    ]


def test_leaving_ends_the_newest_running_row_of_the_same_person() -> None:
    job = working()
    who = {"person": str(person("fixer"))}
    job.take(entry(job, "passage_in", {**who, "tools": "扳手 2 把"}), "leader")
    job.later(minutes=20)
    job.take(entry(job, "passage_out", {**who, "left": "扳手 2 把"}), "leader")
    (row,) = _rows(job, "passages")
    assert (row["tools"], row["left"], row["@ended"]) == (
        "扳手 2 把", "扳手 2 把", job.now.isoformat(),
    )  # fmt: skip
    assert row["@ended_by"] == str(person("leader"))
    again = job.ask(entry(job, "passage_out", who), "leader")
    assert _fault(again) == ("person", "nothing_to_end")


def test_a_table_takes_no_more_rows_than_it_may_hold() -> None:
    job = working()
    row = {"person": str(person("fixer"))}
    job.take(entry(job, "passage_in", row, row, row), "leader")
    assert _fault(job.ask(entry(job, "passage_in", row), "leader")) == ("passages", "too_many")


def test_an_entry_without_a_table_sets_values_and_may_be_online_only() -> None:
    job = working()
    said: dict[str, object] = {"note": "风大，暂缓"}
    late = entry(job, "note", said, captured_at=job.now - timedelta(minutes=5))
    assert refusal(job.ask(late, "leader")).code == "online_only"
    job.take(msgspec.structs.replace(late, captured_at=job.now), "leader")
    assert job.state.data["note"] == "风大，暂缓"


def test_a_moment_in_the_future_is_refused() -> None:
    job = working()
    ahead = entry(job, "reading", {"oxygen": "20"}, captured_at=job.now + timedelta(hours=1))
    assert refusal(job.ask(ahead, "ehs")).code == "captured_in_the_future"


def test_nobody_takes_the_start_back_once_something_was_entered() -> None:
    job = working()
    job.take(entry(job, "reading", {"oxygen": "20.9"}), "ehs")
    back = Withdraw(job.next_id(), RECORD, "permit", reason="看错了")
    assert refusal(job.ask(back, "safety")).code == "already_taken_up"


def test_the_products_own_keys_in_a_row_are_nobody_elses_to_give() -> None:
    job = working()
    forged = {"oxygen": "20.9", "@no": 99, "@at": "2020-01-01T00:00:00Z", "@by": ""}
    job.take(entry(job, "reading", forged), "ehs")
    (row,) = _rows(job, "readings")
    assert (row["@no"], row["@by"]) == (1, str(person("ehs")))


def test_rows_asked_in_a_form_are_numbered() -> None:
    people = [{"person": str(person(who))} for who in ("fixer", "leader")]
    job = working(guards=people)
    assert [row["@no"] for row in _rows(job, "guards")] == [1, 2]
    assert set(job.open.people) == {person("fixer"), person("leader")}


def test_an_unknown_record_has_no_entries() -> None:
    asked = AddEntry(id=RECORD, record=RECORD, type="permit", entry="reading", rows=({},))
    found = Job().ask(asked, actor("ehs"))
    assert isinstance(found, Refusal)
    assert found.kind == "unknown"
