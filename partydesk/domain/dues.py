"""党费: what each member's dues are reckoned from, each month's payments, the yearly notice."""

from datetime import date
from enum import StrEnum

from sqlalchemy.orm import Mapped

from partydesk.domain.fields import Kept, Kind, Record, Secrecy, field


class Income(StrEnum):
    """What dues are reckoned from (党费收缴规定 1-6)."""

    SALARY = "按月工资"
    YEARLY = "年薪制"
    NET = "无固定收入（上季度月均）"
    PENSION = "离退休费"
    FIXED = "学生、失业、低保等"
    REDUCED = "经批准减免"


class Way(StrEnum):
    """How dues are paid."""

    CASH = "现金"
    ONLINE = "线上"
    BY_OTHER = "他人代交"


class PaymentKind(StrEnum):
    """What a payment is."""

    DUES = "党费"
    MORE = "自愿多交"
    LARGE = "大额党费"


class DuesBase(Record, Kept):
    """From which month on a member owes how much, and why."""

    __tablename__ = "dues_base"

    from_month: Mapped[str] = field("起始月份", Kind.MONTH, required=True, aliases=("月份",))
    member_id: Mapped[str] = field("姓名", Kind.PERSON, required=True)
    income: Mapped[str] = field(
        "收入类型", Kind.CHOICE, choices=tuple(Income), required=True, default=Income.SALARY
    )
    base: Mapped[int | None] = field(
        "计算基数", Kind.MONEY, secrecy=Secrecy.PERSONAL, aliases=("基数",),
        hint="税后：岗位工资、薪级工资、绩效工资、津贴补贴",
    )  # fmt: skip
    amount: Mapped[int | None] = field(
        "月应交", Kind.MONEY, hint="按比例自动计算；减免的填批准数", aliases=("应交",)
    )
    approval: Mapped[str | None] = field("减免批准", Kind.TEXT, hint="上级党委批准文号或日期")
    note: Mapped[str | None] = field("备注", Kind.LONG_TEXT, length=2000)


class DuesPayment(Record, Kept):
    """One member's dues of one month; or a voluntary payment."""

    __tablename__ = "dues_payment"

    month: Mapped[str] = field("月份", Kind.MONTH, required=True)
    member_id: Mapped[str] = field("姓名", Kind.PERSON, required=True)
    kind: Mapped[str] = field(
        "款项", Kind.CHOICE, choices=tuple(PaymentKind), required=True, default=PaymentKind.DUES
    )
    base: Mapped[int | None] = field("基数", Kind.MONEY, secrecy=Secrecy.PERSONAL)
    rate: Mapped[str | None] = field("比例", Kind.TEXT, length=20)
    due: Mapped[int | None] = field("应交", Kind.MONEY)
    paid: Mapped[int | None] = field("实交", Kind.MONEY)
    paid_on: Mapped[date | None] = field("交纳日期", Kind.DAY)
    way: Mapped[str | None] = field("交纳方式", Kind.CHOICE, choices=tuple(Way))
    receipt: Mapped[int | None] = field("收据号", Kind.NUMBER, hint="按交纳次序自动编号")
    receiver_id: Mapped[str | None] = field("经手人", Kind.PERSON)
    is_withheld: Mapped[bool] = field(
        "单位代扣或垫交", Kind.YES_NO, required=True, default=False,
        hint="党费收缴规定第十四条不允许；发现时如实勾选",
    )  # fmt: skip
    note: Mapped[str | None] = field("备注", Kind.TEXT, length=500)


class DuesNotice(Record, Kept):
    """The yearly notice of dues to the members."""

    __tablename__ = "dues_notice"

    published_on: Mapped[date] = field("公示日期", Kind.DAY, required=True)
    year: Mapped[int] = field("年度", Kind.NUMBER, required=True)
    place: Mapped[str] = field("公示方式", Kind.TEXT, required=True, hint="公示栏、党员大会通报")
    total: Mapped[int | None] = field("收缴合计", Kind.MONEY, hint="按台账自动合计")
    note: Mapped[str | None] = field("备注", Kind.LONG_TEXT, length=2000)
