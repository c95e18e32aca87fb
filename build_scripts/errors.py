"""Foreseeable trouble of the scripts: its text is all that a developer needs to see."""


class ScriptError(Exception):
    """The text says what is wrong and what to do; dev.py shows it without a traceback."""
