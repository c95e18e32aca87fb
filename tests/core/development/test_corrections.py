"""发展党员 copied from papers, corrected, taken out: whom that moves and whom not."""

import pytest

from partydesk.errors import InvalidValuesError
from partydesk.rules.catalogue import findings
from partydesk.services.development import walk_on
from partydesk.services.development_outlook import outlook
from partydesk.services.facts import load_facts
from partydesk.services.ledgers import keeping
from partydesk.services.ledgers.development import WAYS
from partydesk.services.members import member_values
from tests.core.branches import event
from tests.core.development.steps import LATER, begin, entry, roster, vote_of, walk
from tests.core.development_help import NAMES, day


def test_what_is_copied_from_papers_is_not_refused_and_moves_nobody(branch):
    store, who, *_ = branch
    rows = [
        entry("talk", [], {}, done_on=day("2015-03-01")),
        entry("activist", [], {}, done_on=day("2015-03-02"), meeting_id=None),
        entry("listed", [], {}, done_on=day("2015-09-01")),
    ]
    record = begin(
        store, who, "2015-01-05", papers_until=day("2015-12-31"),
        steps=[{name: row.get(name) for name in row if name != "companions"} for row in rows],
    )  # fmt: skip

    assert roster(branch)[0] == "入党申请人"
    (row,) = keeping.list_records(store, WAYS).rows
    assert row.stage == "发展对象"
    found = {each.rule for each in findings(load_facts(store, LATER)) if each.record_id == record}
    assert {"DEV-02", "DEV-07"} <= found


def test_a_full_member_does_not_fall_back_because_an_old_way_is_entered(branch):
    store, _, full, _ = branch
    with pytest.raises(InvalidValuesError) as caught:
        begin(store, full[0], "1999-01-01")
    assert "照材料补录截至" in caught.value.by_field["papers_until"]

    record = begin(store, full[0], "1999-01-01", papers_until=day("2001-12-31"))
    assert member_values(store, full[0])["category"] == "正式党员"
    (row,) = keeping.list_records(store, WAYS).rows
    assert (row.next_step, row.due_on) == (None, None)
    assert not outlook(store, record, LATER).is_late


def test_nothing_is_due_of_someone_who_has_left(branch):
    store, who, *_ = branch
    record = begin(store, who)
    event(store, "去世", who, day("2025-01-05"))

    assert not outlook(store, record, LATER).is_late


def test_a_corrected_day_goes_on_to_the_roster_and_a_wrong_one_is_refused(branch):
    store, who, *_ = branch
    record = begin(store, who)
    walk(branch, record, "oath")
    values = keeping.record_values(store, WAYS, record)
    admitted = next(row for row in values["steps"] if row["step"] == NAMES["admit"])
    admitted["done_on"] = day("2026-07-21")
    keeping.save_record(store, WAYS, values, LATER, record)
    assert roster(branch)[1] == day("2026-07-21")

    admitted["done_on"] = day("2026-08-08")
    with pytest.raises(InvalidValuesError, match="1 个月内召开"):
        keeping.save_record(store, WAYS, values, LATER, record)
    assert roster(branch)[1] == day("2026-07-21")


def test_a_step_taken_out_brings_the_person_back_and_one_from_the_middle_is_refused(branch):
    store, who, *_ = branch
    record = begin(store, who)
    walk(branch, record, "listed")
    values = keeping.record_values(store, WAYS, record)
    middle = [row for row in values["steps"] if row["step"] != NAMES["publicity"]]
    with pytest.raises(InvalidValuesError):
        keeping.save_record(store, WAYS, values | {"steps": middle}, LATER, record)
    without = values | {"steps": values["steps"][:-1]}
    keeping.save_record(store, WAYS, without, LATER, record)

    assert roster(branch)[0] == "入党积极分子"


def test_the_day_of_the_application_stands_in_one_place(branch):
    store, who, *_ = branch
    record = begin(store, who)
    values = keeping.record_values(store, WAYS, record)
    keeping.save_record(store, WAYS, values | {"applied_on": day("2024-10-15")}, LATER, record)

    rows = keeping.record_values(store, WAYS, record)["steps"]
    assert [(row["step"], row["done_on"]) for row in rows] == [
        ("递交入党申请书", day("2024-10-15"))
    ]


def test_one_person_has_one_way_at_a_time(branch):
    store, who, *_ = branch
    record = begin(store, who)
    with pytest.raises(InvalidValuesError) as caught:
        begin(store, who)
    assert "已有一份" in caught.value.by_field["member_id"]

    values = keeping.record_values(store, WAYS, record)
    ended = {"ended_on": day("2025-01-01"), "ended_reason": "本人撤回申请"}
    keeping.save_record(store, WAYS, values | ended, LATER, record)
    begin(store, who, "2025-02-01")


def test_who_was_listed_by_the_text_of_2014_is_not_sent_back_to_a_publicity(branch):
    store, who, full, _ = branch
    record = begin(store, who, "2023-11-01")
    for key, on in (("talk", "2023-11-10"), ("activist", "2024-05-12"), ("contacts", "2024-05-12"),
                    ("activist_filed", "2024-05-20"), ("review", "2024-11-01"),
                    ("listed", "2026-05-10")):  # fmt: skip
        walk_on(store, record, entry(key, full, {}, done_on=day(on)), LATER)

    opened = [each.step.key for each in outlook(store, record, LATER).steps if each.is_open]
    assert opened == ["sponsors", "politics", "training"]
    assert roster(branch)[0] == "发展对象"


def test_a_meeting_entered_late_is_kept_though_its_approval_is_long_overdue(branch):
    store, who, full, _ = branch
    record = begin(store, who, "2023-11-01")
    for key, on in (("talk", "2023-11-10"), ("activist", "2024-05-12"), ("contacts", "2024-05-12"),
                    ("activist_filed", "2024-05-20"), ("review", "2024-11-01"),
                    ("listed", "2025-05-20"), ("candidate_filed", "2025-05-21"),
                    ("sponsors", "2025-05-22"), ("politics", "2025-06-01"),
                    ("committee", "2025-07-01"), ("precheck", "2025-07-05"),
                    ("form", "2025-07-06")):  # fmt: skip
        walk_on(store, record, entry(key, full, {}, done_on=day(on)), LATER)
        if key == "politics":
            lasted = {"done_on": day("2025-06-02"), "ended_on": day("2025-06-04")}
            walk_on(store, record, entry("training", full, {}, **lasted), LATER)
    vote = vote_of(store, full, "2025-07-20", "接收预备党员", "接收申请人同志")
    walk_on(store, record, entry("admit", full, {"admit": vote}), LATER)

    assert outlook(store, record, day("2026-11-22")).is_late
