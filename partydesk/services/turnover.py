"""党员增减表: the list of who came and went in a span with its sums, as a sheet and on paper."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from partydesk.documents.forms.table_report import Report, Table, table_report
from partydesk.domain.fields import Field, Kind
from partydesk.domain.member import Member
from partydesk.domain.member_event import Happening, MemberEvent
from partydesk.domain.periods import Period, year_of
from partydesk.domain.transfer import Heading, Transfer
from partydesk.rules.plain import Person
from partydesk.rules.turnover import BECAME_FULL, CAME, WENT, Count, Move, Turnover, turnover
from partydesk.services.facts import plain_rows
from partydesk.services.ledgers.pages import printing_of
from partydesk.services.masked_lists import list_workbook, unit_of
from partydesk.storage import people
from partydesk.storage.store import Store

COLUMNS = (
    Field("日期", Kind.DAY, "day"),
    Field("姓名", Kind.TEXT, "name"),
    Field("人员类别", Kind.TEXT, "category"),
    Field("变动", Kind.TEXT, "kind"),
    Field("增减", Kind.TEXT, "sign"),
    Field("来源、去向或依据", Kind.TEXT, "told"),
)


def read_turnover(store: Store, period: Period, today: date) -> Turnover:
    """Who came and went in a period, with the sums."""
    with store.reading() as session:
        return turnover(plain_rows(session, Person, Member), _moves(session), period, today)


def sentence(store: Store, found: Turnover) -> str:
    """The sums in one sentence, and what does not fit."""
    told = (
        f"期初 {found.opening.total} 人，增加 {found.came} 人，减少 {found.went} 人，"
        f"期末 {found.closing.total} 人{'，平衡' if found.is_balanced else '，不平衡'}。"
    )
    if found.strays:
        with store.reading() as session:
            names = people.names(session)
        who = "、".join(names.get(each, "") for each in found.strays[:5])
        told += f"{who}的变动记录与名册不一致，请核对离开、转入或停止党籍的日期。"
    return told


def turnover_workbook(store: Store, period: Period, today: date) -> bytes:
    """The list as a sheet, with the sums below."""
    found = read_turnover(store, period, today)
    rows: list[list[str | date | None]] = [
        [each.day, each.name, each.category, each.kind, each.sign, each.told]
        for each in found.turns
    ]
    for label, count in _sums(found):
        rows.append([None, label, "", "", str(count.total), _by_category(count)])
    title = f"{period.label}党员增减表"
    return list_workbook(title, COLUMNS, rows, {}, unmasked=True, notes=unit_of(store))


def turnover_pdf(store: Store, today: date, period: Period | None) -> bytes:
    """The sums and the list on paper; of this year where no period is chosen."""
    period = period or year_of(today)
    found = read_turnover(store, period, today)
    sums = [[label, *_counts(count)] for label, count in _sums(found)]
    lines = [
        [str(number), f"{each.day:%Y.%m.%d}", each.name, each.category, each.kind,
         each.sign, each.told]
        for number, each in enumerate(found.turns, start=1)
    ]  # fmt: skip
    report = Report(
        f"{period.label}党员增减表",
        (*unit_of(store), f"日期：{today.isoformat()}"),
        Table(("项目", "合计", "正式党员", "预备党员"), (4, 2, 2, 2), sums),
        sentence(store, found),
        Table(
            ("序号", *(each.label for each in COLUMNS)), (1, 2, 1.8, 2, 2.8, 1, 6), lines,
            frozenset({6}),
        ),
    )  # fmt: skip
    return table_report(report, printing_of(store))


def _sums(found: Turnover) -> list[tuple[str, Count]]:
    by_kind = found.sums()
    rows = [("期初", found.opening)]
    rows += [(f"增加：{each}", by_kind.pop(str(each))) for each in CAME]
    rows += [(f"减少：{each}", by_kind.pop(str(each))) for each in WENT]
    full = by_kind.pop(BECAME_FULL)
    # A way of leaving that statistics do not name; it is never left out of the sums.
    rows += [(f"减少：{kind}", count) for kind, count in by_kind.items()]
    return [*rows, ("其中转为正式党员", full), ("期末", found.closing)]


def _counts(count: Count) -> list[str]:
    return [str(count.total), str(count.full), str(count.probationary)]


def _by_category(count: Count) -> str:
    return f"正式党员 {count.full} 人，预备党员 {count.probationary} 人" if count.total else ""


def _moves(session: Session) -> Iterator[Move]:
    """Events of memberships, and transfers whose receipt has come."""
    names = (MemberEvent.happened_on, MemberEvent.member_id, MemberEvent.kind, MemberEvent.document)
    for day, who, kind, paper, key in session.execute(select(*names, MemberEvent.id)):
        if kind != Happening.CORRECTED:
            yield Move(day, who, kind, paper, "member_event", key)
    query = select(
        Transfer.lettered_on, Transfer.receipt_on, Transfer.heading, Transfer.member_id,
        Transfer.other, Transfer.id,
    ).where(Transfer.receipt_on.isnot(None))  # fmt: skip
    for lettered, receipt, heading, who, other, key in session.execute(query):
        assert receipt is not None, "only those with a receipt were asked for"
        yield Move(
            lettered if heading == Heading.OUT else receipt, who, heading, other, "transfer", key
        )
