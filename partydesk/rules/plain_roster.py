"""What else happened to the roster, as plain values: who was deleted, who was changed."""

from datetime import date
from typing import NamedTuple


class Removed(NamedTuple):
    """Someone who lies in 回收站."""

    id: str
    name: str
    category: str


class Changed(NamedTuple):
    """Someone on the roster who was changed after the last package that the bureau received."""

    member_id: str
    since: date


class ToldApart(NamedTuple):
    """Two entries of the roster that look alike and that somebody found to be two people."""

    one: str
    other: str
