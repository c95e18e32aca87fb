"""Opening, beginning, setting up a branch, previewing: each sentence where it is needed."""

from pathlib import Path
from threading import current_thread, main_thread

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from partydesk.documents.preview import PdfPages
from partydesk.errors import InvalidValuesError, WrongPasswordError
from partydesk.services import organization
from partydesk.services.branch_files import (
    create_branch,
    discard_branch,
    open_branch,
    recovery_sheet_pdf,
)
from partydesk.services.exports import roster_pdf
from partydesk.services.password_rules import password_sentence
from partydesk.services.registers import check
from tests.conftest import TODAY
from tests.core.file_help import CHEAP
from tests.ui import seeing
from tests.ui.chinese import write
from tests.ui.small_branch import add
from ui.background import Background
from ui.desk import Desk
from ui.dialogs.first_start import FirstChoice, FirstStartDialog
from ui.dialogs.new_branch import Created, NewBranchDialog, Setting
from ui.dialogs.pdf_preview import PdfPreview, show_paper
from ui.dialogs.unlock import UnlockDialog
from ui.theme import Look, Size, Theme

PASSWORD = "青松 粉笔 渡口 三点"


@pytest.fixture
def unlock(qtbot, tmp_path):
    """A dialog over a stand-in for the file: one password and one sheet open it."""

    def with_password(password):
        if password != PASSWORD:
            raise WrongPasswordError("密码不对。", "请检查大小写后再试。")
        return "opened"

    def with_sheet(typed):
        if "111111" not in typed:
            raise InvalidValuesError({"group_2": "第 2 组有数字输错了。"})
        return "opened by sheet"

    made = UnlockDialog(
        tmp_path / "第二党支部.partydesk", with_password, with_sheet, Background(inline=True)
    )
    qtbot.addWidget(made)
    made.show()
    return made


def imported(store):
    """Stands for the dialog that imports: one person comes on the roster."""
    add(store, "陈志远")
    return "新增 1 人。"


@pytest.fixture
def worn():
    """The looks that were chosen, in order."""
    return []


@pytest.fixture
def setting(tmp_path, worn):
    def create(wanted):
        store, groups = create_branch(
            wanted.path, wanted.password, wanted.values, cost=CHEAP, allow_anywhere=True
        )
        return Created(store, groups, recovery_sheet_pdf(store, groups, "书记", TODAY))

    return Setting(
        lambda values: check(organization.BRANCH, values),
        password_sentence,
        create,
        lambda created: discard_branch(created.opened),
        tmp_path,
        worn.append,
        lambda created, _page: imported(created.opened),
    )


@pytest.fixture
def wizard(qtbot, setting):
    made = NewBranchDialog(setting, Background(inline=True))
    qtbot.addWidget(made)
    made.show()
    yield made
    if made.created is not None:
        made.created.opened.close()


def fill_branch(wizard):
    wizard.branch_page.form.set_values(
        {"name": "中共实验小学第二支部委员会", "short_name": "第二党支部", "code": "SY02"}
    )
    wizard.next_button.click()
    wizard.next_button.click()


def fill_password(wizard, again=PASSWORD):
    for edit, text in (
        (wizard.password_page.first_edit, PASSWORD),
        (wizard.password_page.second_edit, again),
    ):
        edit.clear()
        write(edit, text)
    wizard.next_button.click()


def type_groups_back(wizard, groups):
    for number, edit in zip(wizard.sheet_page.numbers, wizard.sheet_page.edits, strict=True):
        edit.setText(groups[number - 1])
    wizard.next_button.click()


def test_the_dialog_names_the_file_and_hides_the_password(unlock):
    assert unlock.file_label.text() == "第二党支部"
    assert unlock.password_edit.echoMode() == QLineEdit.EchoMode.Password


def test_a_wrong_password_is_said_under_the_field_and_may_be_typed_again(unlock, qtbot):
    unlock.password_edit.setText("错的")
    qtbot.keyClick(unlock.password_edit, Qt.Key.Key_Return)

    assert unlock.problem_label.text() == "密码不对。请检查大小写后再试。"
    assert unlock.isVisible()
    assert unlock.open_button.isEnabled()
    assert unlock.password_edit.selectedText() != ""
    QApplication.processEvents()
    assert unlock.password_edit.height() >= unlock.password_edit.sizeHint().height()


def test_the_right_password_opens_and_is_forgotten(unlock, qtbot):
    unlock.password_edit.setText(PASSWORD)
    qtbot.mouseClick(unlock.open_button, Qt.MouseButton.LeftButton)

    assert unlock.opened == "opened"
    assert not unlock.isVisible()
    assert unlock.password_edit.text() == ""


