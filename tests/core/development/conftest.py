"""A branch with a committee, for the tests of 发展党员."""

import pytest

from partydesk.services.meetings import save_meeting
from tests.core.development.steps import LATER, vote_of
from tests.core.development_help import day


@pytest.fixture
def branch(store, add_member):
    """Sixteen full members, an applicant, and the two meetings that decide on them."""
    full = [add_member(f"党员{number}").id for number in range(1, 17)]
    who = add_member("申请人", category="入党申请人", joined_on=None, full_on=None,
                     born_on=day("1990-01-01")).id  # fmt: skip
    votes = {
        "admit": vote_of(store, full, "2026-07-20", "接收预备党员", "接收申请人同志为预备党员"),
        "full_meeting": vote_of(store, full, "2027-07-20", "预备党员转正", "申请人同志转正"),
    }
    values = {"kind": "支部委员会会议", "held_on": day("2025-05-12"), "topic": "研究积极分子",
              "attendances": [], "votes": [], "resolutions": []}  # fmt: skip
    votes["activist"] = {"meeting_id": save_meeting(store, values, LATER).id}
    return store, who, full, votes
