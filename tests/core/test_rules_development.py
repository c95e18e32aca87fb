"""Every check of 发展党员: where it fires, where at its boundary not, and by the text of 2014."""

from datetime import date

import pytest

from partydesk.domain.finding import Severity
from partydesk.rules.catalogue import findings
from tests.core.development_help import (
    APPLICANT,
    ASSEMBLY,
    CONTACT,
    FULL_VOTE,
    NATIONAL,
    SPONSORS,
    VOTE,
    WAY,
    crowd,
    day,
    known,
    step,
)
from tests.core.facts_help import hits, leaf, replace

BORN = APPLICANT._replace(born_on=day("2006-11-02"))
MOVED = APPLICANT._replace(transferred_in_on=day("2026-12-01"))
SUSPENDED = (*crowd(10)[:2], crowd(10)[2]._replace(is_suspended=True), *crowd(10)[3:], APPLICANT)
GONE = (*crowd(10)[:1], crowd(10)[1]._replace(left_on=day("2026-01-05")), *crowd(10)[2:], APPLICANT)


def sanction(until):
    return leaf("m3", "11 处分和组织处理", day("2026-01-01"), until_on=day(until))


def extended(until, again=""):
    """Probation extended in July 2027, perhaps once more."""
    more = [step("full_meeting", "2027-07-20", result="延长预备期", ended_on=day(until), note="x",
                 vote_id="full_vote"),
            step("full_approve", "2027-08-20", result="通过")]  # fmt: skip
    if again:
        more.append(step("full_meeting", until, result="延长预备期", ended_on=day(again), note="x",
                         vote_id="full_vote"))  # fmt: skip
    return known("full_apply", *more)


def on(text, **more):
    return {"done_on": day(text)} | more


#: Id, facts in which it fires once, facts at the boundary in which it does not.
CASES = [
    ("DEV-01", known("talk", people=(BORN,)),
     known("talk", people=(BORN._replace(born_on=day("2006-11-01")),))),
    ("DEV-02", known("talk", talk=on("2024-12-02")), known("talk", talk=on("2024-12-01"))),
    ("DEV-02", known("apply", today=day("2024-12-02")), known("apply", today=day("2024-12-01"))),
    ("DEV-03", known("talk", talk=on("2024-10-31")), known("talk", talk=on("2024-11-01"))),
    ("DEV-04", known("contacts", activist={"meeting_id": None}), known("contacts")),
    ("DEV-04", known("contacts", activist={"people": None}),
     known("contacts", activist={"people": None, "document": "推荐表"})),
    ("DEV-04", known("contacts", today=day("2025-06-13")),
     known("contacts", today=day("2025-06-12"))),
    ("DEV-05", known("contacts", companions=()), known("contacts", companions=(CONTACT,))),
    ("DEV-05",
     known("contacts", companions=[CONTACT._replace(id=each, member_id=each) for each in
                                   ("m2", "m3", "m4")]),
     known("contacts", companions=[CONTACT._replace(id=each, member_id=each) for each in
                                   ("m2", "m3")])),
    ("DEV-06", known("activist_filed", today=day("2025-11-13")),
     known("activist_filed", today=day("2025-11-12"))),
    ("DEV-06", known("review2", review=on("2025-11-13"), today=day("2026-05-13")),
     known("review2", today=day("2026-05-12"))),
    ("DEV-07", known("studied", studied=on("2026-05-11")), known("studied")),
    ("DEV-08", known("publicity", publicity={"ended_on": day("2026-06-04")}), known("publicity")),
    ("DEV-08", known("listed", listed=on("2026-06-05")), known("listed", listed=on("2026-06-06"))),
    ("DEV-08", known("listed", publicity=None), known("listed")),
    ("DEV-09", known("sponsors", companions=SPONSORS[:1]), known("sponsors")),
    ("DEV-09", known("sponsors", people=SUSPENDED), known("sponsors")),
    ("DEV-10", replace(known("sponsors"), leaves=(sanction("2026-06-10"),)),
     replace(known("sponsors"), leaves=(sanction("2026-06-09"),))),
    ("DEV-11", known("precheck", politics=None), known("precheck")),
    ("DEV-11", known("precheck", politics={"result": "未通过"}), known("precheck")),
    ("DEV-12", known("training", training={"ended_on": day("2026-06-23")}), known("training")),
    ("DEV-12", known("training", training={"ended_on": day("2026-06-23"), "hours": 2399}),
     known("training", training={"ended_on": day("2026-06-23"), "hours": 2400})),
    ("DEV-13", known("precheck", way=WAY._replace(leaving_on=day("2026-10-05"))),
     known("precheck", way=WAY._replace(leaving_on=day("2026-10-06")))),
    ("DEV-14", known("admit", admit=on("2026-08-07")), known("admit", admit=on("2026-08-06"))),
    ("DEV-15", known("admit", votes=(VOTE._replace(present=8, yes=9, written=1),)),
     known("admit", votes=(VOTE._replace(present=9, yes=9),))),
    ("DEV-15", known("admit", votes=(VOTE._replace(yes=8),)),
     known("admit", votes=(VOTE._replace(yes=9),))),
    ("DEV-15", known("admit", votes=(VOTE._replace(ballot="举手表决"),)), known("admit")),
    ("DEV-15", known("admit", admit={"vote_id": None}), known("admit")),
    ("DEV-16", known("admit", sessions=(ASSEMBLY._replace(decisions="同意接收。"),)),
     known("admit")),
    ("DEV-17", known("approve", approve=on("2026-10-21")),
     known("approve", approve=on("2026-10-20"))),
    ("DEV-18", known("oath", oath=on("2026-10-01")), known("oath", oath=on("2026-09-30"))),
    ("DEV-19", known("full_meeting", full_meeting=on("2027-07-19")), known("full_meeting")),
    ("DEV-20", known("full_apply", today=day("2027-08-21")),
     known("full_apply", today=day("2027-08-20"))),
    ("DEV-21", extended("2028-01-19"), extended("2028-01-20")),
    ("DEV-21", extended("2028-07-21"), extended("2028-07-20")),
    ("DEV-21", extended("2028-01-20", "2028-07-20"), extended("2028-01-20")),
    ("DEV-22", known("full_approve", full_approve=on("2027-10-21")),
     known("full_approve", full_approve=on("2027-10-20"))),
    ("DEV-23", known(way=WAY._replace(paper_full=False)), known()),
    ("DEV-24", known("approve", approve={"people": "某校党总支"}), known("approve")),
    ("DEV-24", known("approve", approve={"people": "某局党组"}),
     known("approve", approve={"people": "某局党组织"})),
    ("DEV-25", known("publicity", publicity=on("2031-06-02", ended_on=day("2031-06-09"))),
     known("publicity")),
    ("DEV-26", known("contacts", companions=(CONTACT._replace(until_on=day("2025-05-12")),)),
     known("contacts", companions=(CONTACT._replace(until_on=day("2025-05-12"), note="调走"),))),
    ("DEV-26", known("activist_filed", people=GONE, today=day("2026-01-06")),
     known("activist_filed", people=GONE, way=WAY._replace(ended_on=day("2026-01-01")),
           today=day("2026-01-06"))),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "wrong", "right"), CASES)
