"""常用语: sentences of the branch's own that are written again and again."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from partydesk.domain.fields import Kept, Kind, Record, field


class Phrase(Record, Kept):
    """A sentence to be put into minutes and talks; never anything confidential (S1)."""

    __tablename__ = "phrase"

    heading: Mapped[str] = field("分组", Kind.TEXT, required=True, length=20)
    text: Mapped[str] = field("常用语", Kind.LONG_TEXT, required=True, length=2000)
    #: Found by these letters too: full pinyin and initials of how it begins.
    spelling: Mapped[str] = mapped_column(String(400), default="")
