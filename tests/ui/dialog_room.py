"""A branch with a year behind it, its window, and what else a dialog may be opened on."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from PIL import Image

from partydesk.documents.pdf import LIST, Paper
from partydesk.domain.periods import quarter_of
from partydesk.services import (
    assessments,
    attachments,
    branch_files,
    cards,
    findings,
    meetings,
    members,
    phrases,
    rule_switches,
    submission,
)
from partydesk.services.adding_papers import add_files
from partydesk.services.members import MemberFilter
from partydesk.services.rule_switches import Weight
from partydesk.services.sample import create_sample_file
from partydesk.services.sample_file import SAMPLE_PASSWORD
from partydesk.services.score_view import Own
from partydesk.storage import slots
from partydesk.storage.store import Store
from tests.core.branches import CHEAP
from tests.core.test_forms_records import PRINTING
from ui.background import Background
from ui.desk import Desk
from ui.main_window import Heading, MainWindow
from ui.state import State
from ui.tab_list import branch_tabs
from ui.widgets.paper_tile import Paper as ShownPaper
from ui.widgets.paper_tile import paper_of

TODAY = date.today()
QUARTER = quarter_of(TODAY)
HEADING = Heading("实验小学第二党支部", "已加密 · 今日 09:50 已备份")
_GREEN, _BLUE = "#1f7a4d", "#1f5fa8"


def lived_in(folder: Path) -> Store:
    """The sample branch, open: a package was sent, a self-assessment was closed and
    is being corrected, there are papers, phrases, backups, deputies and somebody's history."""
    store = create_sample_file(folder / "示例支部.partydesk", SAMPLE_PASSWORD, TODAY)
    branch_files.add_deputy(store, "周海燕", "副手的密码也要长一点")
    _assess(store)
    _send(store, folder)
    first = members.list_members(store, MemberFilter(), TODAY)[0].id
    for title in ("一级教师", "高级教师"):
        known = members.member_values(store, first) | {"title": title}
        members.save_member(store, known, first)
    rule_switches.switch_rule(store, "MTG-14", Weight.OFF, "本校另有签到台账，缺席原因记在那里。")
    phrases.add_examples(store)
    _add_papers(store, folder)
    branch_files.backup_now(store, "导入前")
    return store


def _assess(store: Store) -> None:
    """Close a self-assessment, and begin to correct it."""
    sheet = assessments.open_assessment(store, QUARTER.code)
    for line in assessments.sheet_view(store, QUARTER.code, TODAY).lines:
        own = Own(line.own.points or line.item.points, "按记录逐项核对。", line.own.evidence)
        assessments.save_score(store, sheet.id, line.item.no, own)
    assessments.finish(store, sheet.id)
    assessments.correct(store, sheet.id, "教育局退回，第 3 条扣分应为 1.0 分。")


def _send(store: Store, folder: Path) -> None:
    """Send a package for practice; its errors are explained."""
    stick = folder / "U盘"
    stick.mkdir()
    for each in submission.plan(store, QUARTER, TODAY).errors_open:
        findings.accept(store, each, "示例支部：为演示校核而保留。")
    planned = submission.plan(store, QUARTER, TODAY)
    submission.make_submission(store, planned, cards.use_sample_card(store), stick)


def _add_papers(store: Store, folder: Path) -> None:
    """Two photos and a plan of two pages on the last meeting."""
    last = meetings.list_meetings(store, QUARTER)[0].id
    place = folder / "照片"
    place.mkdir()
    Image.new("RGB", (1600, 900), _GREEN).save(place / "1 主题党日合影.jpg")
    Image.new("RGB", (900, 1400), _BLUE).save(place / "2 签到表.jpg")
    paper = Paper(LIST, "主题党日活动方案", PRINTING, confidential=False)
    paper.text("\n".join("一、时间和地点；二、参加人员；三、议程。" for _ in range(60)))
    (place / "3 方案.pdf").write_bytes(paper.pdf())
    add_files(store, ("meeting", last), sorted(place.iterdir()))


@dataclass
class Room:
    """Where dialogs are opened.

    Attributes:
        desk: On the file of ``lived_in``.
        state: What the window remembers.
        window: The main window, shown.
        folder: For sheets that are read; may be written to.
    """

    desk: Desk
    state: State
    window: MainWindow
    folder: Path

    def tab(self, title: str):
        """A tab of the window, open."""
        self.window.show_tab(self.window.titles.index(title))
        return self.window.page

    @cached_property
    def people(self) -> list[str]:
        """Ids of some people on the roster."""
        found = self.desk.call(members.list_members, MemberFilter(), TODAY)
        return [each.id for each in found[:14]]

    @property
    def papers(self) -> list[ShownPaper]:
        """The papers of the last meeting, the last one of them a PDF."""
        last = self.desk.call(meetings.list_meetings, QUARTER)[0].id
        return [
            paper_of(each) for each in self.desk.call(attachments.attachments_of, "meeting", last)
        ]


def open_room(store: Store, state: State, folder: Path) -> Room:
    """The main window on a store, shown, with nothing of it put off."""
    desk = Desk(store, Background(inline=True))
    window = MainWindow(HEADING, branch_tabs(desk, state), state)
    window.resize(1366, 728)
    window.show()
    return Room(desk, state, window, folder)


def quick_keys(patch) -> None:
    """Passwords that cost nothing, for files that hold nothing of anybody."""
    patch(slots, "calibrated", lambda: CHEAP)
