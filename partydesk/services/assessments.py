"""The self-assessment of a period: scored, closed as a version, corrected as the next one."""

from dataclasses import replace
from datetime import date

from partydesk.domain.assessment import BONUS, VETO
from partydesk.domain.periods import period_with
from partydesk.errors import InvalidValuesError, NotFoundError, RefusedError
from partydesk.rules.facts import Facts
from partydesk.services import closed_sheets
from partydesk.services.evidence import named
from partydesk.services.held_stars import held_star
from partydesk.services.schemes import DEFAULT, scheme_of
from partydesk.services.score_view import Given, Own, SheetView, lines_of
from partydesk.services.scoring import scoring_facts, with_entries, work_out
from partydesk.services.working_sheets import (
    Sheet,
    assessment,
    load_open,
    load_working,
    open_assessment,
    put_own,
    sheet_with,
)
from partydesk.storage.store import Store

__all__ = ["Sheet", "assessment", "open_assessment"]

_LONGEST_REASON = 2000


def sheet_view(
    store: Store,
    period: str,
    today: date,
    scheme_id: str = DEFAULT,
    known: Facts | None = None,
) -> SheetView:
    """The self-assessment of a period as it stands: counted anew, or as it was closed.

    ``known`` are facts that are loaded already; they spare loading them once more.
    """
    sheet = assessment(store, period, scheme_id)
    if sheet and sheet.finished_at:
        view = closed_sheets.closed_view(store, scheme_id, period)
        held = held_star(store, view.scheme, period)
        return replace(view, id=sheet.id, given=sheet.given, held=held)
    scheme = sheet.scheme if sheet else scheme_of(store, scheme_id)
    span = period_with(period)
    facts = with_entries(store, known) if known else scoring_facts(store, today)
    result = work_out(store, scheme, span, facts)
    scores = sheet.scores if sheet else {}
    last = closed_sheets.versions(store, scheme_id, period)
    return SheetView(
        sheet.id if sheet else "",
        scheme,
        span,
        lines_of(result, scores),
        scores.get(BONUS, Own()),
        scores[VETO].reason if VETO in scores else "",
        last[0].version if last else 0,
        correction=sheet.correction if sheet else "",
        given=sheet.given if sheet else Given(),
        held=held_star(store, scheme, period),
    )


def save_score(
    store: Store,
    sheet_id: str,
    item: str,
    own: Own,
    today: date | None = None,
) -> None:
    """Keep the branch's score of one item.

    Args:
        store: The file.
        sheet_id: The self-assessment.
        item: Number of the item in the scheme.
        own: Score, reason and evidence; no score takes it back.
        today: The day that the program's own figure is worked out for.

    Raises:
        InvalidValuesError: More points than the item has, or no number at all.
        RefusedError: The self-assessment is finished.

    Another score than the program's is kept without a reason too: what was typed is not lost. The
    item asks for the reason (``ScoreLine.reason_asked``), and only closing waits for it.
    """
    sheet = sheet_with(store, sheet_id)
    found = sheet.scheme.item(item)
    if found is None:
        raise NotFoundError(f"考核表里没有第 {item} 条。")
    _require_points(own.points, found.points, "自评分")
    _require_reason(own.reason)
    computed = None if own.points is None else _computed(store, sheet, item, today)
    _keep(store, sheet_id, item, own, computed)


def save_bonus(store: Store, sheet_id: str, own: Own) -> None:
    """Keep the points for honours; they need a reason, and the scheme has a limit for them."""
    _require_points(own.points, sheet_with(store, sheet_id).scheme.bonus_cap, "加分")
    _require_reason(own.reason)
    if own.points and not own.reason.strip():
        raise InvalidValuesError({"reason": "请写明加分的依据，如表彰文件。"})
    _keep(store, sheet_id, BONUS, own)


def save_veto(store: Store, sheet_id: str, matter: str) -> None:
    """Note what makes the assessment void (一票否决); an empty text takes it back."""
    _require_reason(matter)
    _keep(store, sheet_id, VETO, Own(None, matter))


def save_given(store: Store, sheet_id: str, given: Given) -> None:
    """Note what others gave; possible after closing, because it changes nothing there."""
    scheme = sheet_with(store, sheet_id).scheme
    most = sum(item.points for item in scheme.items) + scheme.bonus_cap
    _require_points(given.upper, most, "上级评分", "upper_points")
    _require_points(given.peer, most, "互评分", "peer_points")
    if given.star and given.star not in {each.name for each in scheme.stars}:
        raise InvalidValuesError({"given_star": f"考核表里没有星级“{given.star[:20]}”。"})
    if given.star and given.starred_on is None:
        raise InvalidValuesError({"starred_on": "请填写星级评定的日期，有效期从这一天算起。"})
    with store.writing("登记上级评分和星级") as session:
        found = load_working(session, sheet_id)
        if given.upper != found.upper_points:
            found.upper_source = None  # typed over what a receipt told
        found.upper_points, found.peer_points = given.upper, given.peer
        found.given_star = given.star or None
        found.starred_on = given.starred_on if given.star else None


