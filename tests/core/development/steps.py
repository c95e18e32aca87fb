"""Walking a way of 发展党员 in tests: meetings, steps and the roster they lead to."""

from datetime import date

from partydesk.services.development import walk_on
from partydesk.services.ledgers import keeping
from partydesk.services.ledgers.development import WAYS
from partydesk.services.meetings import meeting_values, save_meeting
from partydesk.services.members import member_values
from tests.core.development_help import NAMES, SOUND, day

LATER = date(2029, 1, 1)
#: The steps in the order in which they are walked; the application is there from the beginning.
WALKED = [key for key in SOUND if key != "apply"]


def vote_of(store, full, on, kind, matter, **counts):
    """A meeting with one vote; the ids of both."""
    vote = {"kind": kind, "matter": matter, "ballot": "无记名投票", "due": 16, "present": 14,
            "yes": 12, "no": 1, "abstain": 1, "written": 0} | counts  # fmt: skip
    seats = [{"member_id": each, "name": f"党员{n}", "presence": "到会", "reason": None}
             for n, each in enumerate(full[:14], 1)]  # fmt: skip
    values = {"kind": "支部党员大会", "held_on": day(on), "chair_id": full[0], "topic": matter,
              "decisions": "主要表现：好。书记签名。",
              "attendances": seats, "votes": [vote], "resolutions": []}  # fmt: skip
    meeting = save_meeting(store, values, LATER)
    (kept,) = meeting_values(store, meeting.id)["votes"]
    return {"meeting_id": meeting.id, "vote_id": kept["id"]}


def begin(store, who, applied="2024-11-01", **changes):
    values = keeping.new_values(store, WAYS, LATER)
    values |= {"member_id": who, "applied_on": day(applied)} | changes
    return keeping.save_record(store, WAYS, values, LATER).id


def entry(key, full, votes, **changes):
    given = {"result": "完成"} | SOUND.get(key, {}) | {"meeting_id": None, "vote_id": None}
    given |= votes.get(key, {})
    given["step"] = NAMES["review" if key == "review2" else key]
    if key in ("contacts", "sponsors"):
        given["companions"] = full[:2]
    return dict.fromkeys(("ended_on", "people", "document", "hours", "note")) | given | changes


def walk(branch, record, until, after="", **changes):
    """Take the sound steps one by one, after one and until another."""
    store, _, full, votes = branch
    keys = WALKED[WALKED.index(after) + 1 if after else 0 : WALKED.index(until) + 1]
    for key in keys:
        walk_on(store, record, entry(key, full, votes, **changes.get(key, {})), LATER)


def roster(branch):
    values = member_values(branch[0], branch[1])
    return values["category"], values["joined_on"], values["full_on"]


def steps_of(store, record):
    return [row["step"] for row in keeping.record_values(store, WAYS, record)["steps"]]
