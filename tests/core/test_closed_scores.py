"""A closed score never moves, whatever is recorded, taken back, brought back or restored later."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from partydesk.domain.meeting import MeetingKind
from partydesk.domain.rule_switch import Weight
from partydesk.errors import RefusedError
from partydesk.rules.schemes import scheme_text
from partydesk.services import assessments, history, meetings
from partydesk.services.closed_sheets import closed_view, versions
from partydesk.services.rule_switches import switch_rule
from partydesk.services.schemes import choose_scheme, keep_scheme, prepare_scheme, scheme_of
from partydesk.services.score_view import Given, Own
from partydesk.services.score_years import ladder
from tests.core import branches
from tests.core.branches import TODAY
from tests.core.records_help import add_meeting

CODE, LATER = "2026Q3", date(2027, 6, 30)
DAYS = st.dates(date(2026, 6, 1), TODAY)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("hold"), DAYS, st.sampled_from([
            MeetingKind.ASSEMBLY, MeetingKind.COMMITTEE, MeetingKind.LECTURE, MeetingKind.THEME_DAY,
        ])),
        st.tuples(st.sampled_from([
            "remove", "restore", "undo", "redo", "join", "switch", "edit scheme", "other scheme",
            "upper", "correct", "adopt", "finish",
        ])),
    ),
    min_size=3, max_size=10,
)  # fmt: skip


@pytest.fixture
def store(tmp_path):
    """A branch that met in June, with the third quarter closed."""
    with branches.filled_branch(tmp_path) as opened:
        add_meeting(opened, day=date(2026, 6, 5))
        close(opened)
        yield opened


def close(store):
    sheet = assessments.open_assessment(store, CODE).id
    assessments.adopt(store, sheet, TODAY)
    for no in assessments.sheet_view(store, CODE, TODAY).missing:
        assessments.save_score(store, sheet, no, Own(100, "支部判断"), TODAY)
    assessments.finish(store, sheet, TODAY)


def step(store, tmp_path, what):
    """One thing that somebody does later; what the program refuses is refused."""
    name, *details = what
    if name in ("remove", "restore", "undo", "redo"):
        take_back(store, name)
    elif name in ("correct", "adopt", "finish", "upper"):
        go_on(store, name)
    elif name == "hold":
        add_meeting(store, "集中学习", details[0], kind=details[1])
    elif name == "join":
        branches.member(store, "新党员")
    elif name == "switch":
        switch_rule(store, "MTG-02", Weight.OFF, "本支部另有安排。")
    elif name == "other scheme":
        choose_scheme(store, "stars")
    else:
        path = tmp_path / "改.toml"
        text = scheme_text(scheme_of(store, "default")).replace("each = 1.5", "each = 0.5")
        path.write_text(text, encoding="utf-8")
        keep_scheme(store, prepare_scheme(store, path))


def take_back(store, name):
    rows = meetings.list_meetings(store)
    gone = [each for each in history.recycle_bin(store) if each.record_type == "meeting"]
    if name == "remove" and rows:
        meetings.remove_meeting(store, rows[0].id)
    elif name == "restore" and gone:
        history.restore(store, "meeting", gone[0].record_id)
    elif name == "undo" and (done := history.last_undoable(store)):
        history.undo(store, done.id)
    elif name == "redo" and (done := history.last_redoable(store)):
        history.redo(store, done.id)


def go_on(store, name):
    sheet = assessments.assessment(store, CODE).id
    match name:
        case "correct":
            assessments.correct(store, sheet, "教育局退回。")
        case "adopt":
            assessments.adopt(store, sheet, TODAY)
        case "finish":
            assessments.finish(store, sheet, TODAY)
        case "upper":
            assessments.save_given(store, sheet, Given(5000))


def frozen(store):
    """Every closed version as it reads."""
    return {
        each.version: closed_view(store, "default", CODE, each.version)
        for each in versions(store, "default", CODE)
    }


@given(steps=STEPS)
@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
def test_no_closed_version_ever_changes_or_goes(tmp_path_factory, steps):
    folder = tmp_path_factory.mktemp("支部")
    with branches.filled_branch(folder) as store:
        add_meeting(store, day=date(2026, 6, 5))
        close(store)
        known = frozen(store)
        for what in steps:
            try:
                step(store, folder, what)
            except RefusedError:
                continue
            now = frozen(store)
            assert {number: now[number] for number in known} == known, what
            known = now
        figures = {each.period.code: each for each in ladder(store, "default", 2026, LATER)}
        assert figures[CODE].own == known[max(known)].own


def test_closing_is_not_taken_back_by_undoing_as_far_as_it_goes(store):
    before = frozen(store)
    titles = []
    add_meeting(store, "集中学习", date(2026, 9, 10))
    while done := history.last_undoable(store):
        try:
            titles.append(history.undo(store, done.id))
        except RefusedError:
            break  # what the closed one rests on stays
        assert frozen(store) == before

    assert titles[0].startswith("记")
    assert "完成自评" not in titles


def test_a_restored_meeting_changes_the_count_of_an_open_period_but_not_of_a_closed_one(store):
    closed = assessments.sheet_view(store, CODE, TODAY)
    opened = assessments.sheet_view(store, "2026", LATER)
    for kind in (MeetingKind.ASSEMBLY, MeetingKind.LECTURE):
        add_meeting(store, "集中学习", date(2026, 9, 10), kind=kind)

    assert assessments.sheet_view(store, CODE, LATER) == closed
    assert assessments.sheet_view(store, "2026", LATER).computed > opened.computed
