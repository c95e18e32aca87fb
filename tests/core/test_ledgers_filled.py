"""Every register filled to the last field: kept, corrected, found, and bad input refused."""

import os
from datetime import date, timedelta

import pytest

from partydesk.domain.fields import Kind, Secrecy
from partydesk.domain.text import show
from partydesk.errors import InvalidValuesError, PartydeskError
from partydesk.services import history
from partydesk.services.attachments import attachments_of
from partydesk.services.ledgers import keeping, pages, sheets
from partydesk.services.ledgers.all import BY_TABLE, LEDGERS
from partydesk.services.members import save_member
from partydesk.services.search import search
from partydesk.storage import people as stored
from partydesk.storage.store import Store
from tests.core import branches
from tests.core.papers import attach
from tests.core.pdf_reading import text_of
from tests.core.plausible import DAY, TODAY, filled
from tests.core.sheet_help import write_xlsx

EVERY = pytest.mark.parametrize("ledger", LEDGERS, ids=lambda each: each.table)


@pytest.fixture
def people(store):
    first, second, *_ = branches.fill(store)
    return [first.id, second.id]


def keep(store, ledger, values):
    return keeping.save_record(store, ledger, values, TODAY)


def count(store, ledger):
    return keeping.counts(store, LEDGERS)[ledger.table]


@EVERY
def test_a_form_filled_to_the_last_field_is_kept_corrected_and_taken_back(store, people, ledger):
    values = filled(ledger, people)
    record = keep(store, ledger, values)
    kept = keeping.record_values(store, ledger, record.id)
    for each in ledger.register.fields:
        if values[each.name] not in (None, ""):
            assert kept[each.name] is not None, each.label
    before = keeping.record_values(store, ledger, record.id)
    text = next(
        each.name for each in ledger.register.fields
        if each.kind in (Kind.TEXT, Kind.LONG_TEXT) and not each.choices
    )  # fmt: skip
    keeping.save_record(store, ledger, before | {text: "改过"}, TODAY, record.id)
    assert keeping.record_values(store, ledger, record.id)[text] == "改过"
    history.undo(store, history.last_undoable(store).id)
    assert keeping.record_values(store, ledger, record.id) == before
    history.undo(store, history.last_undoable(store).id)
    assert count(store, ledger) == 0


@EVERY
def test_it_is_found_listed_printed_and_known_again_in_its_own_sheet(
    store, people, ledger, tmp_path
):
    record = keep(store, ledger, filled(ledger, people))
    listed = keeping.list_records(store, ledger)
    (row,) = listed.rows
    title = keeping.title_of(ledger, row, listed.names)
    # By its title, or where that is only a number or a week by what the register is called.
    word = title.split("　")[-1]
    asked = ledger.title if word.strip("第周").isdigit() else word
    assert record.id in [hit.record_id for each in search(store, asked) for hit in each.hits]
    text = text_of(pages.record_pdf(store, ledger, record.id))
    for each in ledger.register.fields:
        if each.secrecy < Secrecy.PERSONAL and each.kind is Kind.TEXT and getattr(row, each.name):
            assert getattr(row, each.name)[:4] in text.replace("\n", ""), each.label
    fields = sheets.form_fields(ledger)
    values = keeping.record_values(store, ledger, record.id)
    cells = [show(each, values[each.name], listed.names) for each in fields]
    path = write_xlsx(tmp_path / "a.xlsx", [[each.label for each in fields], cells])
    preview = sheets.look_at_sheet(store, ledger, path, TODAY)
    assert [each.taking for each in preview.rows] == [sheets.Taking.SAME]


