"""Sheets of registers under bad luck: a million rows, a full disk, a stick that is pulled."""

import errno
import shutil
import time
from datetime import date

import pytest

from partydesk.domain.periods import year_of
from partydesk.errors import CancelledError, ForeignFileError, StorageError
from partydesk.safeio import write_file
from partydesk.services.exports import save_bytes
from partydesk.services.ledgers import keeping, pages, sheets
from partydesk.services.ledgers.all import BY_TABLE, LEDGERS
from partydesk.services.masked_lists import seen_workbook
from tests.core import branches
from tests.core.sheet_help import write_xlsx

TODAY = date(2026, 11, 22)
VISITS = BY_TABLE["visit"]
HEAD = ["日期", "对象类别", "姓名或代号", "慰问金额"]


@pytest.fixture(autouse=True)
def people(store):
    branches.fill(store)


@pytest.mark.parametrize("ledger", LEDGERS, ids=lambda each: each.table)
def test_a_million_rows_are_refused_at_once_with_a_sentence(store, tmp_path, ledger):
    path = tmp_path / "台账.csv"
    head = ",".join(each.label for each in sheets.form_fields(ledger))
    path.write_bytes(f"{head}\n".encode() + b"2026-11-16,x\n" * 1_000_000)
    started = time.perf_counter()
    with pytest.raises(ForeignFileError) as caught:
        sheets.look_at_sheet(store, ledger, path, TODAY)
    assert "上限" in caught.value.sentence
    assert time.perf_counter() - started < 20
    assert keeping.counts(store, LEDGERS)[ledger.table] == 0


def test_hundreds_of_rows_come_in_as_one_step_or_not_at_all(store, tmp_path):
    rows = [["2026-11-16", "老党员", f"代号{number}", "200"] for number in range(600)]
    path = write_xlsx(tmp_path / "走访.xlsx", [HEAD, *rows])
    preview = sheets.look_at_sheet(store, VISITS, path, TODAY)
    seen = []

    def stop():
        seen.append(1)
        return len(seen) > 3

    with pytest.raises(CancelledError):
        sheets.take_in(store, VISITS, preview, cancelled=stop)
    assert keeping.counts(store, LEDGERS)["visit"] == 0
    assert sheets.take_in(store, VISITS, preview) == 600


def page_and_sheet(store):
    fields = [VISITS.described(name) for name in VISITS.columns]
    return (
        pages.list_pdf(store, VISITS, TODAY, year_of(TODAY)),
        seen_workbook(store, "走访慰问", fields, []),
        sheets.template(VISITS),
    )


def test_what_is_saved_where_nothing_can_be_written_leaves_no_half(store, tmp_path):
    for data in page_and_sheet(store):
        with pytest.raises(StorageError) as caught:
            save_bytes(data, tmp_path / "没有这个文件夹" / "页.pdf")
        assert caught.value.sentence.endswith("。")
    assert list(tmp_path.iterdir()) == []


def test_a_stick_pulled_while_a_page_is_written_is_named(store, tmp_path):
    stick = tmp_path / "stick"
    for data in page_and_sheet(store):
        stick.mkdir()

        def halves(whole=data):
            yield whole[: len(whole) // 2]
            shutil.rmtree(stick)
            yield whole[len(whole) // 2 :]

        with pytest.raises(StorageError) as caught:
            write_file(stick / "页.pdf", halves())
        assert caught.value.__cause__.errno == errno.ENOENT
        assert caught.value.advice
        assert not stick.exists()
