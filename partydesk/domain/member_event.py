"""What happens to a membership beside development and transfers, with its day and its paper."""

from datetime import date
from enum import StrEnum

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from partydesk.domain.fields import Kept, Kind, Record, Secrecy, field
from partydesk.domain.member import Category


class Happening(StrEnum):
    """Kinds (教育管理条例 24, 31; DOMAIN.md 8.2). 转入 and 转出 are transfers, 转正 development."""

    SUSPENDED = "停止党籍"
    RESTORED = "恢复党籍"
    PERSUADED = "劝退"
    STRUCK = "劝而不退除名"
    LAPSED = "自行脱党除名"
    RESIGNED = "退党除名"
    EXPELLED = "开除党籍"
    DIED = "去世"
    CORRECTED = "更正登记"


#: Those by which somebody leaves the roster.
LEAVING = (
    *(Happening.PERSUADED, Happening.STRUCK, Happening.LAPSED, Happening.RESIGNED),
    *(Happening.EXPELLED, Happening.DIED),
)


class MemberEvent(Record, Kept):
    """One event; the roster follows from it, and goes back when it is taken away."""

    __tablename__ = "member_event"

    happened_on: Mapped[date] = field(
        "变动日期", Kind.DAY, required=True, hint="批准或发生的日期", aliases=("日期",)
    )
    kind: Mapped[str] = field("变动", Kind.CHOICE, choices=tuple(Happening), required=True)
    member_id: Mapped[str] = field("姓名", Kind.PERSON, required=True)
    document: Mapped[str] = field(
        "依据", Kind.TEXT, required=True, hint="决定、批复或证明的名称和文号"
    )
    category: Mapped[str | None] = field(
        "更正为", Kind.CHOICE, choices=tuple(Category), hint="只有更正登记才填：正确的人员类别"
    )
    reason: Mapped[str | None] = field(
        "说明", Kind.LONG_TEXT, length=5000, secrecy=Secrecy.CONFIDENTIAL, hint="只有书记能看"
    )
    #: What the roster said before and after, so that a correction can begin again; JSON.
    before: Mapped[str | None] = mapped_column(String(500))
    after: Mapped[str | None] = mapped_column(String(500))
