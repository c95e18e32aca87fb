"""谈话覆盖: level by level, for a month, a quarter or a year, who talked with whom."""

import io
from dataclasses import replace
from datetime import date

import pytest
from openpyxl import load_workbook

from partydesk.domain.periods import month_of, quarter_of, year_of
from partydesk.rules.plain import Conversation
from partydesk.rules.talk_coverage import Level, coverage
from partydesk.services.talk_coverage import (
    coverage_pdf,
    coverage_workbook,
    read_coverage,
    sentence,
)
from partydesk.storage.store import Store
from tests.core.facts_help import TODAY
from tests.core.facts_help import facts as sound
from tests.core.pdf_reading import text_of
from tests.core.samples import copy_sample

OCTOBER = date(2026, 10, 12)


def talked(talker, *partners, day=OCTOBER):
    both = tuple((each, f"党员{each}") for each in partners)
    return Conversation(f"{talker}{partners}{day}", "日常谈心", day, talker, partners=both)


def of(level, *talks, span=None):
    facts = replace(sound(), talks=talks)
    return coverage(facts, span or quarter_of(OCTOBER), level)


def committee_of(facts):
    return facts.committee_on(facts.today)


def test_the_three_levels_keep_apart():
    facts = sound()
    first, second, *_ = sorted(committee_of(facts))
    ordinary = [each.id for each in facts.members if each.id not in committee_of(facts)]
    talks = (talked(first, second), talked(first, ordinary[0]), talked(ordinary[1], ordinary[2]))
    covered = {level: {row.id for row in of(level, *talks).rows if row.times} for level in Level}
    assert covered[Level.COMMITTEE] == {first, second}
    assert ordinary[0] in covered[Level.MEMBERS]
    assert not covered[Level.MEMBERS] & set(ordinary[1:])
    assert covered[Level.PEERS] == {ordinary[1], ordinary[2]}


def test_the_secretary_reaches_the_committee_and_is_not_due_there_himself():
    facts = sound()
    chief = facts.secretary_on(facts.today)
    other = next(each for each in sorted(committee_of(facts)) if each != chief)
    found = of(Level.MEMBERS, talked(other, chief))
    assert chief not in {row.id for row in found.rows}
    assert next(row for row in found.rows if row.id == other).times == 1


def test_a_talk_with_several_counts_for_each_and_only_in_its_span():
    facts = sound()
    chief = facts.secretary_on(facts.today)
    two = [each.id for each in facts.members if each.id not in committee_of(facts)][:2]
    talk = talked(chief, *two)
    assert {row.id for row in of(Level.MEMBERS, talk).rows if row.times} == set(two)
    assert of(Level.MEMBERS, talk, span=month_of(date(2026, 9, 1))).times == 0
    assert of(Level.MEMBERS, talk, span=year_of(OCTOBER)).times == 2


def test_who_is_missing_stands_first_with_the_one_who_should_see_to_it():
    facts = sound()
    ordinary = [each.id for each in facts.members if each.id not in committee_of(facts)]
    found = of(Level.MEMBERS, talked(facts.secretary_on(TODAY), ordinary[0]))
    assert found.rows[0].times == 0
    assert all(row.owner for row in found.missing)
    assert all(row.owner != row.name for row in found.missing)
    assert found.rows[-1].id == ordinary[0]
    assert found.rows[-1].owner == ""


@pytest.fixture(scope="module")
def sample():
    with Store.in_memory() as store:
        copy_sample(store, TODAY)
        yield store


def test_the_sample_tells_it_in_a_sentence_a_sheet_and_on_paper(sample):
    span = quarter_of(TODAY)
    found = read_coverage(sample, span, Level.MEMBERS, TODAY)
    assert sentence(found).startswith(
        "2026年四季度支委与党员：应谈 36 人，已谈 27 人；未谈：李建国、"
    )
    assert "全部谈到" in sentence(read_coverage(sample, span, Level.COMMITTEE, TODAY))
    sheet = load_workbook(io.BytesIO(coverage_workbook(sample, span, Level.MEMBERS, TODAY))).active
    rows = {row[1].value: [cell.value for cell in row] for row in sheet.iter_rows()}
    assert rows["李建国"][2] == "未谈"
    assert "陈志远（10月8日）" in rows["周明"][5]
    text = text_of(coverage_pdf(sample, span, Level.MEMBERS, TODAY))
    for told in ("支委之间", "党员之间", "李建国"):
        assert told in text
