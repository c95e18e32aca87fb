"""Study and training of members, with the 学时 of each who took part (DOMAIN.md 4)."""

from datetime import date
from enum import StrEnum

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from partydesk.domain.fields import Kept, Kind, Record, field


class StudyKind(StrEnum):
    """Forms of study (DOMAIN.md 4; integrity education among them, 7.6)."""

    CENTRE = "中心组学习"
    BRANCH = "支部集中学习"
    OFFICE = "科室（年级）学习"
    ALONE = "个人自学"
    ONLINE = "线上学习"
    TRAINING = "集中培训"
    INTEGRITY = "廉政警示教育"


class Study(Record, Kept):
    """One session of study or one course."""

    __tablename__ = "study"

    kind: Mapped[str] = field(
        "学习形式", Kind.CHOICE, choices=tuple(StudyKind), required=True, default=StudyKind.BRANCH,
        aliases=("形式", "类别"),
    )  # fmt: skip
    held_on: Mapped[date] = field("日期", Kind.DAY, required=True, aliases=("学习日期", "时间"))
    ended_on: Mapped[date | None] = field("结束日期", Kind.DAY, hint="多日培训填写")
    title: Mapped[str] = field(
        "主题", Kind.TEXT, required=True, length=300, aliases=("学习内容", "培训主题")
    )
    organiser: Mapped[str | None] = field("主办", Kind.TEXT, aliases=("主办单位",))
    teacher: Mapped[str | None] = field("主讲人", Kind.TEXT, length=60, aliases=("授课人",))
    place: Mapped[str | None] = field("地点", Kind.TEXT, length=100)
    hours: Mapped[int | None] = field("学时", Kind.HOURS, hint="每人的学时；个别不同的在名单里改")
    material: Mapped[str | None] = field("学习材料", Kind.TEXT, length=500)
    content: Mapped[str | None] = field("学习情况", Kind.LONG_TEXT, length=50_000)
    people: Mapped[list["StudyPerson"]] = relationship(
        lazy="raise",
        cascade="all, delete-orphan",
        passive_deletes=True,
        order_by="StudyPerson.position",
    )


class StudyPerson(Record):
    """Someone who took part, with the hours that count for them."""

    __tablename__ = "study_person"

    study_id: Mapped[str] = mapped_column(
        ForeignKey("study.id", deferrable=True, initially="DEFERRED"), index=True
    )
    position: Mapped[int] = mapped_column(default=0)
    member_id: Mapped[str] = field("姓名", Kind.PERSON, required=True)
    hours: Mapped[int | None] = field("学时", Kind.HOURS)
    note: Mapped[str | None] = field("心得或测评", Kind.TEXT, length=500)


class StudyBook(Record, Kept):
    """A book set for the year, and who has read it."""

    __tablename__ = "study_book"

    given_on: Mapped[date] = field("发放日期", Kind.DAY, required=True, aliases=("日期",))
    title: Mapped[str] = field("书名", Kind.TEXT, required=True, aliases=("学习用书",))
    writer: Mapped[str | None] = field("作者或出版社", Kind.TEXT)
    check_on: Mapped[date | None] = field("检查日期", Kind.DAY)
    note: Mapped[str | None] = field("检查情况", Kind.LONG_TEXT, length=5000)
    readers: Mapped[list["StudyReader"]] = relationship(
        lazy="raise",
        cascade="all, delete-orphan",
        passive_deletes=True,
        order_by="StudyReader.position",
    )


class StudyReader(Record):
    """Somebody who was to read it."""

    __tablename__ = "study_reader"

    book_id: Mapped[str] = mapped_column(
        ForeignKey("study_book.id", deferrable=True, initially="DEFERRED"), index=True
    )
    position: Mapped[int] = mapped_column(default=0)
    member_id: Mapped[str] = field("姓名", Kind.PERSON, required=True)
    read_on: Mapped[date | None] = field("读完日期", Kind.DAY)
    result: Mapped[str | None] = field("心得或检查结果", Kind.TEXT, length=200)
