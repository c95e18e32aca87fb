"""What every test can ask for: an empty file in memory, people to put into it."""

from datetime import date

import pytest

from partydesk.domain.member import Category
from partydesk.services.members import MEMBER, save_member
from partydesk.storage.store import Store

TODAY = date(2026, 11, 22)


@pytest.fixture
def store():
    with Store.in_memory() as opened:
        yield opened


@pytest.fixture
def add_member(store):
    """Add someone; say only what the test is about."""

    def add(name="陈志远", **changes):
        values = dict.fromkeys(each.name for each in MEMBER.fields)
        values |= {
            "name": name,
            "category": Category.FULL,
            "joined_on": date(2000, 7, 1),
            "full_on": date(2001, 7, 1),
            "standing": "正常",
            "is_lost": False,
            "is_floating": False,
            "is_backbone": False,
            "is_leader": False,
            "is_frail": False,
            "is_suspended": False,
        }
        return save_member(store, values | changes)

    return add
