"""A window with a line and a password line; what they hold is written to a file at each change."""

import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from ui.input_method import choose_input_method, connect_input_method


def main(target):
    way = choose_input_method()
    app = QApplication(["typing"])
    bridge = connect_input_method(app, way)
    window = QWidget()
    window.setWindowTitle("typing-child")
    plain, hidden = QLineEdit(), QLineEdit(echoMode=QLineEdit.EchoMode.Password)
    layout = QVBoxLayout(window)
    layout.addWidget(plain)
    layout.addWidget(hidden)

    def note():
        target.write_text(f"{way.name}\n{plain.text()}\n{hidden.text()}\n", "utf-8")

    plain.textChanged.connect(note)
    hidden.textChanged.connect(note)
    window.show()
    plain.setFocus()
    note()
    code = app.exec()
    if bridge is not None:
        bridge.close()
    return code


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
