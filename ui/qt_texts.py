"""Qt's own texts in Chinese, with those that its translation leaves in English."""

from PySide6.QtCore import QLibraryInfo, QTranslator
from PySide6.QtWidgets import QApplication

#: What a list of files says of each in its column 类型; Qt's Chinese texts lack them.
_KINDS = {
    "Alias": "替身",
    "Drive": "驱动器",
    "File": "文件",
    "File Folder": "文件夹",
    "Folder": "文件夹",
    "Shortcut": "快捷方式",
    "Unknown": "其他文件",
    "%1 File": "%1 文件",
}


class _Missing(QTranslator):
    """Answers for what is in none of the files."""

    def translate(  # type: ignore[override]  # None lets Qt ask elsewhere, an empty text does not
        self, context: str, text: str, disambiguation: str | None = None, n: int = -1
    ) -> str | None:
        """The Chinese text, if it is one of these."""
        del disambiguation, n
        return _KINDS.get(text) if context == "QAbstractFileIconProvider" else None


def speak_chinese(app: QApplication) -> list[QTranslator]:
    """Let everything that Qt says itself be Chinese; what was installed for it."""
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    usual, missing = QTranslator(app), _Missing(app)
    # qt_zh_CN is only an index; the texts are in qtbase_zh_CN.
    usual.load("qtbase_zh_CN", folder)
    for each in (usual, missing):
        app.installTranslator(each)
    return [usual, missing]
