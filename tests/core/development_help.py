"""A sound way into the Party as facts, to be made wrong in one place at a time."""

from datetime import date

from partydesk.domain.development_steps import step_rules
from partydesk.rules.plain_development import Decision, Way, WayCompanion, WayStep
from tests.core.facts_help import TODAY, crowd, facts, person, session

NATIONAL = step_rules("")
NAMES = {each.key: each.name for each in NATIONAL.known.values()}


def day(text):
    return date.fromisoformat(text)


#: From the application to the file, by the text of 2026 from the 研究发展对象人选 on.
SOUND = {
    "apply": {"done_on": day("2024-11-01")},
    "talk": {"done_on": day("2024-11-20"), "people": "党员m1"},
    "activist": {"done_on": day("2025-05-12"), "people": "党员推荐", "meeting_id": "meeting"},
    "contacts": {"done_on": day("2025-05-12")},
    "activist_filed": {"done_on": day("2025-05-30")},
    "review": {"done_on": day("2025-11-12")},
    "review2": {"done_on": day("2026-05-11")},
    "studied": {"done_on": day("2026-05-12")},
    "agreed": {"done_on": day("2026-05-28"), "result": "通过"},
    "publicity": {
        "done_on": day("2026-06-01"),
        "ended_on": day("2026-06-05"),
        "result": "通过",
    },
    "listed": {"done_on": day("2026-06-08")},
    "sponsors": {"done_on": day("2026-06-10")},
    "politics": {"done_on": day("2026-06-15"), "result": "通过"},
    "training": {"done_on": day("2026-06-22"), "ended_on": day("2026-06-24")},
    "committee": {"done_on": day("2026-06-30"), "result": "通过"},
    "precheck": {"done_on": day("2026-07-06"), "result": "通过"},
    "form": {"done_on": day("2026-07-10")},
    "admit": {
        "done_on": day("2026-07-20"),
        "result": "通过",
        "meeting_id": "assembly",
        "vote_id": "vote",
    },
    "superior_talk": {"done_on": day("2026-08-10")},
    "approve": {"done_on": day("2026-08-31"), "result": "通过", "people": "中共某区教育局委员会"},
    "placed": {"done_on": day("2026-09-01")},
    "filed_above": {"done_on": day("2026-09-03")},
    "oath": {"done_on": day("2026-09-10")},
    "probation_review": {"done_on": day("2027-02-10")},
    "full_apply": {"done_on": day("2027-07-10")},
    "full_meeting": {
        "done_on": day("2027-07-20"),
        "result": "通过",
        "meeting_id": "full",
        "vote_id": "full_vote",
    },
    "full_approve": {
        "done_on": day("2027-09-01"),
        "result": "通过",
        "people": "中共某区教育局委员会",
    },
    "archive": {"done_on": day("2027-09-20")},
}
CONTACT = WayCompanion("c1", "w1", "m2", "培养联系人", day("2025-05-12"))
SPONSORS = (
    WayCompanion("s1", "w1", "m2", "入党介绍人", day("2026-06-10")),
    WayCompanion("s2", "w1", "m3", "入党介绍人", day("2026-06-10")),
)
PAPERS = {f"paper_{each}": True for each in (
    "application", "activist", "politics", "form", "probation", "full"
)}  # fmt: skip
WAY = Way("w1", "p1", day("2024-11-01"), **PAPERS)
VOTE = Decision(
    "vote", "assembly", "接收预备党员", "接收申请人同志", "无记名投票", 16, 14, 12, 1, 1
)
FULL_VOTE = VOTE._replace(id="full_vote", meeting_id="full", kind="预备党员转正")
ASSEMBLY = session(day("2026-07-20"), "支部党员大会", id="assembly")._replace(
    decisions="主要表现：工作踏实。同意接收。书记签名。"
)
APPLICANT = person(
    "p1",
    name="申请人",
    category="入党积极分子",
    born_on=day("1990-01-01"),
    joined_on=None,
    full_on=None,
)


def steps_until(last, **changes):
    """The sound steps up to one; ``key={...}`` changes one, ``key=None`` leaves it out."""
    keys = list(SOUND)
    rows = []
    for key in keys[: keys.index(last) + 1]:
        wanted = changes.get(key, {})
        if wanted is not None:
            name = NAMES["review" if key == "review2" else key]
            rows.append(
                WayStep(**{"id": key, "development_id": "w1", "step": name} | SOUND[key] | wanted)
            )
    return tuple(rows)


def known(last="archive", *more, today=None, way=WAY, companions=(CONTACT, *SPONSORS), **changes):
    """Facts with one way, sound up to a step; the day is a little after it."""
    given = {name: changes.pop(name) for name in ("people", "votes", "sessions") if name in changes}
    steps = (*steps_until(last, **changes), *more)
    return facts(
        today=today or max(steps[-1].done_on, steps[-1].ended_on or steps[-1].done_on),
        people=given.get("people", (*crowd(10), APPLICANT)),
        sessions=given.get("sessions", (ASSEMBLY,)),
        registers={
            Way: (way,),
            WayStep: steps,
            WayCompanion: tuple(companions),
            Decision: given.get("votes", (VOTE, FULL_VOTE)),
        },
    )


def step(key, on, **changes):
    """A step of one's own."""
    return WayStep(f"{key}{on}", "w1", NAMES[key], day(on), **changes)


__all__ = [
    "APPLICANT",
    "ASSEMBLY",
    "CONTACT",
    "FULL_VOTE",
    "NATIONAL",
    "SOUND",
    "SPONSORS",
    "TODAY",
    "VOTE",
    "WAY",
    "crowd",
    "day",
    "known",
    "step",
    "steps_until",
]
