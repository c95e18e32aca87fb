"""The self-assessment in the file: scored with reasons, closed as versions that never move."""

from datetime import date

import pytest
from sqlalchemy import select

from partydesk.domain.assessment import ClosedSheet, Score
from partydesk.domain.meeting import MeetingKind
from partydesk.errors import DamagedFileError, InvalidValuesError, RefusedError
from partydesk.services.assessment_paper import given_in_words, star_in_words
from partydesk.services.assessments import (
    adopt,
    assessment,
    correct,
    finish,
    open_assessment,
    previous,
    save_bonus,
    save_given,
    save_score,
    save_veto,
    sheet_view,
)
from partydesk.services.attachments import detach
from partydesk.services.closed_sheets import closed_view, versions
from partydesk.services.evidence import named, proofs
from partydesk.services.findings import accept, check_branch
from partydesk.services.history import last_undoable, undo
from partydesk.services.meetings import remove_meeting
from partydesk.services.score_view import Given, HeldStar, Own
from tests.core.papers import attach
from tests.core.pictures import scene
from tests.core.test_history import a_meeting

TODAY = date(2026, 11, 22)
PERIOD = "2026Q3"


def view(store, period=PERIOD, today=TODAY):
    return sheet_view(store, period, today)


def fill(store, period=PERIOD, points=None):
    """Every item scored with a reason."""
    sheet = open_assessment(store, period)
    for item in sheet.scheme.items:
        given = item.points if points is None else points
        save_score(store, sheet.id, item.no, Own(given, "逐项核对过"), TODAY)
    return assessment(store, period)


def test_a_score_keeps_its_reason_and_its_proofs(store, add_member):
    add_member()
    meeting = a_meeting(store, votes=[])
    sheet = open_assessment(store, "2026Q4")
    own = Own(1450, " 缺一次 ", (("meeting", meeting.id),))
    save_score(store, sheet.id, "3", own, TODAY)

    kept = assessment(store, "2026Q4").scores["3"]
    assert kept == Own(1450, "缺一次", (("meeting", meeting.id),))
    (proof,) = named(store, kept.evidence)
    assert "接收预备党员" in proof.text
    assert proofs(store)[0] == proof

    save_score(store, sheet.id, "3", Own(1450, "缺一次"), TODAY)
    assert assessment(store, "2026Q4").scores["3"].evidence == ()
    undo(store, last_undoable(store).id)
    assert len(assessment(store, "2026Q4").scores["3"].evidence) == 1


def test_a_file_of_the_assessment_is_offered_and_named_as_a_proof(store, tmp_path):
    scene().save(tmp_path / "表彰.jpg")
    sheet = open_assessment(store, PERIOD)
    row = attach(store, "assessment", sheet.id, tmp_path / "表彰.jpg")
    (offered,) = proofs(store, sheet_id=sheet.id)

    assert offered.id == ("attachment", row.id)
    assert offered.text == "文件　表彰.jpg"
    assert named(store, [offered.id]) == [offered]
    detach(store, row.id)
    assert named(store, [offered.id]) == []


@pytest.mark.parametrize("points", [1601, -1, True, "十六"])
def test_a_score_that_can_not_be_is_refused(store, points):
    sheet = open_assessment(store, PERIOD)

    with pytest.raises(InvalidValuesError, match=r"0 到 16 分|应为数字"):
        save_score(store, sheet.id, "3", Own(points, "理由"), TODAY)
    save_score(store, sheet.id, "3", Own(1600, "理由"), TODAY)

    assert assessment(store, PERIOD).total == 1600


def test_another_score_than_the_programs_asks_for_a_reason(store, add_member):
    add_member()
    a_meeting(store, held_on=date(2026, 7, 1), kind=MeetingKind.ASSEMBLY, votes=[])
    sheet = open_assessment(store, PERIOD)
    line = view(store).line("4")
    # 七、八月是假期，只提示；九月没有主题党日：8 − 0.7
    assert line.computed == 730

    for given, asked in ((800, "比系统测算的 7.3 分高，请写明理由"), (700, "7.3 分低"), (730, "")):
        save_score(store, sheet.id, "4", Own(given), TODAY)
        line = view(store).line("4")
        # What was typed is kept; only closing waits for the reason.
        assert line.own.points == given
        assert asked in line.reason_asked
        assert bool(line.reason_asked) == bool(asked) == ("4" in view(store).unreasoned)
    save_score(store, sheet.id, "4", Own(700), TODAY)
    adopt(store, sheet.id, TODAY)
    assert view(store).line("4").own.points == 700
    with pytest.raises(RefusedError):
        finish(store, sheet.id, TODAY)
    assert "SCO-03" in {each.rule for each in check_branch(store, None, TODAY)}
    save_score(store, sheet.id, "4", Own(800, "九月与外校联合开展，记录在对方处"), TODAY)

    kept = view(store).line("4")
    assert (kept.computed, kept.own.points, kept.differs) == (730, 800, True)


