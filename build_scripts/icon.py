"""Draw app.png and app.ico from resources/icons/app.svg: `python3 build_scripts/dev.py icon`."""

import io
import sys
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

ICONS = Path(__file__).resolve().parent.parent / "resources" / "icons"
SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256)  # pixels; what Windows asks for at 100-250 %


def draw(size: int) -> Image.Image:
    """Draw the drawing at one size, in pixels."""
    canvas = QImage(size, size, QImage.Format.Format_ARGB32)
    canvas.fill(0)
    painter = QPainter(canvas)
    QSvgRenderer(str(ICONS / "app.svg")).render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    canvas.save(buffer, "PNG")
    return Image.open(io.BytesIO(buffer.data().data()))


def main() -> int:
    """Write both files; each size is drawn anew, not shrunk."""
    application = QGuiApplication(["icon", "-platform", "offscreen"])
    images = [draw(size) for size in SIZES]
    images[-1].save(ICONS / "app.png")
    sizes = [image.size for image in images]
    images[-1].save(ICONS / "app.ico", sizes=sizes, append_images=images[:-1])
    application.quit()
    return 0


if __name__ == "__main__":
    sys.exit(main())
