"""Printing one person's 廉政档案; the log knows of it before the page exists."""

from partydesk.documents.forms.integrity_file import PrintedLeaf, integrity_file
from partydesk.domain.fields import LockedText
from partydesk.domain.integrity import Looking
from partydesk.errors import LockedError, NotFoundError
from partydesk.services.file_views import note_view
from partydesk.services.integrity import state_of
from partydesk.services.ledgers.pages import printing_of
from partydesk.services.organization import the_branch
from partydesk.storage import people
from partydesk.storage import talks as stored
from partydesk.storage.store import Store


def file_pdf(store: Store, member_id: str, purpose: str) -> bytes:
    """The file on paper; the look is written into the log.

    Raises:
        InvalidValuesError: No purpose was said.
        LockedError: The contents are locked with this password.
        NotFoundError: The person has no file.
    """
    with store.reading() as session:
        leaves = stored.leaves(session, member_id)
        names = people.names(session)
    if not leaves:
        raise NotFoundError("此人还没有廉政活页。")
    if any(isinstance(each.matter, LockedText) for each in leaves):
        raise LockedError("廉政档案内容已锁定，不能打印。", "请用支部书记的密码打开后再打印。")
    note_view(store, member_id, Looking.PRINT, purpose)
    replaced = {each.replaces_id for each in leaves}
    printed = [
        PrintedLeaf(
            each.number,
            each.kind,
            each.dated_on,
            each.matter or "",
            each.outcome or "",
            each.source or "",
            names.get(each.keeper_id or "", ""),
            each.signed_on,
            state_of(each, is_replaced=each.id in replaced),
        )
        for each in leaves
    ]
    branch = the_branch(store)
    name = branch.name if branch else ""
    return integrity_file(names.get(member_id, ""), name, printed, purpose, printing_of(store))
