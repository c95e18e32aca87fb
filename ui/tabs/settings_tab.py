"""设置: the branch and its committee, passwords and backups, how the window looks, 回收站."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtWidgets import QWidget

from partydesk.domain.fields import pick
from partydesk.domain.organization import Branch, Group, Post, Term
from partydesk.errors import InvalidValuesError
from partydesk.services import organization
from ui.desk import Desk
from ui.state import State
from ui.tabs.appearance_card import AppearanceCard
from ui.tabs.bin_card import BinCard
from ui.tabs.register_tab import today
from ui.tabs.safety_card import SafetyCard
from ui.widgets.basics import GAP, MARGIN, button, card, column, label, row, scrolling
from ui.widgets.picker import Option
from ui.widgets.record_form import RecordForm, Section
from ui.widgets.row_list import RowListEditor
from ui.widgets.saved_badge import SavedBadge
from ui.widgets.tab_page import TabPage


class SettingsTab(TabPage):
    """What is set up once and changes seldom."""

    def __init__(self, desk: Desk, state: State) -> None:
        super().__init__(desk)
        names = ("short_name", "code", "kind", "school", "parent", "founded_on", "phone")
        self.branch = RecordForm(
            [Section("", pick(Branch, "name")), Section("", pick(Branch, *names), 2)]
        )
        self.groups = RowListEditor(pick(Group, "name", "leader_id"), "党小组")
        self.term = RecordForm([Section("", pick(Term, "elected_on", "years", "approval"), 2)])
        self.posts = RowListEditor(pick(Post, "member_id", "kind", "started_on"), "职务")
        self.safety = SafetyCard(desk)
        self.bin = BinCard(desk)
        self._term_id: str | None = None
        left = column(
            self._part("支部信息", self.branch, self._save_branch),
            self._part("党小组", self.groups, self._save_groups),
            self._part("本届支委会", self._term_part(), self._save_term),
            None,
            gap=GAP,
        )
        right = column(self.safety, AppearanceCard(state), self.bin, None, gap=GAP)
        inside = QWidget()
        sides = row(left, right, gap=GAP, margins=(MARGIN, MARGIN, MARGIN, MARGIN))
        sides.setStretch(0, 1)
        sides.setStretch(1, 1)
        inside.setLayout(sides)
        self.setLayout(column(scrolling(inside), gap=0))

    def refresh(self) -> None:
        people = [Option(*each) for each in self.desk.call(organization.people_to_pick, today())]
        self.groups.set_people(people)
        self.posts.set_people(people)
        if not self.branch.is_changed():
            self.branch.fill(self.desk.call(organization.branch_values))
        found = self.desk.call(organization.groups)
        self.groups.set_value(
            [{"id": each.id, "name": each.name, "leader_id": each.leader_id} for each in found]
        )
        self._term_id, values = self.desk.call(organization.term_values)
        self.term.fill(values or {"years": 3})
        self.posts.set_value(values.get("posts"))
        self.safety.refresh()
        self.bin.refresh()

    def _term_part(self) -> QWidget:
        made = QWidget()
        made.setLayout(column(self.term, self.posts, gap=10))
        return made

    def _part(self, title: str, body: QWidget, save: Callable[[SavedBadge], None]) -> QWidget:
        badge = SavedBadge()
        saving = button(f"保存{title}", lambda: save(badge))
        return card(row(label(title, "title"), None, badge), body, row(None, saving), gap=12)

    def _save_branch(self, badge: SavedBadge) -> None:
        if not self.branch.check():
            return
        with self.desk.reporting(self):
            try:
                stored = self.desk.call(organization.save_branch, self.branch.values())
            except InvalidValuesError as error:
                self.branch.show_problems(error.by_field)
                return
            self.branch.fill(self.branch.values())
            badge.show_saved(stored.updated_at)

    def _save_groups(self, badge: SavedBadge) -> None:
        with self.desk.reporting(self):
            self.desk.call(organization.save_groups, self.groups.value())
            badge.show_saved(datetime.now())

    def _save_term(self, badge: SavedBadge) -> None:
        if not self.term.check():
            return
        values = self.term.values() | {"posts": self.posts.value()}
        with self.desk.reporting(self):
            try:
                stored = self.desk.call(organization.save_term, values, self._term_id)
            except InvalidValuesError as error:
                self.term.show_problems(error.by_field)
                if any(key.startswith("posts.") for key in error.by_field):
                    raise
                return
            self._term_id = stored.id
            badge.show_saved(stored.updated_at)
