"""Leaves that the program adds by itself: a talk's number, this year's 年度确认."""

from datetime import date

from sqlalchemy.orm import Session

from partydesk.domain.integrity import IntegrityLeaf, LeafKind
from partydesk.domain.talk import Talk, TalkKind
from partydesk.storage import people
from partydesk.storage import talks as stored
from partydesk.storage.store import Store

#: Talks that belong into the file of whoever was talked to (DOMAIN.md 6.2, leaf 5).
_NOTED = (TalkKind.INTEGRITY, TalkKind.APPOINTMENT)


def note_in_files(session: Session, talk: Talk) -> None:
    """Give everyone who was talked to a leaf with the number of the record, never its contents."""
    if talk.kind not in _NOTED:
        return
    for partner in talk.partners:
        if partner.member_id:
            leaf = IntegrityLeaf(
                member_id=partner.member_id,
                kind=LeafKind.TALK,
                dated_on=talk.talked_on,
                source=f"{talk.kind}记录 {talk.talked_on.year}年第{talk.number}次",
            )
            leaf.number = stored.next_page(session, partner.member_id)
            session.add(leaf)


def confirm_year(store: Store, today: date, keeper_id: str | None) -> str:
    """Add this year's 年度确认 for everyone who has none, to be signed; says for how many.

    Nobody's own leaf is filled in by themselves: the keeper's stays for somebody else.
    """
    with store.reading() as session:
        confirmed = {
            leaf.member_id
            for leaf in stored.leaves(session)
            if leaf.kind == LeafKind.CONFIRMATION and leaf.dated_on.year == today.year
        }
        missing = [
            each
            for each in people.current_members(session)
            if each.id not in confirmed and each.id != keeper_id
        ]
    if not missing:
        return f"{today.year} 年的年度确认都已登记。"
    with store.writing(f"登记年度确认 {len(missing)} 人") as session:
        for each in missing:
            leaf = IntegrityLeaf(member_id=each.id, kind=LeafKind.CONFIRMATION, dated_on=today)
            leaf.source, leaf.keeper_id = "本年度无变化，待本人签字确认", keeper_id
            leaf.number = stored.next_page(session, each.id)
            session.add(leaf)
    return f"已为 {len(missing)} 人加上年度确认，请本人签字后填写签字日期。"
