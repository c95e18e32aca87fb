"""What the tests of the tabs share: a small branch, a tab that is shown, keys and questions."""

from datetime import date, timedelta

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPlainTextEdit, QWidget

from partydesk.domain.member import Category
from partydesk.services.members import MEMBER, save_member
from partydesk.services.organization import save_branch, save_term
from tests.core.branches import BRANCH, add_group
from ui.dialogs.pdf_preview import PdfPreview
from ui.widgets.tab_page import TabPage

TODAY = date.today()
LAST_WEEK = TODAY - timedelta(days=7)


class People(dict):
    """Ids by name."""


def fill(store):
    """A branch of five with a committee of two; who is called what, by name."""
    save_branch(store, BRANCH)
    group = add_group(store, "语文组").id
    found = People()
    for name, changes in {
        "陈志远": {},
        "周明": {},
        "王秀兰": {"group_id": group},
        "林涛": {"group_id": group},
        "何静": {"category": Category.PROBATIONARY, "full_on": None},
    }.items():
        found[name] = add(store, name, **changes)
    posts = [
        {"member_id": found["陈志远"], "kind": "书记"},
        {"member_id": found["周明"], "kind": "组织委员"},
    ]
    save_term(store, {"elected_on": TODAY - timedelta(days=300), "years": 3, "posts": posts})
    return found


def add(store, name, **changes):
    """Someone on the roster, who joined long ago; the id."""
    values = dict.fromkeys(each.name for each in MEMBER.fields)
    flags = ("is_lost", "is_floating", "is_backbone", "is_leader", "is_frail", "is_suspended")
    values |= dict.fromkeys(flags, False)
    values |= {
        "name": name,
        "category": Category.FULL,
        "joined_on": date(2000, 7, 1),
        "full_on": date(2001, 7, 1),
        "standing": "正常",
    }
    return save_member(store, values | changes).id


def shown(qtbot, tab, width=1170, height=700):
    """Show a tab alone in a window, as active as the main window's own."""
    qtbot.addWidget(tab, before_close_func=_quiet)
    tab.resize(width, height)
    with qtbot.waitActive(tab):
        tab.show()
        tab.activateWindow()
    return tab


def _quiet(tab):
    """Before the file closes: what was put off would come too late."""
    for dialog in filter(QWidget.isVisible, tab.findChildren(QDialog)):
        dialog.reject()
    if isinstance(tab, TabPage):
        tab.leave()
    for timer in tab.findChildren(QTimer):
        timer.stop()


def settle():
    """Let everything that was put off happen."""
    for _ in range(5):
        QApplication.processEvents()


def press(qtbot, widget, key=Qt.Key.Key_Return):
    """Press a key where the user would: in the list that a line has opened, else in it."""
    popup = QApplication.activePopupWidget()
    qtbot.keyClick(popup or widget, key)
    settle()


def type_into(qtbot, widget, text):
    """Go to a field and type keys there."""
    widget.setFocus()
    qtbot.keyClicks(widget, text)
    settle()


def words(widget):
    """Everything that can be read in a widget."""
    texts = [each.text() for each in widget.findChildren(QLabel) if each.isVisibleTo(widget)]
    texts += [each.toPlainText() for each in widget.findChildren(QPlainTextEdit)]
    return "\n".join(texts)


def child(widget: QWidget, kind, name):
    """The part with an accessible name."""
    found = [each for each in widget.findChildren(kind) if each.accessibleName() == name]
    assert len(found) == 1, f"{name}: {len(found)}"
    return found[0]


def previews(monkeypatch):
    """Titles and numbers of pages of what was shown to be printed; each is closed at once."""
    seen = []

    def show(dialog):
        seen.append((dialog.windowTitle(), len(dialog.pages)))
        dialog.reject()
        return 0

    monkeypatch.setattr(PdfPreview, "exec", show)
    return seen
