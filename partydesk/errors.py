"""The one family of errors whose text is meant for the user."""

from collections.abc import Mapping


class PartydeskError(Exception):
    """Something the world did, said to the user in one sentence.

    Attributes:
        sentence: What is wrong and where, in Chinese, ending with a full stop.
        advice: What to do about it; may be empty.
    """

    def __init__(self, sentence: str, advice: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.advice = advice

    def __str__(self) -> str:
        return f"{self.sentence}{self.advice}"


class InvalidValuesError(PartydeskError):
    """Values that can't be kept as they are.

    Attributes:
        by_field: One sentence for each field that has a problem. A field of a child row is
            named ``votes.0.yes``: the list, the row from 0, the field.
    """

    def __init__(self, by_field: Mapping[str, str]) -> None:
        super().__init__("；".join(dict.fromkeys(by_field.values())))
        self.by_field = dict(by_field)


class NotFoundError(PartydeskError):
    """A record that was asked for is not in the file."""


class RefusedError(PartydeskError):
    """A rule or a state forbids what was asked for."""


class MisplacedError(RefusedError):
    """A branch file lies where it must not be worked on: a share, a stick, a sync folder."""


class LockedError(PartydeskError):
    """Confidential fields were asked for with a password that does not open them."""


class WrongPasswordError(PartydeskError):
    """Neither password nor recovery sheet opens the file."""


class StorageError(PartydeskError):
    """The disk or the file system did not do what was asked: full, read-only, pulled out."""


class FileInUseError(StorageError):
    """Another window or another computer has the file open."""


class DamagedFileError(StorageError):
    """A file of ours is damaged or is not one of ours."""


class NewerFileError(StorageError):
    """The file was made by a newer version of the program."""


class TrialFileError(StorageError):
    """The file was made by a version that was only tried out; its tables are other ones."""


class ForeignFileError(PartydeskError):
    """A sheet, picture or paper from outside can't be taken in."""


class PackageError(PartydeskError):
    """A submission package, card or receipt that can't be accepted.

    Attributes:
        code: A short stable code, such as ``SEAL``, for programs and tests.
    """

    def __init__(self, code: str, sentence: str, advice: str = "") -> None:
        super().__init__(sentence, advice)
        self.code = code


class CancelledError(PartydeskError):
    """The user stopped a long action; nothing of it was kept."""
