"""How a branch weighs a rule other than the program does, and why."""

from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from partydesk.domain.fields import Kept, Kind, Record, field


class Weight(StrEnum):
    """How a rule is taken (DOMAIN.md 13: on, off and severity per rule)."""

    USUAL = "照常校核"
    HINT = "只作提示"
    OFF = "不校核"


class RuleSwitch(Record, Kept):
    """One rule that is, or was, weighed otherwise; it is never deleted, so its history stays."""

    __tablename__ = "rule_switch"
    __table_args__ = (UniqueConstraint("rule"),)

    rule: Mapped[str] = field("规则", Kind.TEXT, required=True, length=20)
    weight: Mapped[str] = field("校核方式", Kind.CHOICE, choices=tuple(Weight), required=True)
    reason: Mapped[str] = field("理由", Kind.TEXT, required=True, length=500)
