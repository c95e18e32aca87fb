"""Merging two entries, and looking at what a file holds."""

from sqlalchemy import select, text

from partydesk.domain.fields import Record
from partydesk.services.merging import merge, plan_merge

#: What tells of the past and is never rewritten; drafts and steps of undo.
JOURNAL = {"operation", "change", "file_view", "draft"}


def content_of(store):
    """Every row of every table but the journal, without the time of the last change."""
    found = {}
    with store.reading() as session:
        for table in sorted(set(Record.metadata.tables) - JOURNAL):
            names = (each.name for each in Record.metadata.tables[table].columns)
            columns = [each for each in names if each != "updated_at"]
            rows = session.execute(text(f'SELECT {", ".join(columns)} FROM "{table}" ORDER BY id'))
            found[table] = [tuple(row) for row in rows]
    return found


def places_of(store, member_id):
    """Every column of the raw tables in which a person's key stands, even inside of a text."""
    found = []
    with store.reading() as session:
        for (table,) in session.execute(text("SELECT name FROM sqlite_master WHERE type='table'")):
            for column in session.execute(text(f'PRAGMA table_info("{table}")')).all():
                count = (
                    f'SELECT count(*) FROM "{table}" WHERE instr(CAST("{column[1]}" AS TEXT), :id)'
                )
                if table not in JOURNAL and session.scalar(text(count), {"id": member_id}):
                    found.append(f"{table}.{column[1]}")
    return found


def of(store, record, **wanted):
    with store.reading() as session:
        return list(session.scalars(select(record).filter_by(**wanted).order_by(record.id)))


def do(store, kept, gone):
    merge(store, kept.id, gone.id, plan_merge(store, kept.id, gone.id).proposed())
