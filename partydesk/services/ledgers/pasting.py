"""What of a 台账 may be set from its list: pasted, filled down, set for several, added."""

from partydesk.domain.fields import Field, Kind, Secrecy
from partydesk.domain.integrity import Relative
from partydesk.services.editable import Editable
from partydesk.services.ledgers.keeping import (
    checked_record,
    complete,
    defaults,
    store_record,
    title_of,
)
from partydesk.services.ledgers.ledger import Ledger
from partydesk.services.ledgers.sheets import people_columns

#: Whoever is bound by 回避 is chosen in the form, one by one.
_ONE_BY_ONE = (Relative.__tablename__,)


def editable(ledger: Ledger) -> Editable:
    """The plain fields of a register, with its own checks and all that keeping does beside.

    Sealed fields are never among them; neither is the person that a record is about, by whom rows
    that were pasted are told from others.
    """
    bound = ledger.table in _ONE_BY_ONE
    reasons = {}
    settable = []
    for each in ledger.register.fields:
        reason = _reason(ledger, each, bound=bound)
        if reason:
            reasons[each.name] = reason
        else:
            settable.append(each)
    people = {each.rows: each.person for each in people_columns(ledger)}
    lists = [name for name in ledger.register.rows if name not in people]
    for name in lists:
        reasons[name] = f"“{ledger.described(name).label}”是名单，请在表单里逐条修改。"
    return Editable(
        register=ledger.register,
        fields=tuple(settable),
        check=lambda session, values, today: checked_record(session, ledger, values, today),
        title_of=lambda values, names: title_of(ledger, values, names),
        complete=lambda session, record: complete(session, ledger, record),
        add=None if bound else lambda session, ready: store_record(session, ledger, ready, None),
        begin=defaults(ledger),
        people=people,
        same=ledger.same,
        keys=(*ledger.heading, *lists),
        reasons=reasons,
        otherwise="“{}”由程序算出，不能改；请改它所依据的内容。",
        not_new="须回避的人请在表单里逐个登记，不能粘贴。" if bound
        else "列表里没有与它对应的行。",
    )  # fmt: skip


def _reason(ledger: Ledger, described: Field, *, bound: bool) -> str:
    if described.secrecy >= Secrecy.CONFIDENTIAL:
        return f"“{described.label}”是保密内容，请在表单里填写。"
    if described.kind is not Kind.PERSON:
        return ""
    if bound:
        return f"“{described.label}”须回避，请在表单里逐条修改。"
    if described.name in ledger.heading:
        return f"这一条是“{described.label}”本人的，要换人请在表单里修改。"
    return ""
