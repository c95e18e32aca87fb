"""The sample branch's ways into the Party: invented stories by the rules of their days."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from partydesk.domain.development import PAPERS, Companion, Development
from partydesk.domain.development_steps import StepRules
from partydesk.domain.meeting import Meeting, Vote, VoteKind
from partydesk.domain.periods import add_months
from partydesk.rules.development_way import allowed_steps
from partydesk.rules.plain_development import WayStep
from partydesk.services.development import settle
from partydesk.services.ledgers.development import WAYS
from partydesk.services.local_steps import rules_of
from partydesk.services.sample_kit import Kit, texts
from partydesk.services.sample_people import Turns
from partydesk.services.sample_plan import months_before

_VOTED = {"admit": VoteKind.ADMISSION, "full_meeting": VoteKind.FULL}


def add_ways(kit: Kit, turns: Turns) -> None:
    """Add a way for the newcomers and the activists."""
    given, rules = texts("development"), rules_of(kit.session)
    anchors = {
        "高洁": add_months(turns.confirmed, -12),
        "王秀兰": turns.probation,
        "冯晨曦": turns.admitted,
    }
    for way in given["way"]:
        story = given["stories"][way["story"]]
        steps = _steps(kit, rules, story, given["usual"], anchors.get(way["name"], kit.today))
        _add(kit, rules, way, steps)


def _add(
    kit: Kit, rules: StepRules, way: Mapping[str, Any], steps: Sequence[dict[str, Any]]
) -> None:
    by_name = {row["step"]: row["done_on"] for row in steps}
    applied = steps[0]["done_on"]
    values = {name: number < way["papers"] for number, name in enumerate(PAPERS)}
    values |= {
        "member_id": kit.id_of(way["name"]),
        "applied_on": applied,
        # What was before the first minutes on file was copied from papers.
        "papers_until": max(months_before(kit.today)[0] - timedelta(days=1), applied),
        "note": way.get("note"),
        "steps": steps,
        "companions": [
            row
            for role, step in (
                (Companion.CONTACT, "指定培养联系人"),
                (Companion.SPONSOR, "确定入党介绍人"),
            )
            if step in by_name
            for row in _beside(kit, way["beside"], role, by_name[step])
        ],
    }
    record = kit.add(WAYS.register, values, max(row["done_on"] for row in steps))
    _link_votes(kit, rules, record, way["name"])
    settle(kit.session, record)


def _beside(kit: Kit, names: Sequence[str], role: Companion, day: date) -> list[dict[str, Any]]:
    return [{"member_id": kit.id_of(name), "role": role, "since_on": day} for name in names]


def _steps(
    kit: Kit, rules: StepRules, story: Sequence[Any], usual: Mapping[str, Any], anchor: date
) -> list[dict[str, Any]]:
    """The steps of a story that were open on their day and are past."""
    rows: list[dict[str, Any]] = []
    walked: list[WayStep] = []
    for key, days, *only in sorted(story, key=lambda each: each[1]):
        day = anchor + timedelta(days=days)
        if key == "full_meeting":
            day = add_months(anchor, 12)
        allowed = allowed_steps(rules, walked, day)
        step = next((each for each in allowed if each.key == key), None)
        text = rules.on(day).name
        if step is None or not kit.is_past(day) or not all(text.startswith(o) for o in only):
            continue
        row: dict[str, Any] = {"step": step.name, "done_on": day, "result": "完成"}
        row |= _details(usual[key], day)
        if (row.get("ended_on") or day) >= kit.today:
            continue
        walked.append(WayStep(key, "", step.name, day, result=row["result"]))
        rows.append(row)
    return rows


def _details(given: Mapping[str, Any], day: date) -> dict[str, Any]:
    found = {name: given[name] for name in ("result", "people", "document") if name in given}
    if "lasts" in given:
        found["ended_on"] = day + timedelta(days=given["lasts"])
    if "hours" in given:
        found["hours"] = given["hours"] * 100
    return found


def _link_votes(kit: Kit, rules: StepRules, record: Development, name: str) -> None:
    """The meetings that decided are those of the sample's year."""
    query = select(Vote, Meeting.held_on).join(Meeting, Vote.meeting_id == Meeting.id)
    for vote, day in kit.session.execute(query.where(Vote.matter.contains(name))):
        for step in record.steps:
            described = rules.on(step.done_on).by_name[step.step]
            if _VOTED.get(described.key) == vote.kind and step.done_on == day:
                step.meeting_id, step.vote_id = vote.meeting_id, vote.id
