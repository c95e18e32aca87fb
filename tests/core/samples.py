"""The sample branch for tests: made once for a day, then copied, which takes a hundredth of it."""

from functools import lru_cache

from partydesk.services.sample import make_sample
from partydesk.storage.store import Store


def copy_sample(store, today):
    """Fill an empty store in memory as ``make_sample`` does; what a test writes stays its own."""
    assert store.path is None, "a file has another key"
    _made(today)._connection.backup(store._connection)


@lru_cache(maxsize=4)
def _made(today):
    store = Store.in_memory()
    make_sample(store, today)
    return store