def adopt(store: Store, sheet_id: str, today: date) -> int:
    """Take over the program's figure where the branch gave none, or had taken over an older one.

    A score of the branch's own stays, also while its reason is missing.

    Returns:
        How many items were taken over.
    """
    sheet = sheet_with(store, sheet_id)
    view = sheet_view(store, sheet.period, today, sheet.scheme.id)
    with store.writing("采用系统测算分") as session:
        found = load_open(session, sheet_id)
        typed = {each.item for each in found.scores if each.points != each.computed}
        lines = [
            each
            for each in view.lines
            if each.computed is not None
            and (each.own.points is None or (each.wants_reason and each.item.no not in typed))
        ]
        for each in lines:
            own = Own(each.computed, each.own.reason, each.own.evidence)
            put_own(session, found, each.item.no, own, each.computed)
    return len(lines)


def finish(store: Store, sheet_id: str, today: date | None = None) -> None:
    """Close a self-assessment: figures, reasons and evidence are frozen as the next version.

    Raises:
        RefusedError: Items have no score, or want a reason.
    """
    sheet = sheet_with(store, sheet_id)
    if sheet.finished_at is not None:
        raise RefusedError("这一期自评已经完成。", "要改动，请用“更正”。")
    view = sheet_view(store, sheet.period, today or date.today(), sheet.scheme.id)
    if view.missing:
        raise RefusedError(
            f"还有第 {'、'.join(view.missing)} 条没有自评分。",
            "填好后再完成自评；也可以先“采用测算分”。",
        )
    if view.unreasoned:
        raise RefusedError(
            f"第 {'、'.join(view.unreasoned)} 条的自评分没有写理由。",
            "与系统测算不同的、需要支部判断的，都要写明理由。",
        )
    keys = [key for each in view.lines for key in (*each.own.evidence, *each.proofs)]
    words = named(store, [*keys, *view.bonus.evidence])
    with store.writing("完成自评") as session:
        made = closed_sheets.close(session, view, words, store.actor)
        load_open(session, sheet_id).finished_at = made.closed_at


def correct(store: Store, sheet_id: str, reason: str) -> None:
    """Open a closed self-assessment to make its next version; the closed one stays as it is.

    Raises:
        InvalidValuesError: There is no reason.
        RefusedError: It is not closed.
    """
    text = " ".join(reason.split())
    if not text or len(text) > 500:
        raise InvalidValuesError({"reason": "请写明更正的理由，最多 500 个字。"})
    sheet = sheet_with(store, sheet_id)
    if sheet.finished_at is None:
        raise RefusedError("这一期自评还没有完成，可以直接修改。")
    closed = closed_sheets.closed_view(store, sheet.scheme.id, sheet.period)
    given = {each.item.no: (each.own, each.computed) for each in closed.lines}
    given[BONUS] = (closed.bonus, None)
    if closed.veto:
        given[VETO] = (Own(None, closed.veto), None)
    known = {each.no for each in sheet.scheme.items} | {BONUS, VETO}
    with store.writing(f"更正自评：{text[:60]}") as session:
        found = load_working(session, sheet_id)
        for no, (own, computed) in given.items():
            if no in known:
                put_own(session, found, no, own, computed)
        found.finished_at, found.correction = None, text


def previous(store: Store, period: str, scheme_id: str = DEFAULT) -> closed_sheets.Version | None:
    """The newest closed sheet before a period of the same sort."""
    before = [
        each
        for each in closed_sheets.versions(store, scheme_id)
        if len(each.period) == len(period) and each.period < period
    ]
    last = max((each.period for each in before), default="")
    return next((each for each in before if each.period == last), None)


def _require_points(points: object, most: int, label: str, name: str = "points") -> None:
    if points is None:
        return
    if not isinstance(points, int) or isinstance(points, bool):
        raise InvalidValuesError({name: f"{label}应为数字，最多两位小数。"})
    if not 0 <= points <= most:
        raise InvalidValuesError({name: f"{label}应在 0 到 {most / 100:g} 分之间。"})


def _require_reason(reason: object) -> None:
    if not isinstance(reason, str):
        raise InvalidValuesError({"reason": "理由应为文字。"})
    if len(reason) > _LONGEST_REASON:
        sentence = f"理由太长：{len(reason)} 个字，最多 {_LONGEST_REASON} 个字。"
        raise InvalidValuesError({"reason": sentence})


def _computed(store: Store, sheet: Sheet, item: str, today: date | None) -> int | None:
    facts = scoring_facts(store, today or date.today())
    result = work_out(store, sheet.scheme, period_with(sheet.period), facts).of(item)
    return result.computed if result else None


def _keep(store: Store, sheet_id: str, item: str, own: Own, computed: int | None = None) -> None:
    with store.writing(f"自评条目 {item}") as session:
        put_own(session, load_open(session, sheet_id), item, own, computed)
