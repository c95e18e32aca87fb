"""What a password must be, for screens that ask for one."""

from partydesk.storage.keys import password_problem


def password_sentence(text: str) -> str:
    """What is wrong with a new password, as a sentence; empty when it can be used."""
    return password_problem(text)