@EVERY
def test_a_paper_is_attached_and_what_must_not_come_in_is_refused(store, people, ledger, tmp_path):
    record = keep(store, ledger, filled(ledger, people))
    good = tmp_path / "签到表.pdf"
    good.write_bytes(b"%PDF-1.4\n" + os.urandom(64))
    attach(store, ledger.table, record.id, good)
    huge = tmp_path / "录像.pdf"
    with huge.open("wb") as file:
        file.write(b"%PDF-1.4\n")
        file.truncate(2 * 1024**3)
    for path in (huge, tmp_path / "没有的.pdf"):
        with pytest.raises(PartydeskError) as caught:
            attach(store, ledger.table, record.id, path)
        assert caught.value.sentence.endswith("。")
    hostile = tmp_path / "..\\..\\CON .pdf\u202efdp.exe.pdf"
    hostile.write_bytes(b"%PDF-1.4\n" + os.urandom(64))
    row = attach(store, ledger.table, record.id, hostile)
    assert not set(row.title) & set('\\/:*?"<>|\u202e')
    assert len(attachments_of(store, ledger.table, record.id)) == 2


@EVERY
def test_two_hundred_thousand_characters_are_kept_or_refused_at_their_field(store, people, ledger):
    values = filled(ledger, people)
    texts = [e for e in ledger.register.fields if e.kind in (Kind.TEXT, Kind.LONG_TEXT)
             and not e.choices]  # fmt: skip
    for each in texts:
        with pytest.raises(InvalidValuesError) as caught:
            keep(store, ledger, values | {each.name: "长" * 200_000})
        assert f"最多 {each.length}" in caught.value.by_field[each.name].replace(",", "")
    assert count(store, ledger) == 0


@EVERY
def test_somebody_who_had_left_by_then_is_said_at_the_field(store, people, ledger):
    if ledger.also_gone:
        return
    branches.event(store, "去世", people[0], DAY - timedelta(days=60))
    with store.reading() as session:
        assert len(stored.current_members(session)) == 1
    values = filled(ledger, people)
    if people[0] not in str(values):
        return
    with pytest.raises(InvalidValuesError) as caught:
        keep(store, ledger, values)
    assert any("离开支部" in each for each in caught.value.by_field.values())
    assert count(store, ledger) == 0


@EVERY
def test_an_unknown_choice_in_a_sheet_is_named_and_nothing_of_the_row_is_kept(
    store, people, ledger, tmp_path
):
    fields = sheets.form_fields(ledger)
    choice = next((each for each in fields if each.kind is Kind.CHOICE), None)
    if choice is None:
        return
    values = filled(ledger, people)
    with store.reading() as session:
        names = stored.names(session)
    cells = [show(each, values[each.name], names) for each in fields]
    cells[fields.index(choice)] = "没有这一项"
    path = write_xlsx(tmp_path / "a.xlsx", [[each.label for each in fields], cells])
    (row,) = sheets.look_at_sheet(store, ledger, path, TODAY).rows
    assert row.taking is sheets.Taking.REFUSED
    assert any(choice.label in each and "没有这一项" in each for each in row.row.problems)
    assert count(store, ledger) == 0


def test_somebody_who_came_later_is_not_recorded_before(store, people):
    late = save_member(
        store,
        {"name": "新来的", "category": "正式党员", "standing": "正常"}
        | dict.fromkeys(
            ("is_lost", "is_floating", "is_backbone", "is_leader", "is_frail", "is_suspended"),
            False,
        )
        | {"transferred_in_on": date(2026, 11, 20)},
    )
    study = BY_TABLE["study"]
    values = filled(study, people)
    values["people"] = [{"member_id": people[0]}, {"member_id": late.id}]
    with pytest.raises(InvalidValuesError) as caught:
        keep(store, study, values)
    assert "才转入支部" in caught.value.by_field["people.1.member_id"]
    keep(store, study, values | {"held_on": date(2026, 11, 20), "ended_on": None})


def test_a_deputy_fills_every_register_without_its_sealed_fields():
    with Store.in_memory(confidential=False) as store:
        first, second = branches.member(store, "甲同志"), branches.member(store, "乙同志")
        for ledger in LEDGERS:
            values = filled(ledger, [first.id, second.id])
            sealed = {e.name for e in ledger.register.fields if e.secrecy >= Secrecy.CONFIDENTIAL}
            record = keep(store, ledger, {k: v for k, v in values.items() if k not in sealed})
            assert record.id
