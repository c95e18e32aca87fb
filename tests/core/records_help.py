"""Records to be found."""

from datetime import date

from partydesk.services.meetings import save_meeting
from partydesk.services.search_texts import TextSearch
from partydesk.services.talks import save_talk
from tests.conftest import TODAY


def add_meeting(store, topic="研究四季度工作", day=date(2026, 11, 5), **changes):
    values = {
        "kind": "支部委员会会议",
        "held_on": day,
        "place": "小会议室",
        "topic": topic,
        "content": None,
        "decisions": None,
        "attendances": [],
        "votes": [],
        "resolutions": [],
    }
    return save_meeting(store, values | changes, TODAY)


def add_talk(store, talker, partner, **changes):
    values = {
        "kind": "关怀谈话",
        "talked_on": date(2026, 11, 18),
        "way": "一对一",
        "talker_id": talker.id,
        "matter": "近期思想",
        "content": "家中老人住院，希望调整值班",
        "partners": [{"member_id": partner.id, "name": partner.name}],
    }
    return save_talk(store, values | changes, TODAY)


def in_texts(store, text):
    """What the whole search through long texts finds: title and line."""
    looking, found = TextSearch(text), []
    while not looking.is_over:
        found += looking.step(store)
    return [(each.title, each.detail) for each in found]
