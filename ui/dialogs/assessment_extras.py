"""What stands beside the items: bonus for honours, and one veto."""

from PySide6.QtWidgets import QComboBox, QDialog, QLineEdit, QPlainTextEdit, QWidget

from partydesk.domain.text import points
from partydesk.domain.typed import points_from
from partydesk.errors import PartydeskError
from partydesk.services import assessments
from partydesk.services.score_view import Own, SheetView
from ui.desk import Desk
from ui.dialogs.growing import grow
from ui.theme import current_theme
from ui.widgets.basics import button, calm_list, column, label, row

_NONE = "没有"


class ExtrasDialog(QDialog):
    """Kept when all of it can be kept."""

    def __init__(self, desk: Desk, view: SheetView, sheet_id: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"加分和一票否决 · {view.period.label}")
        self._desk, self._view, self._id = desk, view, sheet_id
        self.bonus_edit = QLineEdit()
        self.reason_edit, self.veto_box = QPlainTextEdit(), calm_list(QComboBox())
        self.reason_edit.setTabChangesFocus(True)
        self.problem_label = label("", "problem", wrap=True)
        self.problem_label.hide()
        self._fill()
        scheme = view.scheme
        save = button("保存", self.save, "primary")
        save.setDefault(True)
        self.setLayout(
            column(
                label(f"加分（最多 {points(scheme.bonus_cap)} 分）", "section"),
                label(scheme.bonus, "caption", wrap=True),
                self.bonus_edit,
                self.reason_edit,
                label("一票否决", "section"),
                self.veto_box,
                self.problem_label,
                row(None, button("取消", self.reject), save),
                gap=8,
                margins=(20, 18, 20, 18),
            )
        )
        self.resize(current_theme().gap(520), 0)
        grow(self)

    def save(self) -> None:
        """Keep what changed; what can't be kept is said."""
        view = self._view
        bonus = self._points(self.bonus_edit)
        own = Own(bonus, self.reason_edit.toPlainText().strip(), view.bonus.evidence)
        veto = str(self.veto_box.currentData())
        try:
            if bonus == -1:
                self._say("分数应为数字，最多两位小数。")
                return
            if own != view.bonus:
                self._desk.call(assessments.save_bonus, self._id, own)
            if veto != view.veto:
                self._desk.call(assessments.save_veto, self._id, veto)
        except PartydeskError as error:
            self._say(f"{error.sentence}{error.advice}")
            return
        self.accept()

    def _fill(self) -> None:
        view = self._view
        self.bonus_edit.setAccessibleName("加分")
        self.reason_edit.setAccessibleName("加分依据")
        self.reason_edit.setPlaceholderText("加分依据，如表彰文件的名称和文号")
        self.reason_edit.setFixedHeight(current_theme().gap(76))
        self.veto_box.setAccessibleName("一票否决")
        self.bonus_edit.setText("" if view.bonus.points is None else points(view.bonus.points))
        self.reason_edit.setPlainText(view.bonus.reason)
        self.veto_box.addItem(_NONE, "")
        for each in dict.fromkeys((*view.scheme.vetoes, view.veto)):
            if each:
                self.veto_box.addItem(each, each)
        self.veto_box.setCurrentIndex(max(self.veto_box.findData(view.veto), 0))
        for editor in (self.bonus_edit, self.reason_edit, self.veto_box):
            editor.setEnabled(not view.is_closed)

    def _points(self, edit: QLineEdit) -> int | None:
        """Hundredths; none for an empty line, -1 for what is no number."""
        text = edit.text().strip()
        if not text:
            return None
        value = points_from(text)
        return value if isinstance(value, int) else -1

    def _say(self, sentence: str) -> None:
        self.problem_label.setText(sentence)
        self.problem_label.show()
        grow(self)
