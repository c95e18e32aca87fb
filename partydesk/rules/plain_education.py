"""Study and training as plain values, for the checks of education (DOMAIN.md 4)."""

from datetime import date
from typing import NamedTuple


class Course(NamedTuple):
    """One session of study or one course; the fields are those of ``Study``."""

    id: str
    kind: str
    held_on: date
    ended_on: date | None = None
    title: str = ""
    hours: int | None = None


class Learner(NamedTuple):
    """Someone who took part; the fields are those of ``StudyPerson``."""

    study_id: str
    member_id: str
    hours: int | None = None
