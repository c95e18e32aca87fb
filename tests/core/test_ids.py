import uuid

from partydesk.domain.ids import new_id


def test_a_key_is_a_uuid_of_version_seven():
    made = uuid.UUID(new_id())

    assert made.version == 7
    assert made.variant == uuid.RFC_4122


def test_keys_differ_and_sort_by_birth():
    made = [new_id() for _ in range(5000)]

    assert len(set(made)) == 5000
    # Two within the same 244 ns may change places; a list of people made in a row must not.
    early, late = made[::100], sorted(made[::100])
    assert early == late
