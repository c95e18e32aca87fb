"""Checks of single meeting records: attendance, required parts, times, follow-up (DOMAIN.md B)."""

from collections.abc import Iterator
from itertools import pairwise

from partydesk.domain.fields import fields_of
from partydesk.domain.meeting import Meeting, MeetingKind, Presence, VoteKind
from partydesk.domain.periods import Period
from partydesk.domain.text import long_day
from partydesk.rules import sources
from partydesk.rules.facts import Facts
from partydesk.rules.plain import Session
from partydesk.rules.rule import Confidence, E, Hit, Rule, W

#: Kinds that the secretary chairs.
_BRANCH_WIDE = frozenset(MeetingKind) - {MeetingKind.GROUP}
_REQUIRED = ("starts_at", "place", "chair_id", "recorder_id", "topic", "content")
_WEIGHTY = frozenset({VoteKind.ADMISSION, VoteKind.FULL, VoteKind.ELECTION})


def name(session: Session) -> str:
    """How a sentence names a meeting."""
    return f"{long_day(session.held_on)}{session.kind}"


def listed_twice(facts: Facts, period: Period) -> Iterator[Hit]:
    """MTG-13."""
    for session in facts.within(period):
        seen: set[str] = set()
        twice = []
        for seat in session.seats:
            key = seat.member_id or seat.name
            if key in seen:
                twice.append(seat.name)
            seen.add(key)
        if twice:
            yield _hit(
                session,
                f"{'、'.join(twice)}在到会名单里出现两次，应到人数不对。",
                "attendances",
                "请删去重复的一行。",
            )


def absent_without_reason(facts: Facts, period: Period) -> Iterator[Hit]:
    """MTG-14; those who are old and frail need not give one (教育管理条例 23)."""
    for session in facts.within(period):
        silent = [
            seat.name
            for seat in session.seats
            if seat.presence == Presence.ABSENT
            and not seat.reason
            and not _is_frail(facts, seat.member_id)
        ]
        if silent:
            shown = "、".join(silent[:3]) + (f"等 {len(silent)} 人" if len(silent) > 3 else "")
            yield _hit(session, f"{shown}缺席，没有写明原因。", "attendances", "请补填缺席原因。")


def _is_frail(facts: Facts, member_id: str | None) -> bool:
    person = facts.by_id.get(member_id or "")
    return person is not None and person.is_frail


def chaired_by_another(facts: Facts, period: Period) -> Iterator[Hit]:
    """MTG-15."""
    for session in facts.within(period):
        secretary = facts.secretary_on(session.held_on)
        if (
            session.kind in _BRANCH_WIDE
            and session.chair_id
            and secretary
            and session.chair_id != secretary
            and not session.chair_reason
        ):
            chair = facts.names.get(session.chair_id, "他人")
            yield _hit(
                session,
                f"由{chair}主持，没有写明书记委托。",
                "chair_reason",
                "请在“委托主持说明”里写明委托原因。",
            )


def parts_missing(facts: Facts, period: Period) -> Iterator[Hit]:
    """MTG-16."""
    labels = fields_of(Meeting)
    for session in facts.within(period):
        empty = [each for each in _REQUIRED if not getattr(session, each)]
        if session.polls and not session.decisions:
            empty.append("decisions")
        if session.kind == MeetingKind.LECTURE and not session.lecturer:
            empty.append("lecturer")
        shown = [labels[each].label for each in empty]
        if not session.seats:
            empty.append("attendances")
            shown.append("到会名单")
        if empty:
            yield _hit(session, f"还没有填写{'、'.join(shown)}。", empty[0], "请补全会议记录。")


def impossible_times(facts: Facts, period: Period) -> Iterator[Hit]:
    """MTG-17: ends before it starts, lies ahead, or the same people sat in two meetings."""
    for session in facts.within(period):
        if session.starts_at and session.ends_at and session.ends_at <= session.starts_at:
            sentence = f"结束时间 {session.ends_at} 不晚于开始时间 {session.starts_at}。"
            yield _hit(session, sentence, "ends_at", "请核对会议时间。")
        elif session.held_on > facts.today:
            yield _hit(session, "日期还没有到。", "held_on", "请核对年份和月份。")
    yield from _overlaps(facts, period)