def test_a_check_fires_past_its_boundary_and_is_silent_on_it(rule, wrong, right):
    found = hits(rule, wrong)

    assert len(found) == 1
    assert found[0].sentence.startswith("申请人：")
    assert found[0].sentence.endswith("。")
    assert found[0].advice
    assert (found[0].record_type, found[0].record_id) == ("development", "w1")
    assert hits(rule, right) == []


def test_every_check_of_the_chapter_has_a_case():
    assert {rule for rule, _, _ in CASES} == {f"DEV-{each:02}" for each in range(1, 27)}


@pytest.mark.parametrize("last", ["talk", "listed", "admit", "oath", "archive"])
def test_a_sound_way_has_nothing_wrong_at_any_stage(last):
    assert [each for each in findings(known(last)) if each.rule.startswith("DEV")] == []


#: The same events some years before, when the text of 2014 was in force.
OLD = {
    "listed": {"done_on": day("2023-06-01")},
    "precheck": {"done_on": day("2023-08-01"), "result": "通过"},
    "admit": {"done_on": day("2023-10-01"), "result": "通过", "vote_id": "vote"},
    "approve": {"done_on": day("2023-11-01"), "result": "通过"},
    "oath": {"done_on": day("2024-03-01")},
    "sponsors": {"done_on": day("2023-06-10")},
}


@pytest.mark.parametrize("rule", ["DEV-08", "DEV-10", "DEV-14", "DEV-18"])
def test_what_is_new_in_2026_is_not_asked_of_events_before_it(rule):
    way = WAY._replace(applied_on=day("2020-01-01"))
    old = replace(
        known("oath", way=way, publicity=None, today=day("2024-06-01"), **OLD),
        leaves=(sanction("2026-06-10")._replace(dated_on=day("2022-01-01")),),
    )
    assert hits(rule, old) == []