def test_an_accepted_finding_gives_its_points_back_and_stays_named(store, add_member):
    add_member()
    a_meeting(store, held_on=date(2026, 7, 1), kind=MeetingKind.ASSEMBLY, votes=[])
    (loss,) = view(store).line("4").losses
    accept(store, loss.finding, "九月停课，经上级同意")

    line = view(store).line("4")
    assert (line.computed, line.excused[0].reason) == (800, "九月停课，经上级同意")


def test_the_programs_figures_are_taken_over_at_once(store, add_member):
    add_member()
    a_meeting(store, held_on=date(2026, 7, 1), kind=MeetingKind.ASSEMBLY, votes=[])
    sheet = open_assessment(store, PERIOD)
    save_score(store, sheet.id, "4", Own(800, "说明过"), TODAY)
    counted = [each for each in view(store).lines if each.computed is not None]

    assert adopt(store, sheet.id, TODAY) == len(counted) - 1
    after = view(store)
    assert after.line("4").own.points == 800
    assert after.line("3").own.points == after.line("3").computed < 1600
    # 数字变了、没有写理由的，再采用一次
    a_meeting(store, held_on=date(2026, 8, 1), kind=MeetingKind.ASSEMBLY, number=9, place=None)
    changed = [each.item.no for each in view(store).lines if each.wants_reason and each.differs]
    assert changed == ["3"]
    assert adopt(store, sheet.id, TODAY) == 1
    assert view(store).unreasoned == []


def test_it_is_finished_only_when_every_item_is_scored_and_reasoned(store):
    sheet = open_assessment(store, PERIOD)
    save_score(store, sheet.id, "1", Own(0, "理由"), TODAY)
    with pytest.raises(RefusedError, match="还有第 2、3"):
        finish(store, sheet.id, TODAY)

    full = fill(store)
    with store.writing("测试") as session:
        session.scalar(select(Score).where(Score.item == "5")).reason = None
        session.scalar(select(Score).where(Score.item == "5")).points = 1
    with pytest.raises(RefusedError, match="第 5 条的自评分没有写理由"):
        finish(store, full.id, TODAY)


def test_a_closed_period_never_changes(store, add_member):
    add_member()
    day = date(2026, 9, 15)
    theme = a_meeting(store, held_on=day, kind=MeetingKind.THEME_DAY, topic="学党史", votes=[])
    sheet = fill(store)
    own = Own(800, "每月都有", (("meeting", theme.id),))
    save_score(store, sheet.id, "4", own, TODAY)
    finish(store, sheet.id, TODAY)
    closed = view(store)
    assert (closed.version, closed.is_closed) == (1, True)
    (proof,) = (each for each in closed.words.values() if each.id == ("meeting", theme.id))

    remove_meeting(store, theme.id)
    for refused in (
        lambda: save_score(store, sheet.id, "4", Own(0, "改"), TODAY),
        lambda: save_bonus(store, sheet.id, Own(100, "改")),
        lambda: save_veto(store, sheet.id, "改"),
        lambda: adopt(store, sheet.id, TODAY),
        lambda: finish(store, sheet.id, TODAY),
    ):
        with pytest.raises(RefusedError, match="已经完成"):
            refused()
    # 撤销到底也不动它：完成不能撤销，完成以前的撤销只改工作底稿
    while (step := last_undoable(store)) is not None and step.title != "完成自评":
        try:
            undo(store, step.id)
        except RefusedError:
            break
    assert view(store) == closed
    assert view(store, today=date(2027, 6, 1)) == closed
    assert "学党史" in closed.words[proof.id].text


def test_a_correction_is_a_new_version_and_the_old_one_stays_readable(store):
    sheet = fill(store)
    finish(store, sheet.id, TODAY)
    first = closed_view(store, "default", PERIOD)
    with pytest.raises(InvalidValuesError, match="理由"):
        correct(store, sheet.id, " ")
    correct(store, sheet.id, "教育局退回，第 3 条多算")

    assert view(store).closed_at is None
    assert view(store).version == 1
    assert closed_view(store, "default", PERIOD) == first
    save_score(store, sheet.id, "3", Own(1000, "按退回意见"), TODAY)
    finish(store, sheet.id, TODAY)

    assert [(each.version, each.reason, each.own) for each in versions(store, "default")] == [
        (2, "教育局退回，第 3 条多算", 9400),
        (1, "", 10000),
    ]
    assert closed_view(store, "default", PERIOD, 1) == first
    assert view(store).line("3").own.points == 1000
    with pytest.raises(RefusedError, match="可以直接修改"):
        correct(store, open_assessment(store, "2026Q4").id, "理由")


def test_a_correction_begins_with_what_was_closed(store):
    """Even when the working sheet was changed by an undo after closing."""
    sheet = fill(store)
    save_score(store, sheet.id, "11", Own(100, "第二次填"), TODAY)
    finish(store, sheet.id, TODAY)
    undo(store, last_undoable(store).id)
    assert assessment(store, PERIOD).scores["11"].points == 800
    correct(store, sheet.id, "更正")

    assert assessment(store, PERIOD).scores["11"].points == 100