def test_the_recovery_sheet_opens_and_names_a_wrong_group(unlock, qtbot):
    unlock.other_way_button.click()
    qtbot.keyClicks(unlock.sheet_edit, "222222")
    unlock.open_button.click()
    assert unlock.problem_label.text() == "第 2 组有数字输错了。"
    unlock.sheet_edit.setPlainText("111111")
    unlock.open_button.click()

    assert unlock.opened == "opened by sheet"


def test_nothing_typed_is_said_and_not_tried(unlock):
    unlock.open_button.click()

    assert unlock.problem_label.text() == "请输入密码。"


@pytest.mark.parametrize("choice", FirstChoice)
def test_the_first_start_offers_three_ways(qtbot, choice):
    dialog = FirstStartDialog()
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.buttons[choice].click()

    assert dialog.choice is choice
    assert not dialog.isVisible()


def test_a_branch_is_set_up_and_opens_with_its_password(wizard, tmp_path):
    fill_branch(wizard)
    fill_password(wizard)
    assert wizard.pages.currentWidget() is wizard.sheet_page
    type_groups_back(wizard, wizard.created.groups)
    assert wizard.pages.currentWidget() is wizard.roster_page
    wizard.next_button.click()
    assert wizard.pages.currentWidget() is wizard.done_page
    assert str(tmp_path / "第二党支部.partydesk") in wizard.done_page.place_label.text()
    wizard.next_button.click()
    wizard.created.opened.close()

    with open_branch(tmp_path / "第二党支部.partydesk", PASSWORD, allow_anywhere=True) as store:
        assert organization.the_branch(store).code == "SY02"


def test_making_a_branch_can_be_given_up_and_leaves_no_file(setting, qtbot, tmp_path):
    background = Background()
    wizard = NewBranchDialog(setting, background)
    qtbot.addWidget(wizard)
    wizard.show()
    fill_branch(wizard)
    fill_password(wizard)
    wizard.cancel_button.click()
    assert wizard.isVisible(), "what is under way ends first"
    qtbot.waitUntil(lambda: not wizard.isVisible())
    background.close()

    assert wizard.created is None
    assert list(tmp_path.iterdir()) == []


def test_the_five_steps_are_counted_and_gone_back(wizard):
    assert wizard.step_label.text() == "第 1 步，共 5 步"
    fill_branch(wizard)
    assert wizard.step_label.text() == "第 3 步，共 5 步"
    wizard.back_button.click()
    assert wizard.pages.currentWidget() is wizard.look_page
    wizard.back_button.click()
    assert wizard.pages.currentWidget() is wizard.branch_page


def test_size_and_colours_are_worn_as_soon_as_they_are_chosen(wizard, worn):
    fill_branch(wizard)
    wizard.back_button.click()
    wizard.look_page.size_buttons[Size.HUGE].click()
    wizard.look_page.look_buttons[Look.DARK].click()

    assert worn == [Theme(Look.LIGHT, Size.HUGE), Theme(Look.DARK, Size.STANDARD)]


def test_the_wizard_grows_with_the_text_and_fits_a_small_screen(wizard, look):
    before = wizard.height()
    look(Look.LIGHT, Size.HUGE)
    fill_branch(wizard)

    assert before < wizard.height() <= 720
    assert seeing.cut_texts(wizard) == []


def test_a_roster_is_imported_while_setting_up_and_stays(wizard, tmp_path):
    fill_branch(wizard)
    fill_password(wizard)
    type_groups_back(wizard, wizard.created.groups)
    wizard.roster_page.import_button.click()
    assert wizard.roster_page.result_label.text() == "新增 1 人。"
    wizard.reject()
    assert wizard.result() == wizard.DialogCode.Accepted
    wizard.created.opened.close()

    with open_branch(tmp_path / "第二党支部.partydesk", PASSWORD, allow_anywhere=True) as store:
        assert [each[1] for each in organization.people_to_pick(store, TODAY)] == ["陈志远"]


def test_what_is_missing_of_a_branch_is_marked(wizard):
    wizard.next_button.click()

    assert wizard.pages.currentWidget() is wizard.branch_page
    assert wizard.branch_page.form.problem("name")


def test_the_place_follows_the_name_and_leaves_out_what_no_file_may_have(wizard):
    write(wizard.branch_page.form.editor("short_name"), '二/支:部*?"')

    assert wizard.branch_page.path().name == "二支部.partydesk"


