"""What of a person leaves the house masked: numbers, addresses, days of birth, numbers in texts.

The citizen number shows its first three and last four characters here (DOMAIN.md 11.1, S2), and of
the birth day only the year: more of both together would give the whole number away.
"""

import re
from datetime import date

from partydesk.domain import identity
from partydesk.domain.fields import Field, Kind, Secrecy
from partydesk.domain.text import masked

#: Personal by DOMAIN.md 11.1 and half of a citizen number.
_BIRTH = "born_on"

# Digits in a running text, not within longer ones: a citizen number, old or new, or a mobile.
_NUMBERS = re.compile(r"(?<![0-9A-Za-z])([0-9]{17}[0-9Xx]|[0-9]{15}|1[3-9][0-9]{9})(?![0-9A-Za-z])")


def is_personal(described: Field) -> bool:
    """Whether a field is masked unless the user says otherwise."""
    return described.secrecy == Secrecy.PERSONAL or described.name == _BIRTH


def hidden(described: Field, value: object) -> str | None:
    """A personal value as it may leave the house."""
    if value is None or value == "":
        return None
    if isinstance(value, date):
        return f"{value.year}年"
    if described.kind == Kind.ID_NUMBER:
        return identity.mask_id(str(value))
    return masked(described, value)


def without_numbers(text: str) -> str:
    """A running text with the citizen and mobile numbers in it masked."""
    return _NUMBERS.sub(lambda found: identity.mask_id(found[0]), text)