def _overlaps(facts: Facts, period: Period) -> Iterator[Hit]:
    timed = sorted(
        (each for each in facts.within(period) if each.starts_at and each.ends_at),
        key=lambda each: (each.held_on, each.starts_at or ""),
    )
    for index, session in enumerate(timed):
        for other in timed[index + 1 :]:
            if other.held_on != session.held_on or (other.starts_at or "") >= (
                session.ends_at or ""
            ):
                break
            both = _people(session) & _people(other)
            if both:
                who = facts.names_of(sorted(both))
                sentence = f"与同日{other.kind}（{other.starts_at}）时间重叠，{who}同时在两处。"
                yield _hit(session, sentence, "starts_at", "请核对两次会议的时间。")
                break


def _people(session: Session) -> set[str]:
    return {seat.member_id for seat in session.present if seat.member_id}


def not_prepared(facts: Facts, period: Period) -> Iterator[Hit]:
    """MTG-18: weighty votes of the assembly come after a 支委会."""
    days = facts.limits.committee_before_days
    committees = [each.held_on for each in facts.sessions if each.kind == MeetingKind.COMMITTEE]
    for session in facts.within(period):
        weighty = next((poll for poll in session.polls if poll.kind in _WEIGHTY), None)
        if weighty is None or session.kind != MeetingKind.ASSEMBLY:
            continue
        on_file = (session.held_on - facts.began_on).days >= days
        if on_file and not any(0 <= (session.held_on - day).days <= days for day in committees):
            sentence = f"表决“{weighty.matter}”之前 {days} 天内没有支委会记录。"
            yield _hit(session, sentence, "votes", "如已研究，请补记支部委员会会议。")


def open_tasks(facts: Facts, period: Period) -> Iterator[Hit]:
    """MTG-19."""
    for session in facts.within(period):
        vague = [task.matter for task in session.tasks if not task.owner or not task.due_on]
        late = [
            task.matter
            for task in session.tasks
            if task.due_on and task.due_on < facts.today and not task.done_on
        ]
        parts = [
            f"“{matters[0]}”{f'等 {len(matters)} 项' if len(matters) > 1 else ''}{what}"
            for matters, what in ((late, "已过时限，没有办结"), (vague, "没有责任人或时限"))
            if matters
        ]
        if parts:
            yield _hit(
                session,
                f"议定事项{'；'.join(parts)}。",
                "resolutions",
                "请填写办结日期，或补全责任人和时限。",
            )


def numbers_broken(facts: Facts, period: Period) -> Iterator[Hit]:
    """MTG-24: one hit for each series of a kind, group and year."""
    series: dict[tuple[str, str, int], list[Session]] = {}
    for session in facts.sessions:
        key = (session.kind, session.group_id or "", session.held_on.year)
        series.setdefault(key, []).append(session)
    for (kind, group_id, year), sessions in series.items():
        ordered = sorted(sessions, key=lambda each: each.number)
        wrong = _break(ordered)
        if wrong and any(each.held_on in period for each in sessions):
            title = f"{year}年{facts.names.get(group_id, '')}{kind}"
            yield Hit(
                f"{title}的次数{wrong}。",
                "meeting",
                f"{year}/{kind}/{group_id}".rstrip("/"),
                advice="删除过会议的，请核对其余会议的次数；漏记的，请补记。",
                day=ordered[-1].held_on,
            )


def _break(ordered: list[Session]) -> str:
    for before, after in pairwise(ordered):
        if after.number == before.number:
            return f"有两个“第 {after.number} 次”"
        if after.number != before.number + 1:
            return f"从第 {before.number} 次跳到第 {after.number} 次"
    return ""


def _hit(session: Session, sentence: str, field: str, advice: str) -> Hit:
    text = f"{name(session)}：{sentence}"
    return Hit(text, "meeting", session.id, field, advice, session.held_on)


RULES = (
    Rule("MTG-13", E, sources.MINUTES, listed_twice, "到会名单不重复"),
    Rule("MTG-14", W, sources.MINUTES, absent_without_reason, "缺席写明原因"),
    Rule("MTG-15", W, f"{sources.BRANCH_WORK}第十四条", chaired_by_another, "委托主持要说明"),
    Rule("MTG-16", W, sources.MINUTES, parts_missing, "会议记录要素齐全"),
    Rule("MTG-17", E, "时间核对", impossible_times, "会议时间合理", confidence=Confidence.DESIGN),
    Rule("MTG-18", W, f"{sources.BRANCH_WORK}第十二条", not_prepared, "重要事项先经支委会"),
    Rule(
        "MTG-19", W, "督办要求", open_tasks, "议定事项有人办、按期办", confidence=Confidence.LOCAL
    ),
    Rule("MTG-24", W, sources.MINUTES, numbers_broken, "会议次数连续", confidence=Confidence.LOCAL),
)
