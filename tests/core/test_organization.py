"""Branch, groups and terms: whom they name must be on the roster."""

from datetime import date

import pytest

from partydesk.errors import InvalidValuesError
from partydesk.services.organization import groups, save_groups, save_term, term_values

NOBODY = "01890000-0000-7000-8000-000000000000"


def test_a_post_of_somebody_who_is_not_on_the_roster_is_refused_by_its_row(store, add_member):
    known = add_member().id
    posts = [{"member_id": known, "kind": "书记"}, {"member_id": NOBODY, "kind": "组织委员"}]

    with pytest.raises(InvalidValuesError, match="第 2 行的人不在名册上") as refused:
        save_term(store, {"elected_on": date(2025, 6, 1), "years": 3, "posts": posts})

    assert list(refused.value.by_field) == ["posts.1.member_id"]
    assert term_values(store) == (None, {})
    save_term(store, {"elected_on": date(2025, 6, 1), "years": 3, "posts": posts[:1]})
    assert [each["member_id"] for each in term_values(store)[1]["posts"]] == [known]


def test_a_group_led_by_somebody_who_is_not_on_the_roster_is_refused(store, add_member):
    leader = add_member().id
    rows = [{"name": "语文组", "leader_id": leader}, {"name": "数学组", "leader_id": NOBODY}]

    with pytest.raises(InvalidValuesError, match="第 2 行的人不在名册上"):
        save_groups(store, rows)

    assert groups(store) == []
    save_groups(store, [rows[0], {"name": "数学组", "leader_id": None}])
    assert [each.leader_id for each in groups(store)] == [leader, None]
