"""What a check found: one sentence about one record and field."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding weighs (DOMAIN.md, automatic checks)."""

    ERROR = "错误"
    WARNING = "提醒"
    HINT = "提示"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong or missing.

    Attributes:
        rule: Id in DOMAIN.md, such as ``MTG-11``.
        severity: How much it weighs.
        sentence: What is wrong and where, in Chinese.
        source: The article behind it, such as ``支部工作条例第十二条``.
        record_type: Table name of the record meant, or ``""``.
        record_id: Its id; for something missing, a stable key such as ``2026-11``.
        field: Name of the field meant, or ``""``.
        advice: What to do about it.
        cases: How many things it stands for, such as members; a scheme takes points off for each.
    """

    rule: str
    severity: Severity
    sentence: str
    source: str = ""
    record_type: str = ""
    record_id: str = ""
    field: str = ""
    advice: str = ""
    cases: int = 1
