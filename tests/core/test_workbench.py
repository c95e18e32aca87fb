from datetime import date, datetime

import pytest

from partydesk.domain.organization import Branch
from partydesk.domain.periods import period_with
from partydesk.domain.submission import PRACTICE_FROM, Submission
from partydesk.rules.duty import DutyKind, DutyState
from partydesk.rules.plain_submission import Sent
from partydesk.rules.todo import Urgency
from partydesk.rules.year_matrix import CellState, year_matrix
from partydesk.services.duties import duties_of
from partydesk.services.members import MemberFilter, list_members, member_values, save_member
from partydesk.services.organization import save_term
from partydesk.services.submission_state import package_todo
from partydesk.services.workbench import Mood, workbench
from partydesk.storage.store import Store
from tests.conftest import TODAY
from tests.core.facts_help import Team, crowd, facts, person, replace, session
from tests.core.samples import copy_sample


@pytest.fixture(scope="module")
def sample():
    with Store.in_memory() as store:
        copy_sample(store, TODAY)
        yield store


@pytest.fixture(scope="module")
def bench(sample):
    return workbench(sample, TODAY)


def test_the_four_figures_are_those_of_the_design(bench):
    assert [(each.title, each.value, each.caption) for each in bench.figures] == [
        ("在册党员", "37 人", "正式 35 · 预备 2 · 积极分子 4"),
        ("本月组织生活", "3 / 4 项", "还差：支委会"),
        ("四季度谈心谈话", "28 / 37 人", "9 人未谈，截止 12 月 31 日"),
        ("四季度自评", "91.6 分", "3 项待佐证"),
    ]


def test_what_is_to_be_done_comes_by_urgency_then_by_day(bench):
    order = [(each.urgency, each.due_on) for each in bench.todos]
    titles = [each.title for each in bench.todos]

    assert order == sorted(order)
    assert titles[0] == "三季度党课没有记录"
    assert "11 月支委会还没有记录" in titles
    assert "王秀兰预备期将满，应讨论转正" in titles
    assert "9 名党员本季度尚未谈心谈话" in titles
    assert "四季度上报包" in titles
    assert "本周周报还没有报送" in titles
    assert bench.count(Urgency.OVERDUE) == 4
    assert all(each.rule_label and each.detail and each.action_label for each in bench.todos)


def test_the_matrix_shows_the_year_of_the_design(bench):
    words = {
        line.title: "".join(cell.state.value[-1:] or " " for cell in line.cells)
        for line in bench.matrix
    }

    assert words == {
        "支委会": "开" * 10 + "待—",
        "党小组会": "开" * 5 + "缺" + "开" * 5 + "—",
        "党员大会": "  开  开  开  —",
        "党课": "  开  开  缺 开 ",
        "主题党日": "开" * 11 + "—",
        "组织生活会": " 开" + " " * 10,
        "民主评议": " 开" + " " * 10,
    }
    groups = bench.matrix[1].cells[5]
    assert len(groups.meeting_ids) == 4
    assert groups.told == "2026年6月党小组会：英语组没有记录"


def test_the_last_changes_stand_first_and_tell_no_contents(bench):
    assert len(bench.recent) == 8
    assert [each.at for each in bench.recent] == sorted(
        (each.at for each in bench.recent), reverse=True
    )
    assert bench.recent[0].title in ("11月19日离退休组党小组会", "杨帆与曹玉珍的日常谈心")


def test_a_change_appears_among_the_last_ones():
    with Store.in_memory() as store:
        today = date.today()
        copy_sample(store, today)
        key = next(x.action.record_id for x in workbench(store, today).todos if "王秀兰" in x.title)
        save_member(store, member_values(store, key) | {"title": "高级教师"}, key)

        newest = workbench(store, today).recent[0]
        assert (newest.record_type, newest.record_id) == ("member", key)


def test_an_error_in_a_record_is_something_to_do_with_its_way_there():
    with Store.in_memory() as store:
        copy_sample(store, TODAY)
        key = next(x.action.record_id for x in workbench(store, TODAY).todos if "王秀兰" in x.title)
        wrong = member_values(store, key) | {"joined_on": date(2001, 6, 1)}
        save_member(store, wrong, key)

        first = workbench(store, TODAY).todos
        (todo,) = (each for each in first if each.action_label == "去改正")
        assert (todo.action.record_type, todo.action.record_id) == ("member", key)
        assert todo.action.field == "joined_on"
        assert todo.urgency == Urgency.OVERDUE


def test_many_errors_do_not_fill_the_list():
    with Store.in_memory() as store:
        copy_sample(store, TODAY)
        for name in range(6):
            save_member(store, plain_member(f"新人{name}"))

        todos = workbench(store, TODAY).todos
        assert sum(each.action_label == "去改正" for each in todos) == 3
        assert "还有 3 处错误要改正" in [each.title for each in todos]


def plain_member(name):
    values = {"name": name, "category": "正式党员", "standing": "正常"}
    flags = ("is_lost", "is_floating", "is_backbone", "is_leader", "is_frail", "is_suspended")
    return values | dict.fromkeys(flags, False)


def test_a_sent_package_is_told_and_no_longer_due():
    with Store.in_memory() as store:
        copy_sample(store, TODAY)
        with store.writing("送出") as opened:
            opened.add(sent(7, "2026Q3", "已回执"))
            opened.add(sent(8, "2026Q4", "已送出"))

        shown = workbench(store, TODAY)
        assert [(each.period, each.text) for each in shown.submissions] == [
            ("四季度", "已送出 11月9日 · 还没有回执，已 13 天，请向教育局询问"),
            ("三季度", "已回执 11月9日 · 已收到教育局回执"),
        ]
        assert "四季度上报包" not in [each.title for each in shown.todos]


