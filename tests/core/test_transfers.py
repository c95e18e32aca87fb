"""A transfer moves somebody in the roster by its receipt, and its letter is printed."""

from datetime import date

import pytest

from partydesk.errors import InvalidValuesError, RefusedError
from partydesk.services import history
from partydesk.services.ledgers import keeping
from partydesk.services.ledgers.all import BY_TABLE
from partydesk.services.ledgers.ledger import Shade
from partydesk.services.members import member_values
from partydesk.services.transfers import letter_pdf
from partydesk.storage import people
from partydesk.storage.store import Store
from tests.core.pdf_reading import pages_of
from tests.core.samples import copy_sample

TODAY = date(2026, 11, 22)
TRANSFERS = BY_TABLE["transfer"]


@pytest.fixture(scope="module")
def store():
    made = Store.in_memory()
    copy_sample(made, TODAY)
    yield made
    made.close()


def out(store, **values):
    with store.reading() as session:
        member = next(each for each in people.current_members(session) if each.name == "宋佳")
    return keeping.defaults(TRANSFERS) | {
        "lettered_on": date(2026, 10, 1), "heading": "转出", "member_id": member.id,
        "other": "中共实验区第五小学支部委员会", "number": "7", "dues_until": "2026-09", **values,
    }  # fmt: skip


def test_without_a_receipt_the_person_stays_and_with_it_the_roster_follows(store):
    stored = keeping.save_record(store, TRANSFERS, out(store), TODAY)
    member = out(store)["member_id"]
    assert member_values(store, member)["left_on"] is None
    values = keeping.record_values(store, TRANSFERS, stored.id)
    day = date(2026, 10, 12)
    keeping.save_record(store, TRANSFERS, values | {"receipt_on": day}, TODAY, stored.id)
    gone = member_values(store, member)
    assert (gone["left_kind"], gone["left_on"]) == ("转出", date(2026, 10, 1))
    assert gone["received_on"] == day
    history.undo(store, history.last_undoable(store).id)
    assert member_values(store, member)["left_on"] is None
    (page,) = pages_of(letter_pdf(store, stored.id))
    assert page.count("宋佳") == 3
    assert "有效期30天，至2026年10月31日止" in page
    assert "党费交至：2026年9月" in page
    keeping.remove_record(store, TRANSFERS, stored.id)


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({"valid_days": 91}, "valid_days"),
        ({"valid_days": 0}, "valid_days"),
        ({"receipt_on": date(2026, 9, 30)}, "receipt_on"),
        ({"receipt_on": date(2026, 11, 23)}, "receipt_on"),
    ],
)
def test_what_can_not_be_is_refused(store, values, named):
    with pytest.raises(InvalidValuesError) as caught:
        keeping.save_record(store, TRANSFERS, out(store, **values), TODAY)
    assert named in caught.value.by_field


@pytest.mark.parametrize(
    ("receipt", "today", "word", "shade"),
    [
        (None, date(2026, 10, 31), "待回执", Shade.WAITING),
        (None, date(2026, 11, 1), "逾期未回执", Shade.LATE),
        (date(2026, 10, 9), date(2026, 11, 1), "已回执", Shade.GOOD),
    ],
)
def test_a_letter_without_receipt_is_late_after_its_last_day(receipt, today, word, shade):
    cells = {"lettered_on": date(2026, 10, 1), "valid_days": 30, "receipt_on": receipt}
    assert TRANSFERS.state(keeping.LedgerRow("1", cells), today) == (word, shade)


def test_who_moves_in_brings_the_letter_of_the_other_side(store):
    values = out(store, heading="转入", lettered_on=date(2026, 10, 2))
    row = keeping.save_record(store, TRANSFERS, values, TODAY)
    with pytest.raises(RefusedError):
        letter_pdf(store, row.id)
