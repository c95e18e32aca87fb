"""What is typed once is used everywhere: on each page, sheet, print, package, check and score."""

from datetime import date

import pytest

from partydesk.domain.periods import quarter_of, year_of
from partydesk.rules.schemes import load_schemes
from partydesk.rules.talk_coverage import Level
from partydesk.services import exports, findings, meetings, talks
from partydesk.services.integrity import leaf_values, list_leaves
from partydesk.services.ledgers import keeping
from partydesk.services.ledgers.all import BY_TABLE
from partydesk.services.organization import save_branch
from partydesk.services.own_hours import hours_of_member
from partydesk.services.scoring import scoring_facts, work_out
from partydesk.services.study_hours import hours_pdf
from partydesk.services.submission_plan import plan
from partydesk.services.taking_tasks import tasks_from_resolutions
from partydesk.services.talk_coverage import read_coverage
from partydesk.services.timeline import year_of_member
from tests.core import branches
from tests.core.pdf_reading import text_of

TODAY = date(2026, 11, 22)
#: In a quarter that is over, so that what is missing counts.
DAY = date(2026, 9, 10)
YEAR, QUARTER = year_of(TODAY), quarter_of(DAY)
TITLE = "学习贯彻教育强国建设规划纲要"
TASK = "制定校本研修改进方案"
SECRET = "反映食堂采购询价不够"


@pytest.fixture
def people(store):
    save_branch(store, branches.BRANCH)
    found = [each.id for each in branches.fill(store)[:2]]
    kind, day = "支部委员会会议", date(2026, 7, 2)
    save(store, found, kind=kind, held_on=day, topic="研究暑期工作", resolutions=[])
    return found


def score_of(store, no="3"):
    scheme = next(each for each in load_schemes() if each.id == "default")
    result = work_out(store, scheme, QUARTER, scoring_facts(store, TODAY))
    return -next(each for each in result.items if each.item.no == no).lost


def save(store, people, **changes):
    values = {
        "kind": "党课", "held_on": DAY, "starts_at": "15:00", "ends_at": "17:00",
        "place": "报告厅", "chair_id": people[0], "recorder_id": people[1], "topic": TITLE,
        "content": "书记讲授党课。", "decisions": None, "votes": [], "lecturer": "陈志远",
        "resolutions": [{"matter": TASK, "owner": "刘婷", "due_on": date(2026, 12, 10)}],
    } | changes  # fmt: skip
    values["attendances"] = meetings.people_due(store, values["kind"], values["held_on"])
    return meetings.save_meeting(store, values, TODAY)


def missing(store):
    """What the checks say of the quarter's lecture."""
    found = findings.check_branch(store, QUARTER, TODAY)
    return [each.sentence for each in found if "党课" in each.sentence]


def told(store, person):
    return "\n".join(line.text for line in year_of_member(store, person, YEAR).lines)


def test_a_lecture_counts_as_meeting_as_hours_as_a_point_and_its_resolution_as_a_task(
    store, people
):
    before = {
        "hours": hours_of_member(store, people[1], YEAR, TODAY).total,
        "score": score_of(store),
        "missing": missing(store),
    }  # fmt: skip
    made = save(store, people)

    assert "党课" in told(store, people[1])
    after = hours_of_member(store, people[1], YEAR, TODAY).total
    assert after - before["hours"] == 200
    assert "刘婷" in text_of(hours_pdf(store, TODAY, YEAR)).replace("　", "")
    assert TITLE in [each.topic for each in meetings.list_meetings(store, YEAR)]
    assert TITLE in text_of(exports.meeting_pdf(store, made.id)).replace("\n", "")
    sent = str(plan(store, QUARTER, TODAY).collected.rows)
    assert TITLE in sent
    assert before["missing"]
    assert not missing(store)
    assert score_of(store) > before["score"]

    assert "1 项议定事项" in tasks_from_resolutions(store, TODAY, None)
    (task,) = keeping.list_records(store, BY_TABLE["key_task"]).rows
    assert (task.matter, task.owner_id, task.due_on) == (TASK, people[1], date(2026, 12, 10))
    assert TASK in told(store, people[1])
    assert "都已在任务里" in tasks_from_resolutions(store, TODAY, None)


def test_an_integrity_talk_fills_the_leaf_by_its_number_and_covers_its_level(store, people):
    assert read_coverage(store, QUARTER, Level.COMMITTEE, TODAY).times == 0
    made = talks.save_talk(
        store,
        {
            "kind": "廉政谈话", "talked_on": DAY, "way": "一对一", "talker_id": people[0],
            "matter": "采购廉洁提醒", "content": SECRET, "place": "办公室",
            "partners": [{"member_id": people[1], "name": "刘婷"}],
        },
        TODAY,
    )  # fmt: skip
    assert read_coverage(store, QUARTER, Level.COMMITTEE, TODAY).times == 2
    (leaf,) = [each for each in list_leaves(store, people[1]) if each.kind == "5 廉政谈话"]
    source = leaf_values(store, leaf.id)["source"]
    assert source == f"廉政谈话记录 2026年第{made.number}次"
    assert leaf.dated_on == DAY
    page = told(store, people[1])
    assert "廉政谈话" in page
    assert "廉政活页" in page
    everything = str(plan(store, QUARTER, TODAY).collected.rows)
    for place in (page, everything, str(leaf_values(store, leaf.id))):
        assert SECRET not in place
