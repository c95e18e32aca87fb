"""The period that a command is about."""

from datetime import date
from typing import Any

from partydesk.cli.telling import WrongUseError
from partydesk.domain.periods import Period, period_with, quarter_of


def add_period(parser: Any, usual: str = "本季度") -> None:
    """Which period; without it the usual one."""
    parser.add_argument(
        "--period", metavar="期间", help=f"如 2026、2026Q4、2026-11；不写就是{usual}"
    )


def chosen(code: str | None, today: date) -> Period:
    """The period with a code, or the quarter of today."""
    return wanted(code) or quarter_of(today)


def wanted(code: str | None) -> Period | None:
    """The period with a code; without a code none.

    Raises:
        WrongUseError: There is no such period.
    """
    if code is None:
        return None
    try:
        return period_with(code)
    except ValueError:
        sentence = f"看不懂期间“{code}”，请写成 2026、2026Q4 或 2026-11。"
        raise WrongUseError({"period": sentence}) from None
