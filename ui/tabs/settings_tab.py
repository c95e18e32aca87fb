"""设置: the branch and its committee, passwords and backups, how the window looks, 回收站."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from PySide6.QtWidgets import QWidget

from partydesk.domain.fields import pick
from partydesk.domain.organization import Branch, Group, Post, Term
from partydesk.errors import InvalidValuesError
from partydesk.services import drafts, organization
from ui.desk import Desk
from ui.dialogs.message import say
from ui.state import State
from ui.tabs.appearance_card import AppearanceCard
from ui.tabs.bin_card import BinCard
from ui.tabs.calendar_card import CalendarCard
from ui.tabs.fonts_card import FontsCard
from ui.tabs.machine_card import MachineCard
from ui.tabs.register_tab import today
from ui.tabs.rules_card import RulesCard
from ui.tabs.safety_card import SafetyCard
from ui.tabs.update_card import UpdateCard
from ui.widgets.basics import GAP, MARGIN, button, card, column, label, row, scrolling
from ui.widgets.picker import Option
from ui.widgets.record_form import RecordForm, Section
from ui.widgets.row_list import RowListEditor
from ui.widgets.saved_badge import SavedBadge
from ui.widgets.tab_page import TabPage, Target
from ui.widgets.turning import Turning

#: From this width on two columns fit, in pixels at the standard size.
SIDE_BY_SIDE = 900
#: In which part of the page each draft stands.
_PART_OF = {
    "branch": "支部信息",
    "groups": "党小组",
    "term": "本届支委会",
    "posts": "本届支委会",
}


class SettingsTab(TabPage):
    """What is set up once and changes seldom."""

    def __init__(self, desk: Desk, state: State) -> None:
        super().__init__(desk)
        names = ("short_name", "code", "kind", "school", "parent", "founded_on", "phone")
        self.branch = RecordForm(
            [Section("", pick(Branch, "name")), Section("", pick(Branch, *names), 2)]
        )
        self.groups = RowListEditor(pick(Group, "name", "leader_id"), "党小组")
        papers = pick(Term, "elected_on", "years", "approval", "filing", "extension")
        self.term = RecordForm([Section("", papers, 2)])
        held = pick(Post, "member_id", "kind", "started_on", "ended_on")
        self.posts = RowListEditor(held, "职务")
        self.safety = SafetyCard(desk)
        self.rules = RulesCard(desk)
        self.calendar = CalendarCard(desk)
        self.update_card = UpdateCard(desk)
        self.bin = BinCard(desk)
        self._term_id: str | None = None
        self._shown: dict[str, Any] = {}
        self._badges: dict[str, SavedBadge] = {}
        self._is_read = False
        left = column(
            self._part("支部信息", self.branch, self._save_branch),
            self._part("党小组", self.groups, self._save_groups),
            self._part("本届支委会", self._term_part(), self._save_term),
            None,
            gap=GAP,
        )
        self.fonts = FontsCard(desk)
        self.machine = MachineCard(desk)
        right = column(
            *(self.safety, AppearanceCard(state), self.rules, self.calendar, self.fonts),
            *(self.machine, self.update_card, self.bin, None),
            gap=GAP,
        )
        inside, parts = QWidget(), (QWidget(), QWidget())
        for part, layout in zip(parts, (left, right), strict=True):
            part.setLayout(layout)
        sides = Turning(parts, SIDE_BY_SIDE, GAP, (1, 1))
        inside.setLayout(column(sides, None, margins=(MARGIN, MARGIN, MARGIN, MARGIN)))
        self._area = scrolling(inside)
        self.setLayout(column(self._area, gap=0))

    def open_target(self, target: Target) -> None:
        """A card by its title; the check of the machine begins at once."""
        if target.field == "本机检查":
            self.machine.check()
            self._area.ensureWidgetVisible(self.machine)
            self.machine.check_button.setFocus()

    def refresh(self) -> None:
        people = [Option(*each) for each in self.desk.call(organization.people_to_pick, today())]
        self.groups.set_people(people)
        self.posts.set_people(people)
        if not self.branch.is_changed():
            self._show_branch()
        if not self._is_edited("groups", self.groups):
            self._show_groups()
        if not self.term.is_changed() and not self._is_edited("posts", self.posts):
            self._show_term()
        if not self._is_read:
            self._is_read = True
            self._show_draft()
        self.safety.refresh()
        self.rules.refresh()
        self.calendar.refresh()
        self.fonts.refresh()
        self.update_card.refresh()
        self.bin.refresh()

    def leave(self) -> bool:
        """What was typed and not saved waits for the next time."""
        if (inside := self.focusWidget()) is not None:
            inside.clearFocus()
        edited = self._edited()
        if edited:
            self.desk.call(drafts.keep_draft, "settings", None, edited)
        elif self._is_read and self.desk.call(drafts.draft_of, "settings", None):
            self.desk.call(drafts.drop_draft, "settings", None)
        return True

    def _edited(self) -> dict[str, Any]:
        """The values of the parts that are not saved."""
        forms = {"branch": self.branch, "term": self.term}
        lists = {"groups": self.groups, "posts": self.posts}
        edited: dict[str, Any] = {
            name: form.values() for name, form in forms.items() if form.is_changed()
        }
        return edited | {
            name: each.value() for name, each in lists.items() if self._is_edited(name, each)
        }

    def _show_draft(self) -> None:
        draft = self.desk.call(drafts.draft_of, "settings", None)
        kept = draft.values if draft else {}
        self.branch.set_values(kept.get("branch", {}))
        self.term.set_values(kept.get("term", {}))
        for name, each in (("groups", self.groups), ("posts", self.posts)):
            if name in kept:
                each.set_value(kept[name])
        for name in kept:
            self._badges[_PART_OF[name]].show_unsaved()

    def _is_edited(self, name: str, editor: RowListEditor) -> bool:
        """Whether something stands in a list that is not saved: it must not be read over."""
        return name in self._shown and editor.value() != self._shown[name]

    def _show_branch(self) -> None:
        self.branch.fill(self.desk.call(organization.branch_values))

    def _show_groups(self) -> None:
        found = self.desk.call(organization.groups)
        self.groups.set_value(
            [{"id": each.id, "name": each.name, "leader_id": each.leader_id} for each in found]
        )
        self._shown["groups"] = self.groups.value()

    def _show_term(self) -> None:
        self._term_id, values = self.desk.call(organization.term_values)
        self.term.fill(values or {"years": 3})
        self.posts.set_value(values.get("posts"))
        self._shown["posts"] = self.posts.value()

    def _term_part(self) -> QWidget:
        made = QWidget()
        made.setLayout(column(self.term, self.posts, gap=10))
        return made

    def _part(self, title: str, body: QWidget, save: Callable[[SavedBadge], None]) -> QWidget:
        badge = self._badges[title] = SavedBadge()
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
            self._show_branch()
            badge.show_saved(stored.updated_at)

    def _names_people(self, rows: RowListEditor) -> bool:
        """Whether everyone who is named is known; says it if not."""
        sentence = rows.problem()
        if sentence:
            say(self, sentence)
        return not sentence

    def _save_groups(self, badge: SavedBadge) -> None:
        if not self._names_people(self.groups):
            return
        with self.desk.reporting(self):
            self.desk.call(organization.save_groups, self.groups.value())
            self._show_groups()
            badge.show_saved(datetime.now())

    def _save_term(self, badge: SavedBadge) -> None:
        if not self.term.check() or not self._names_people(self.posts):
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
            self._show_term()
            badge.show_saved(stored.updated_at)
