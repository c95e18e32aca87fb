"""The bureau's receipt read in the window: the state of the package follows it."""

import pytest
from PySide6.QtWidgets import QFileDialog

from partydesk.package.receipt import Verdict
from partydesk.services import cards
from partydesk.services.receipts import Said, make_receipts
from partydesk.services.receiving import Receiver
from partydesk.services.submission import submissions
from tests.core.branches import PASSWORD
from tests.ui.small_branch import TODAY, settle
from tests.ui.submission.steps import choose_folder, explain_all


@pytest.fixture
def office(tmp_path):
    return cards.make_bureau_card("示例区教育局", "SQ-01", tmp_path, PASSWORD, TODAY)


@pytest.fixture
def sent(tab, store, stick, office, monkeypatch):
    """A package that was sent to a real card."""
    groups = dict(enumerate(office.fingerprint.split(), 1))
    typed = {number: groups[number] for number in cards.ASKED_GROUPS}
    cards.remember_card(store, office.card.read_bytes(), typed)
    tab.refresh()
    settle()
    explain_all(tab, monkeypatch)
    choose_folder(tab)
    tab.sending.send_button.click()
    settle()
    return next(stick.glob("*.pdp"))


@pytest.fixture
def answer(sent, office, tmp_path, monkeypatch):
    """The bureau answers; the secretary chooses the file."""

    def answer(tab, **said):
        paper = tmp_path / "回执.pdr"
        make_receipts([sent], Receiver(office.key_file, PASSWORD), paper, TODAY, said=Said(**said))
        choose(monkeypatch, paper)
        tab.sending.receipt_button.click()
        settle()

    return answer


def choose(monkeypatch, path):
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(path), ""))


def pill(tab):
    return tab.sending._pills["教育局回执"].accessibleName()


def test_a_receipt_makes_the_package_confirmed(tab, store, answer, said):
    assert "未收到" in pill(tab)
    answer(tab)
    assert said == []
    assert submissions(store)[0].state == "已回执"
    assert "已收到" in pill(tab)
    assert "已收到" in tab.banner.sentence_label.text()


def test_a_returned_package_says_what_is_to_be_mended(tab, answer):
    answer(tab, verdict=Verdict.RETURNED, remark="请补签到表")
    assert "已退回" in pill(tab)
    assert "请补签到表" in tab.banner.sentence_label.text()


@pytest.mark.usefixtures("sent")
def test_another_file_is_no_receipt(tab, store, tmp_path, monkeypatch, said):
    path = tmp_path / "别的.pdr"
    path.write_bytes(b"<html>")
    choose(monkeypatch, path)
    tab.sending.receipt_button.click()
    assert len(said) == 1
    assert submissions(store)[0].state == "已送出"