def test_a_file_that_is_there_is_not_written_over(wizard, tmp_path):
    place = tmp_path / "第二党支部.partydesk"
    place.write_bytes(b"precious")
    fill_branch(wizard)

    assert wizard.pages.currentWidget() is wizard.branch_page
    assert "已经存在" in wizard.branch_page.problem_label.text()
    assert place.read_bytes() == b"precious"


def test_a_weak_password_or_a_slip_is_refused(wizard):
    fill_branch(wizard)
    page = wizard.password_page
    page.first_edit.setText("12345678901")
    wizard.next_button.click()
    assert "数字" in page.problem_label.text()
    fill_password(wizard, "别的")

    assert page.problem_label.text() == "两次输入的密码不一样，请重新输入。"
    assert wizard.created is None


def test_groups_that_do_not_match_the_paper_are_refused(wizard):
    fill_branch(wizard)
    fill_password(wizard)
    wrong = ["000000" if group != "000000" else "000011" for group in wizard.created.groups]
    type_groups_back(wizard, wrong)

    assert wizard.pages.currentWidget() is wizard.sheet_page
    assert "与恢复单不一致" in wizard.sheet_page.problem_label.text()


def test_giving_up_before_the_sheet_was_read_removes_the_file(wizard, tmp_path, said):
    fill_branch(wizard)
    fill_password(wizard)
    said.answer = "放弃新建"
    wizard.cancel_button.click()

    assert said
    assert wizard.created is None
    assert [each.name for each in tmp_path.iterdir() if "第二党支部" in each.name] == []


def test_going_on_with_the_sheet_keeps_the_file(wizard, tmp_path, said):
    fill_branch(wizard)
    fill_password(wizard)
    said.answer = "继续核对"
    wizard.cancel_button.click()

    assert wizard.isVisible()
    assert (tmp_path / "第二党支部.partydesk").exists()


@pytest.fixture
def sheet(tmp_path):
    path = tmp_path / "x.partydesk"
    store, groups = create_branch(
        path,
        PASSWORD,
        {"name": "支部", "short_name": "支部", "code": "A", "kind": "党支部"},
        cost=CHEAP,
        allow_anywhere=True,
    )
    with store:
        return recovery_sheet_pdf(store, groups, "书记", TODAY)


def test_the_preview_shows_every_page_as_it_will_be_printed(qtbot, sheet, tmp_path):
    preview = PdfPreview("数据恢复单", sheet)
    qtbot.addWidget(preview)
    preview.show()

    assert len(preview.pages) == 1
    shown = preview.pages[0].pixmap().toImage()
    assert shown.height() > shown.width()
    assert shown.pixelColor(3, 3).name() == "#ffffff"
    preview.save_to(tmp_path / "恢复单.pdf")
    preview.reject()
    assert (tmp_path / "恢复单.pdf").read_bytes() == sheet


def test_further_pages_are_drawn_one_after_the_other(qtbot, store):
    for number in range(60):
        add(store, f"党员{number}")
    preview = PdfPreview("党员花名册", roster_pdf(store, TODAY))
    qtbot.addWidget(preview)
    first, *others = preview.pages
    assert [each.pixmap().isNull() for each in (first, others[-1])] == [False, True]
    size = others[-1].size()
    preview.show()

    qtbot.waitUntil(lambda: not others[-1].pixmap().isNull(), timeout=20_000)
    assert others[-1].size() == size
    preview.reject()


def test_pages_are_laid_out_beside_the_window(qtbot, store, monkeypatch):
    background, threads, shown = Background(), [], []
    monkeypatch.setattr(PdfPreview, "exec", lambda dialog: shown.append(dialog.windowTitle()))
    parent = QWidget()
    qtbot.addWidget(parent)

    def paper(read, day):
        threads.append(current_thread())
        return roster_pdf(read, day)

    show_paper(Desk(store, background), parent, "党员花名册", paper, TODAY)
    qtbot.waitUntil(lambda: shown == ["打印预览：党员花名册"], timeout=20_000)
    background.close()
    assert threads[0] is not main_thread()


def test_printing_sends_the_same_page_to_the_printer(qtbot, sheet, tmp_path):
    preview = PdfPreview("数据恢复单", sheet)
    qtbot.addWidget(preview)
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    preview.paint_on(printer)
    preview.reject()

    with PdfPages(Path(tmp_path / "printed.pdf").read_bytes()) as pages:
        assert pages.count == 1
        page = pages.page(0, 72)
        assert (page.width, page.height) == pytest.approx((595, 842), abs=2)
        assert min(page.bgra) < 60
