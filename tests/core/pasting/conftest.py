"""The sample branch, shared by the tests of a module."""

import pytest

from partydesk.storage.store import Store
from tests.core.pasting.steps import TODAY
from tests.core.samples import copy_sample


@pytest.fixture(scope="module")
def sample():
    store = Store.in_memory()
    copy_sample(store, TODAY)
    yield store
    store.close()
