"""What a year's table would bring, with every line that can't be taken, before it is kept."""

from PySide6.QtWidgets import QDialog, QPlainTextEdit, QWidget

from partydesk.services.calendar_import import CalendarPreview
from ui.widgets.basics import button, column, label, row
from ui.widgets.fitting import fit


class ImportCalendarDialog(QDialog):
    """A preview; accepted, the years are to be kept."""

    def __init__(self, preview: CalendarPreview, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("导入年度表")
        taken = len(preview.rows) - len(preview.refused)
        summary = f"{preview.path.name}：可导入 {taken} 行，有错 {len(preview.refused)} 行。"
        self.text = QPlainTextEdit(_told(preview))
        self.text.setReadOnly(True)
        self.text.setAccessibleName("导入预览")
        self.import_button = button("导入", self.accept, "primary")
        self.import_button.setEnabled(bool(preview.tables))
        self.import_button.setDefault(True)
        hint = "有错的行不导入；这一年原来导入的放假安排会换成新的。"
        layout = column(
            label(summary, "strong", wrap=True),
            self.text,
            label(hint, "caption", wrap=True),
            row(None, button("取消", self.reject), self.import_button),
            gap=12,
            margins=(20, 18, 20, 18),
        )
        layout.setStretch(1, 1)
        self.setLayout(layout)
        fit(self, 560, 460)


def _told(preview: CalendarPreview) -> str:
    lines = list(preview.notes)
    lines += [f"第 {each.line} 行不导入：{each.problem}（{each.text}）" for each in preview.refused]
    for table in preview.tables:
        lines.append(f"{table.year} 年：放假 {len(table.off)} 天，补班 {len(table.work)} 天")
        lines += [f"　放假：{'、'.join(map(str, table.off))}"] if table.off else []
        lines += [f"　补班：{'、'.join(map(str, table.work))}"] if table.work else []
        lines += [f"　节点：{name} {day}" for name, day in table.festivals]
    return "\n".join(lines) or "表里没有可以导入的日期。"
