"""The branch: its organisation, groups, committee terms and posts."""

from datetime import date
from enum import StrEnum

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from partydesk.domain.fields import Kept, Kind, Record, field


class BranchKind(StrEnum):
    """Sorts of branches (支部条例 4, 5)."""

    BRANCH = "党支部"
    JOINT = "联合党支部"


class PostKind(StrEnum):
    """Posts in a branch committee (支部条例 20), and the group leader (13)."""

    SECRETARY = "书记"
    DEPUTY = "副书记"
    ORGANIZATION = "组织委员"
    PUBLICITY = "宣传委员"
    DISCIPLINE = "纪检委员"
    YOUTH = "青年委员"
    MEMBER = "委员"


class Branch(Record, Kept):
    """The branch that keeps this file; there is exactly one."""

    __tablename__ = "branch"

    name: Mapped[str] = field(
        "支部全称", Kind.TEXT, required=True, hint="与印章一致，如“中共某某市第一中学支部委员会”"
    )
    short_name: Mapped[str] = field("支部简称", Kind.TEXT, required=True, length=40)
    code: Mapped[str] = field(
        "支部代码", Kind.TEXT, required=True, length=20, hint="上级给的编号；没有就用字母和数字自拟"
    )
    kind: Mapped[str] = field(
        "类型", Kind.CHOICE, choices=tuple(BranchKind), required=True, default=BranchKind.BRANCH
    )
    school: Mapped[str | None] = field("所在学校", Kind.TEXT)
    parent: Mapped[str | None] = field("上级党组织", Kind.TEXT)
    founded_on: Mapped[date | None] = field("成立日期", Kind.DAY)
    phone: Mapped[str | None] = field("联系电话", Kind.PHONE)


class Group(Record, Kept):
    """A 党小组."""

    __tablename__ = "party_group"

    name: Mapped[str] = field("党小组", Kind.TEXT, required=True, length=40)
    leader_id: Mapped[str | None] = field("组长", Kind.PERSON)
    position: Mapped[int] = mapped_column(default=0)


class Term(Record, Kept):
    """One term of the branch committee, from a full election (支部条例 21)."""

    __tablename__ = "term"

    elected_on: Mapped[date] = field("选举日期", Kind.DAY, required=True)
    years: Mapped[int] = field("任期（年）", Kind.NUMBER, required=True, default=3)
    approval: Mapped[str | None] = field(
        "批复文号", Kind.TEXT, hint="上级对书记、副书记选举结果的批复"
    )
    filing: Mapped[str | None] = field("委员备案", Kind.TEXT, hint="委员名单报上级备案的文号或日期")
    extension: Mapped[str | None] = field("延期换届批复", Kind.TEXT)
    posts: Mapped[list["Post"]] = relationship(
        lazy="raise", cascade="all, delete-orphan", passive_deletes=True
    )


class Post(Record):
    """A post that a member holds in a term."""

    __tablename__ = "post"

    term_id: Mapped[str] = mapped_column(
        ForeignKey("term.id", deferrable=True, initially="DEFERRED"), index=True
    )
    member_id: Mapped[str] = field("姓名", Kind.PERSON, required=True)
    kind: Mapped[str] = field("职务", Kind.CHOICE, choices=tuple(PostKind), required=True)
    started_on: Mapped[date | None] = field("任职日期", Kind.DAY)
    ended_on: Mapped[date | None] = field("离任日期", Kind.DAY)
