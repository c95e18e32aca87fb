"""The paper that lets a bureau know a branch by its signing key."""

from datetime import date

import pytest

from partydesk.errors import LockedError, NotFoundError
from partydesk.services import branch_files
from partydesk.services.branch_keys import branch_keys
from partydesk.services.enrolment import key_sheet_pdf
from partydesk.storage.store import Store
from tests.core import branches
from tests.core.branches import CHEAP, TODAY
from tests.core.papers import text_of


def test_the_sheet_shows_the_digits_that_a_package_is_checked_by(tmp_path):
    with branches.filled_branch(tmp_path) as store:
        text = text_of(key_sheet_pdf(store, TODAY))
        groups = branch_keys(store).fingerprint.split()
    assert len(groups) == 6
    for number, group in enumerate(groups, 1):
        assert f"第{number}组{group}" in "".join(text.split())
    assert "YC-01" in text
    assert "陈志远" in text


def test_it_says_the_same_on_another_day(tmp_path):
    with branches.filled_branch(tmp_path) as store:
        first = branch_keys(store).fingerprint
        key_sheet_pdf(store, date(2027, 1, 5))
        assert branch_keys(store).fingerprint == first


def test_without_a_branch_there_is_nothing_to_register():
    with Store.in_memory() as store, pytest.raises(NotFoundError):
        key_sheet_pdf(store, TODAY)


def test_a_deputy_can_not_print_it(tmp_path):
    with branches.filled_branch(tmp_path) as store:
        branch_files.add_deputy(store, "刘婷", "副手自己的口令很长", cost=CHEAP)
        path = store.file.path
    with (
        branch_files.open_branch(path, "副手自己的口令很长") as deputy,
        pytest.raises(LockedError),
    ):
        key_sheet_pdf(deputy, TODAY)