def test_practice_with_the_sample_card_counts_as_nothing_sent():
    with Store.in_memory() as store:
        copy_sample(store, TODAY)
        with store.writing("演练") as opened:
            opened.add(sent(PRACTICE_FROM, "2026Q4", "已送出"))

        shown = workbench(store, TODAY)
        (line,) = shown.submissions
        assert (line.is_sent, line.text[:3]) == (False, "未送出")
        assert "四季度上报包" in [each.title for each in shown.todos]
        due = duties_of(store, period_with("2026Q4"), TODAY).duties
        (package,) = (each for each in due if each.kind is DutyKind.REPORT)
        assert package.state is DutyState.OPEN


def test_a_package_that_was_sent_back_is_due_again_until_the_next_one_went():
    returned = Sent("s1", 7, "2026Q3", "已退回", "{}", datetime(2026, 9, 28))
    known = facts(registers={Sent: (returned,)})
    told = {each.title: each.detail for each in package_todo(known, ())}
    assert list(told) == ["三季度上报包", "四季度上报包"]
    assert told["三季度上报包"].endswith("教育局已退回，请补正后重新报送")
    again = returned._replace(id="s2", sequence=8, state="已送出")
    both = package_todo(facts(registers={Sent: (again, returned)}), ())
    assert [each.title for each in both] == ["四季度上报包"]


def sent(sequence, period, state):
    return Submission(
        sequence=sequence,
        period=period,
        state=state,
        content_id=f"{sequence:064d}",
        recipient="实验区教育局党委",
        file_name="a.pdp",
        size=1,
        sent_at=datetime(2026, 11, 9, 10, 0),
    )


def test_an_empty_branch_is_not_scolded():
    with Store.in_memory() as store:
        with store.writing("建支部") as opened:
            opened.add(
                Branch(name="中共某校支部委员会", short_name="某校支部", code="A1", kind="党支部")
            )

        shown = workbench(store, TODAY)
        assert shown.count(Urgency.OVERDUE) == 0
        assert shown.figures[0].value == "0 人"
        assert shown.figures[3].value == "未自评"
        assert shown.figures[2].mood == Mood.PLAIN
        assert shown.recent == ()
        states = {cell.state for line in shown.matrix for cell in line.cells}
        assert CellState.MISSING not in states


def test_a_quarterly_meeting_that_is_ahead_waits_in_the_last_month():
    known = facts(sessions=(session(date(2026, 1, 12)),))

    def lecture(day):
        (line,) = (x for x in year_matrix(replace(known, today=day), 2026) if x.title == "党课")
        return [cell.state for cell in line.cells][9:]

    assert lecture(date(2026, 11, 30)) == [CellState.NONE, CellState.NONE, CellState.AHEAD]
    assert lecture(date(2026, 12, 1))[2] == CellState.WAITING
    assert lecture(date(2027, 1, 1))[2] == CellState.MISSING


def test_nothing_is_missed_in_the_matrix_where_its_check_is_off():
    known = facts(sessions=(session(date(2026, 1, 12)),))
    off = replace(known.limits, off=frozenset({"MTG-05"}))

    def of(known, title):
        later = replace(known, today=date(2027, 1, 1))
        (line,) = (x for x in year_matrix(later, 2026) if x.title == title)
        return [cell.state for cell in line.cells]

    assert CellState.MISSING in of(known, "党课")
    assert set(of(replace(known, limits=off), "党课")) <= {CellState.NONE, CellState.DONE}
    assert of(replace(known, limits=off), "支委会") == of(known, "支委会")


def test_group_meetings_are_done_when_every_group_with_members_has_met():
    teams = (Team("g1", "甲组"), Team("g2", "乙组"), Team("g3", "空组"))
    people = (*crowd(3), person("m4", group_id="g2"))
    day = date(2026, 10, 15)
    first = session(day, "党小组会", id="a", group_id="g1")
    second = session(day, "党小组会", id="b", group_id="g2")

    def october(*sessions):
        known = facts(teams=teams, people=people, sessions=sessions)
        (line,) = (x for x in year_matrix(known, 2026) if x.title == "党小组会")
        return line.cells[9]

    assert october(first).state == CellState.MISSING
    assert october(first, second).state == CellState.DONE
    assert october(first, second).meeting_ids == ("a", "b")


def test_a_file_just_begun_says_what_comes_first():
    with Store.in_memory() as store:
        shown = workbench(store, TODAY)
        assert shown.todos[0].title == "名册还是空的，先导入花名册"
        assert shown.todos[0].action.record_type == "member"
        assert shown.figures[2].caption == "名册还是空的"

        save_member(store, plain_member("陈志远") | {"full_on": date(2002, 7, 1)})
        [chen] = list_members(store, MemberFilter(), TODAY)
        assert workbench(store, TODAY).todos[0].title == "还没有填写书记"

        posts = [{"member_id": chen.id, "kind": "书记"}]
        save_term(store, {"elected_on": date(2026, 1, 1), "years": 3, "posts": posts})
        titles = {each.title for each in workbench(store, TODAY).todos}
        assert not {"名册还是空的，先导入花名册", "还没有填写书记"} & titles
