"""The package on its way: practice, its list on paper, a stick that is pulled, places."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from partydesk.domain.submission import Submission
from partydesk.services import cards, sending
from partydesk.services.outbox import outbox_of
from partydesk.services.submission import pending, submissions
from tests.ui.small_branch import previews, settle, words
from tests.ui.submission.steps import choose_folder, explain_all
from ui.background import Background
from ui.dialogs.sent_packages import LedgerDialog


def test_without_a_card_a_package_is_only_for_the_branch_itself(
    tab, store, stick, monkeypatch, said
):
    assert "还没有教育局的名片" in tab.banner.sentence_label.text()
    explain_all(tab, monkeypatch)
    choose_folder(tab)
    tab.sending.send_button.click()
    settle()

    assert said == []
    assert len(list(stick.iterdir())) == 1
    assert "回读核对无误" in tab.banner.sentence_label.text()
    assert not tab.sending.list_button.isEnabled()
    assert submissions(store) == []


def test_the_sample_card_sends_for_practice_and_says_so(ready, store, stick, said):
    assert "示例名片" in ready.banner.sentence_label.text()
    ready.sending.send_button.click()
    settle()

    assert said == []
    (row,) = submissions(store)
    assert row.is_practice
    assert (stick / row.file_name).is_file()
    assert "练习用的包" in ready.banner.sentence_label.text()
    assert row.short_id in ready.sending.id_label.text()
    assert "已送出（练习）" in ready._foot_label.text()


def test_the_list_of_what_was_sent_is_printed(ready, monkeypatch):
    ready.sending.send_button.click()
    settle()
    opened = previews(monkeypatch)
    ready.sending.list_button.click()

    assert [title for title, _pages in opened] == ["打印预览：上报清单"]


def test_earlier_packages_are_listed(ready, store, monkeypatch):
    ready.sending.send_button.click()
    settle()
    told = []
    monkeypatch.setattr(LedgerDialog, "exec", lambda dialog: told.append(words(dialog)))
    ready._show_ledger()

    (text,) = told
    assert submissions(store)[0].short_id in text
    assert "练习" in text


def test_one_too_large_for_a_mail_is_cut_from_the_list(ready, store, tmp_path, monkeypatch, said):
    ready.sending.send_button.click()
    settle()
    [row] = submissions(store)
    kept = outbox_of(sending.base_of(store, tmp_path)) / row.file_name
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(tmp_path))
    dialog = LedgerDialog(ready.desk, ready._state, ready)
    dialog.show()
    assert not dialog.cut_button.isVisible()
    dialog.cut()
    assert "不用分卷" in said[-1]

    with store.writing("大") as session:
        session.get(Submission, row.id).size = 25 << 20
    kept.write_bytes(bytes(25 << 20))
    dialog = LedgerDialog(ready.desk, ready._state, ready)
    dialog.show()
    assert dialog.cut_button.isVisible()
    dialog.cut()
    assert "已分成 2 卷" in said[-1]
    assert (tmp_path / f"{row.file_name}.002").is_file()


class _Pulling(Background):
    """Pulls the stick in the moment in which the package is being written to it."""

    def __init__(self, stick: Path) -> None:
        super().__init__(inline=True)
        self._stick = stick

    def start(self, job):
        work = job.work

        def watched(tell):
            def told(step, done=0, total=0):
                if step == "写入" and self._stick.exists():
                    shutil.rmtree(self._stick)
                tell(step, done, total)

            return work(told)

        job.work = watched
        super().start(job)


@pytest.fixture
def cut_off(ready, store, stick, said):
    """A package that has its number and may or may not have arrived."""
    ready.desk._background = _Pulling(stick)
    ready.sending.send_button.click()
    settle()
    assert len(said) == 1
    assert pending(store) is not None
    stick.mkdir()
    ready.desk._background = Background(inline=True)
    return ready


def test_a_package_that_was_cut_off_goes_on(cut_off, store, stick, said):
    assert "没有送完" in cut_off.banner.sentence_label.text()
    said.answer = "继续送出"
    cut_off.banner.action_button.click()
    settle()

    assert pending(store) is None
    assert [each.name for each in stick.iterdir()] == [submissions(store)[0].file_name]
    assert "回读核对无误" in cut_off.banner.sentence_label.text()


def test_a_package_that_surely_did_not_arrive_is_given_up(cut_off, store, stick, said):
    said.answer = "放弃这一号"
    cut_off.banner.action_button.click()
    settle()

    assert pending(store) is None
    assert submissions(store) == []
    assert list(stick.iterdir()) == []
    assert "没有送完" not in cut_off.banner.sentence_label.text()


def test_the_chosen_place_stays_chosen_when_the_file_changes(tab, desk):
    choose_folder(tab)
    desk.call(cards.use_sample_card)
    tab.refresh()

    assert tab.sending._group.checkedButton().text() == "其他文件夹…"
    assert len(tab.sending._group.buttons()) == tab.sending._places.count()


def test_the_folder_for_mails_is_made_when_it_is_not_there(ready, tmp_path, monkeypatch, said):
    home = tmp_path / "家"
    (home / "Documents").mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    ready.refresh()
    ready.sending._group.buttons()[-2].setChecked(True)
    ready.sending.send_button.click()
    settle()

    assert said == []
    assert len(list((home / "Documents" / "支部工作台").iterdir())) == 1