def test_a_closed_sheet_that_was_tampered_with_is_said(store):
    sheet = fill(store)
    finish(store, sheet.id, TODAY)
    with store.writing("测试") as session:
        found = session.scalar(select(ClosedSheet))
        found.content = found.content.replace('"points": 1200', '"points": 1100')

    with pytest.raises(DamagedFileError, match="第 1 版与完成时不一致"):
        view(store)


def test_bonus_veto_and_the_upper_score_stand_beside(store):
    sheet = fill(store)
    with pytest.raises(InvalidValuesError, match="0 到 5 分"):
        save_bonus(store, sheet.id, Own(501, "表彰"))
    with pytest.raises(InvalidValuesError, match="依据"):
        save_bonus(store, sheet.id, Own(300))
    save_bonus(store, sheet.id, Own(300, "区优秀党支部"))
    save_veto(store, sheet.id, "材料弄虚作假，经查属实")
    assert (view(store).own, view(store).veto) == (10300, "材料弄虚作假，经查属实")
    assert view(store).star is None

    save_veto(store, sheet.id, "")
    finish(store, sheet.id, TODAY)
    save_given(store, sheet.id, Given(9550))
    assert (view(store).own, view(store).given.upper, view(store).veto) == (10300, 9550, "")


def starred(store, period, star, on, points=None):
    """A year under the star scheme, scored and with a star given on a day."""
    sheet = open_assessment(store, period, "stars")
    for item in sheet.scheme.items:
        given = item.points if points is None else points
        save_score(store, sheet.id, item.no, Own(given, "对照标准评定"), TODAY)
    save_given(store, sheet.id, Given(star=star, starred_on=on))
    return sheet.id


def test_a_star_holds_for_its_years_and_rises_one_level_at_once(store):
    """Three stars given on 20 Dec 2024 hold for two years: to 19 Dec 2026."""
    starred(store, "2024", "三星", date(2024, 12, 20))
    starred(store, "2026", "", None, 1900)
    this = sheet_view(store, "2026", TODAY, "stars")

    assert this.held == HeldStar("三星", date(2024, 12, 20), date(2026, 12, 19))
    assert (this.own, this.star.name) == (9500, "四星")
    assert (
        "现有三星，2024年12月20日评定，有效期至2026年12月19日；一次最多升 1 级。"
        in star_in_words(this)
    )

    starred(store, "2027", "", None, 1900)
    later = sheet_view(store, "2027", TODAY, "stars")
    assert (later.held, later.star.name) == (None, "五星")


def test_a_star_given_on_a_leap_day_ends_with_february(store):
    starred(store, "2023", "四星", date(2024, 2, 29))

    assert sheet_view(store, "2025", TODAY, "stars").held.until == date(2026, 2, 28)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        (Given(11_001), "upper_points"),
        (Given(peer=-1), "peer_points"),
        (Given(star="六星", starred_on=TODAY), "given_star"),
        (Given(star="四星"), "starred_on"),
    ],
)
def test_what_others_can_not_have_given_is_refused(store, given, field):
    sheet = open_assessment(store, "2026", "stars")

    with pytest.raises(InvalidValuesError) as refused:
        save_given(store, sheet.id, given)
    assert list(refused.value.by_field) == [field]
    assert sheet_view(store, "2026", TODAY, "stars").given == Given()


def test_the_weighted_figure_stands_beside_and_decides_the_star(store):
    """100 × 30% + 75 × 60% + 60 × 10% = 81."""
    sheet = starred(store, "2026", "", None)
    assert sheet_view(store, "2026", TODAY, "stars").final is None
    save_given(store, sheet, Given(7500, 6000))
    this = sheet_view(store, "2026", TODAY, "stars")

    assert (this.own, this.final, this.star.name) == (10_000, 8100, "四星")
    assert given_in_words(this) == (
        "上级评分：75.0 分；互评分：60.0 分；加权得分：81.0 分（自评 30%、上级评分 60%、互评 10%）"
    )


def test_the_last_closed_period_of_the_same_sort_is_compared(store):
    for period in ("2026Q2", "2026Q3", "2025"):
        finish(store, fill(store, period).id, TODAY)
    fill(store, "2026Q4")

    assert (previous(store, "2026Q4").period, previous(store, "2026Q4").own) == ("2026Q3", 10_000)
    assert previous(store, "2026").period == "2025"
    assert previous(store, "2026Q1") is None


def test_a_score_without_any_proof_is_named(store):
    sheet = fill(store, "2026Q4", points=100)
    save_score(store, sheet.id, "1", Own(0, "没有"), TODAY)

    assert "1" not in view(store, "2026Q4").unproved
    assert "2" in view(store, "2026Q4").unproved


@pytest.mark.parametrize("points", ["十分", "16", 1.5, True])
def test_points_that_are_no_number_are_refused_with_a_sentence(store, points):
    sheet = open_assessment(store, PERIOD)

    with pytest.raises(InvalidValuesError, match="自评分应为数字"):
        save_score(store, sheet.id, "3", Own(points, "核对过"), TODAY)
