"""Minutes of the sample branch: attendance, votes and resolutions of each planned meeting."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from partydesk.domain.meeting import Ballot, MeetingKind, Presence, VoteKind
from partydesk.domain.member import Member, is_member, may_vote
from partydesk.rules.voting import passes
from partydesk.services.meetings import MEETING
from partydesk.services.sample_kit import Kit, texts
from partydesk.services.sample_plan import HOURS, RETIRED, Plan, plans_of

SECRETARY, RECORDER = "陈志远", "周明"

_REASONS = ("病假", "事假", "公出", "外出学习")
#: What was decided and never done, for the list of open tasks.
_FORGOTTEN = "修订班级群管理约定"


@dataclass
class Counter:
    """How many meetings of each kind, group and year there were so far."""

    counts: dict[tuple[str, str, int], int] = field(default_factory=dict)

    def next(self, plan: Plan) -> int:
        """The number of the next one."""
        key = (plan.kind, plan.group, plan.day.year)
        self.counts[key] = self.counts.get(key, 0) + 1
        return self.counts[key]


def add_year(kit: Kit) -> None:
    """Twelve months of meetings up to the day before the sample is made."""
    plans = [plan for plan in plans_of(kit.today, kit.groups) if kit.is_past(plan.day)]
    plans.sort(key=lambda plan: plan.order)
    last_theme = max(plan.day for plan in plans if plan.kind == MeetingKind.THEME_DAY)
    counter = Counter()
    for plan in plans:
        silent = plan.kind == MeetingKind.THEME_DAY and plan.day == last_theme
        _add_meeting(kit, plan, counter.next(plan), silent="孙丽" if silent else "")
    kit.session.flush()


def _add_meeting(kit: Kit, plan: Plan, number: int, *, silent: str) -> None:
    """One meeting; ``silent`` stays away without a reason."""
    text, day = plan.text, plan.day
    rows = [_attendance(kit, member, plan, silent) for member in _due(kit, plan)]
    starts, ends = ("09:00", "10:10") if plan.group == RETIRED else HOURS[plan.kind]
    values = {
        "kind": plan.kind,
        "held_on": day,
        "group_id": kit.groups.get(plan.group),
        "starts_at": starts,
        "ends_at": ends,
        "place": _place(plan),
        "chair_id": _chair(kit, plan),
        "recorder_id": _recorder(kit, plan),
        "topic": text["topic"],
        "lecturer": text.get("lecturer"),
        "guests": f"{plan.person}（列席）" if plan.vote == VoteKind.ADMISSION else None,
        "content": text["content"],
        "decisions": text.get("decisions"),
        "attendances": rows,
        "votes": _votes(kit, plan, rows),
        "resolutions": [_resolution(kit, plan, row) for row in text.get("resolutions", ())],
    }
    meeting = kit.add(MEETING, values, day)
    meeting.number = number
    for vote in meeting.votes:
        vote.is_passed = passes(vote.kind, vote.due, vote.present, vote.yes or 0)
    kit.made.setdefault(plan.kind, []).append(meeting.id)


def _due(kit: Kit, plan: Plan) -> list[Member]:
    everyone = [each for each in kit.members.values() if is_member(each, plan.day)]
    if plan.kind == MeetingKind.COMMITTEE:
        return [each for each in everyone if each.name in texts("people")["posts"]]
    if plan.kind == MeetingKind.GROUP:
        return [each for each in everyone if each.group_id == kit.groups[plan.group]]
    # Who is admitted that day has only asked to be.
    return [each for each in everyone if each.joined_on != plan.day]


def _attendance(kit: Kit, member: Member, plan: Plan, silent: str) -> dict[str, Any]:
    row: dict[str, Any] = {"member_id": member.id, "name": member.name}
    row |= {"presence": Presence.PRESENT, "reason": None}
    if member.name == silent:
        return row | {"presence": Presence.ABSENT}
    reason = _reason_to_stay_away(kit, member, plan)
    return row | {"presence": Presence.ABSENT, "reason": reason} if reason else row


def _reason_to_stay_away(kit: Kit, member: Member, plan: Plan) -> str:
    """Chair and recorder come; the frail often can't; others seldom are away."""
    draw = kit.chance.random()
    if member.name in (SECRETARY, RECORDER) or member.id in (
        _chair(kit, plan),
        _recorder(kit, plan),
    ):
        return ""
    if member.is_frail:
        return "年老体弱" if draw < 0.7 else ""
    if member.is_floating:
        return "流动党员，在外地线上学习" if draw < 0.6 else ""
    return _REASONS[int(draw * 1000) % len(_REASONS)] if draw < 0.05 else ""


def _place(plan: Plan) -> str:
    if plan.kind == MeetingKind.GROUP:
        return "党员活动室" if plan.group == RETIRED else f"{plan.group}办公室"
    usual = "小会议室" if plan.kind == MeetingKind.COMMITTEE else "学校多功能厅"
    return str(plan.text.get("place", usual))


def _chair(kit: Kit, plan: Plan) -> str:
    leaders = texts("people")["leaders"]
    return kit.id_of(leaders[plan.group] if plan.group else SECRETARY)


def _recorder(kit: Kit, plan: Plan) -> str:
    names = {
        "语文组": "唐雅琴",
        "数学组": "徐静",
        "英语组": "郑慧敏",
        "综合组": "曾晓琳",
        RETIRED: "余秀珍",
    }
    return kit.id_of(names.get(plan.group, RECORDER))


def _votes(kit: Kit, plan: Plan, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    if plan.vote is None:
        return []
    here = {row["member_id"] for row in rows if row["presence"] == Presence.PRESENT}
    voters = [
        member
        for member in kit.members.values()
        if may_vote(member, plan.day) and member.full_on != plan.day
    ]
    present = sum(member.id in here for member in voters)
    secret = plan.vote != VoteKind.ORDINARY
    written = 1 if secret and present < len(voters) else 0
    against, abstained = (1, 1) if secret else (0, 1)
    matters = {
        VoteKind.ADMISSION: f"接收{plan.person}同志为中共预备党员",
        VoteKind.FULL: f"同意{plan.person}同志转为中共正式党员",
    }
    return [
        {
            "kind": plan.vote,
            "matter": matters.get(plan.vote) or plan.text["matter"],
            "ballot": Ballot.SECRET if secret else Ballot.OPEN,
            "due": len(voters),
            "present": present,
            "yes": present + written - against - abstained,
            "no": against,
            "abstain": abstained,
            "written": written,
        }
    ]


def _resolution(kit: Kit, plan: Plan, row: list[Any]) -> dict[str, Any]:
    matter, owner, days = row
    due_on = plan.day + timedelta(days=days)
    done = due_on < kit.today and matter != _FORGOTTEN
    return {
        "matter": matter,
        "owner": owner,
        "due_on": due_on,
        "done_on": due_on - timedelta(days=min(days, 2)) if done else None,
    }
