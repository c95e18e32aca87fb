"""Two entries of one person side by side: which values stay, and what goes over with them."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QGridLayout,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from partydesk.domain.fields import Field, Kind
from partydesk.domain.identity import told_apart
from partydesk.domain.text import masked, show
from partydesk.services import history, merging, organization
from partydesk.services.members import MEMBER
from partydesk.services.merging import Choice, MergePlan
from ui.background import Tell, steps
from ui.desk import Desk, Task
from ui.theme import Tone, current_theme
from ui.widgets.basics import button, clear, column, label, row, scrolling
from ui.widgets.fitting import fit

#: Longer texts are shown in part; the pointer on them shows all.
_SHOWN = 36
#: A button breaks no lines by itself: so wide is one, in Chinese characters.
_WIDE = 9


class MergeDialog(QDialog):
    """Asks which value of each field stays, tells what else happens, and merges.

    Attributes:
        kept_id: The entry that stays.
        gone_id: The entry that goes.
        sides: For each field that differs, its name and the two buttons.
        result_sentence: What was done.
        operation_id: The step, for undo.
    """

    def __init__(self, desk: Desk, kept_id: str, gone_id: str, parent: QWidget) -> None:
        """Show what merging would do.

        Raises:
            RefusedError, NotFoundError: The two can't be merged now.
        """
        super().__init__(parent)
        self._desk, self.kept_id, self.gone_id = desk, kept_id, gone_id
        self._names = desk.call(organization.names)
        self._plan = desk.call(merging.plan_merge, kept_id, gone_id)
        self.result_sentence, self.operation_id = "", ""
        self.sides: dict[str, tuple[QRadioButton, QRadioButton]] = {}
        self.swap_button = button("左右互换", self._swap)
        self.swap_button.setToolTip("换一条留下；以前的修改记录和附件都会并到留下的一条")
        self.merge_button = button("合并", self._merge, "primary")
        self._grid = QWidget()
        self._foot_label = label("", "caption", wrap=True)
        self._about = QVBoxLayout()
        self._about.setSpacing(6)
        self._build()
        self._show_plan()

    def choose(self, name: str, *, gone: bool) -> None:
        """Choose the value of a field."""
        self.sides[name][gone].setChecked(True)

    def values(self) -> dict[str, Any]:
        """The values as they are chosen."""
        chosen = {
            each.field.name: each.gone if self.sides[each.field.name][1].isChecked() else each.kept
            for each in self._plan.choices
        }
        return {**self._plan.same, **chosen}

    def _build(self) -> None:
        self.setWindowTitle(f"合并 {self._plan.name} 的两条记录")
        self.merge_button.setDefault(True)
        inside = QWidget()
        inside.setLayout(column(self._grid, self._about, None, gap=14, margins=(0, 0, 8, 0)))
        foot = row(self.swap_button, 8, self._foot_label, 8)
        foot.addWidget(button("取消", self.reject))
        foot.addWidget(self.merge_button)
        foot.setStretch(2, 1)
        layout = column(
            label(
                "两条记录不一样的地方，逐项选留下哪一个；有内容的已先选好。合并后并入的一条移到"
                "回收站，指向它的会议、谈话、台账和附件都改到留下的一条，可以撤销。",
                "caption",
                wrap=True,
            ),
            scrolling(inside, "两条记录对照"),
            foot,
            gap=12,
            margins=(20, 18, 20, 18),
        )
        layout.setStretch(1, 1)
        self.setLayout(layout)
        fit(self, 780, 640)

    def _show_plan(self) -> None:
        old = self._grid.layout()
        if old is not None:
            clear(old)
        grid = old if isinstance(old, QGridLayout) else QGridLayout(self._grid)
        grid.setContentsMargins(0, 0, 0, 0)
        theme = current_theme()
        grid.setHorizontalSpacing(theme.gap(14))
        grid.setVerticalSpacing(theme.gap(8))
        for place, text in enumerate(("", "留下的一条", "并入的一条")):
            grid.addWidget(label(text, "label"), 0, place)
        self.sides.clear()
        for at, choice in enumerate(self._plan.choices, 1):
            self._add_choice(grid, at, choice)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        count = len(self._plan.clashes)
        told = f"两条都有的内容有 {count} 种，怎样处理列在最下面，请先看完。" if count else ""
        self._foot_label.setText(told)
        clear(self._about)
        for text, role, tone in _told(self._plan):
            self._about.addWidget(label(text, role, tone, wrap=True))

    def _add_choice(self, grid: QGridLayout, at: int, choice: Choice) -> None:
        described = choice.field
        grid.addWidget(label(described.label, "label"), at, 0)
        group = QButtonGroup(self._grid)
        both = (
            self._side(described, "留下的一条", choice.kept),
            self._side(described, "并入的一条", choice.gone, choice.kept),
        )
        for place, each in enumerate(both, 1):
            group.addButton(each)
            grid.addWidget(each, at, place)
        both[choice.take_gone].setChecked(True)
        self.sides[described.name] = both

    def _side(self, described: Field, whose: str, value: Any, other: Any = None) -> QRadioButton:
        """One value to choose; a number is masked as on the roster, with what differs told."""
        is_number = described.kind in (Kind.ID_NUMBER, Kind.PHONE)
        text = (masked if is_number else show)(described, value, self._names)
        text = " ".join(text.split()) or "（空）"
        lines = _lines(text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…")
        if is_number and value and other:
            apart = f"{told_apart(str(value), str(other))}不同"
            lines, text = f"{lines}\n{_lines(apart)}", f"{text}，{apart}"
        made = QRadioButton(lines)
        made.setAccessibleName(f"{described.label}，{whose}：{text}")
        made.setToolTip(text)
        return made

    def _swap(self) -> None:
        """The other one stays: what was chosen is proposed anew."""
        with self._desk.reporting(self):
            self._plan = self._desk.call(merging.plan_merge, self.gone_id, self.kept_id)
            self.kept_id, self.gone_id = self.gone_id, self.kept_id
            self._show_plan()

    def _merge(self) -> None:
        kept_id, gone_id, values = self.kept_id, self.gone_id, self.values()

        def work(store: Any, tell: Tell) -> tuple[str, str]:
            title = merging.merge(store, kept_id, gone_id, values, steps(tell))
            done = history.last_undoable(store)
            assert done is not None, "it was done just now"
            return title, done.id

        self._desk.run(Task(work, "正在合并…", self._merged), self)

    def _merged(self, made: tuple[str, str]) -> None:
        title, self.operation_id = made
        self.result_sentence = f"已{title}。"
        self.accept()


def _lines(text: str) -> str:
    """The text in lines that fit at the largest size, too; a Latin letter is half as wide."""
    lines, room = [""], float(_WIDE)
    for char in text:
        width = 1 if ord(char) > 0x2E7F else 0.5
        if room < width:
            lines.append("")
            room = _WIDE
        lines[-1] += char
        room -= width
    return "\n".join(each.strip() for each in lines)


def _told(plan: MergePlan) -> list[tuple[str, str, Tone | None]]:
    """What stands below the choices: what is the same, what goes over, what is to be looked at."""
    lines: list[tuple[str, str, Tone | None]] = []
    if same := _same(plan.same):
        lines.append((f"两条相同的：{same}。", "caption", None))
    moved = "、".join(f"{title} {count}" for title, count in plan.moved)
    lines.append((f"改到留下的一条：{moved}。" if moved else "并入的一条没有会议、谈话等记录。",
                  "caption", None))  # fmt: skip
    if plan.clashes:
        lines.append(("两条都有的，这样处理", "section", None))
        lines += [(f"· {each}", "", None) for each in plan.clashes]
    return lines


def _same(values: Mapping[str, Any]) -> str:
    """The labels of the fields that are filled in alike."""
    labels = {each.name: each.label for each in MEMBER.fields}
    filled = (name for name, value in values.items() if value not in (None, "", False))
    return "、".join(labels[name] for name in filled)