def test_probation_was_extended_twice_only_before_2026():
    old = known(
        "oath",
        step("full_meeting", "2024-10-01", result="延长预备期", ended_on=day("2025-04-01")),
        step("full_approve", "2024-11-01", result="通过"),
        step("full_meeting", "2025-04-01", result="延长预备期", ended_on=day("2025-10-01")),
        way=WAY._replace(applied_on=day("2020-01-01")),
        votes=(VOTE, FULL_VOTE),
        **OLD,
    )
    assert hits("DEV-21", old) == []


@pytest.mark.parametrize(
    ("approved", "severity"),
    [("2027-01-20", Severity.WARNING), ("2027-01-21", Severity.ERROR)],
)
def test_after_six_months_a_late_approval_is_an_error(approved, severity):
    (found,) = hits("DEV-17", known("approve", approve=on(approved)))
    assert found.severity == severity


def test_a_meeting_that_waits_is_a_warning_and_one_held_late_an_error():
    waits = known("form", today=day("2026-08-07"))
    held = known("admit", admit=on("2026-08-07"))

    assert [each.severity for each in hits("DEV-14", waits)] == [Severity.WARNING]
    assert [each.severity for each in hits("DEV-14", held)] == [Severity.ERROR]


@pytest.mark.parametrize(("today", "count"), [("2028-01-20", 0), ("2028-01-21", 1)])
def test_who_moved_in_during_probation_may_wait_six_months(today, count):
    moved = known("full_apply", people=(*crowd(10), MOVED), today=day(today))
    assert len(hits("DEV-20", moved)) == count


def test_several_people_in_one_vote_are_told():
    other = WAY._replace(id="w2", member_id="m9")
    both = known("admit", votes=(VOTE._replace(matter="接收申请人、党员m9同志"),))
    both.registers[type(WAY)] = (WAY, other)

    assert "几个人合在一次表决" in hits("DEV-15", both)[0].sentence


def test_the_article_is_that_of_the_text_of_the_day():
    (now,) = hits("DEV-12", known("training", training={"ended_on": day("2026-06-22")}))
    old = known("training", listed=on("2026-04-01"), studied=None, agreed=None, publicity=None,
                sponsors=on("2026-04-02"), politics=on("2026-04-03", result="通过"),
                training=on("2026-04-10", ended_on=day("2026-04-10")))  # fmt: skip
    (then,) = hits("DEV-12", old)

    assert now.source == "发展党员工作细则（2026年）第十七条"
    assert then.source == "发展党员工作细则（2014年）第十七条"


#: DOMAIN.md 2.2: each number by the text of 2014 and that of 2026; 0 where there is none.
NUMBERS = [
    ("age", 18, 18), ("contacts_least", 1, 1), ("contacts_most", 2, 2), ("review_months", 6, 6),
    ("publicity_days", 0, 5), ("sponsors", 2, 2), ("training_days", 3, 3),
    ("training_hours", 24, 24), ("leaving_months", 3, 3), ("probation_months", 12, 12),
    ("extension_least_months", 6, 6), ("extension_most_months", 12, 12), ("extensions_most", 0, 1),
    ("postponement_months", 6, 6), ("impact_period", 0, 1),
]  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new"), NUMBERS)
def test_the_numbers_are_those_of_the_two_texts(name, old, new):
    assert NATIONAL.on(date(2026, 5, 10)).numbers[name] == old
    assert NATIONAL.on(date(2026, 5, 11)).numbers[name] == new


#: Step, until how many months after which other, by 2014 and 2026.
SPANS = [
    ("talk", "apply", 1, 1), ("admit", "precheck", None, 1), ("approve", "admit", 3, 3),
    ("oath", "approve", None, 1), ("full_meeting", "probation", 1, 1),
    ("full_approve", "full_meeting", 3, 3),
]  # fmt: skip


@pytest.mark.parametrize(("key", "after", "old", "new"), SPANS)
def test_the_spans_are_those_of_the_two_texts(key, after, old, new):
    for rules, months in zip(NATIONAL.sets, (old, new), strict=True):
        latest = rules.by_key[key].latest
        assert (latest and (latest.after, latest.months)) == (months and (after, months))


def test_each_set_has_the_customary_steps_and_a_key_means_the_same_in_both():
    old, new = NATIONAL.sets
    numbers = [each.number for each in old.steps if each.number]
    assert sorted(map(int, numbers)) == list(range(1, 26))
    assert {each.number.partition(".")[0] for each in new.steps if each.number} == {
        str(each) for each in range(1, 26)
    }
    assert {"agreed", "publicity"} <= {each.key for each in new.steps if each.is_demanded}
    assert not old.by_key["publicity"].is_demanded
    for key in old.by_key.keys() & new.by_key.keys():
        one, two = old.by_key[key], new.by_key[key]
        assert (one.name, one.order, one.stage) == (two.name, two.order, two.stage)
