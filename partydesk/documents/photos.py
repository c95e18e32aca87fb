"""Photos from outside made ours: upright, small, and without the data that cameras add."""

import io
import struct
import warnings
from typing import TYPE_CHECKING, Any, NamedTuple

from partydesk.errors import ForeignFileError

if TYPE_CHECKING:
    from PIL.Image import Image

#: Photos are shrunk to so many pixels on their longer side unless told otherwise.
LONGEST_SIDE = 2000
#: A picture of more pixels than this would need more memory than an office computer has to spare.
MOST_PIXELS = 89_000_000

#: Quality of a new photo, and of one that is written again: loss must not add up to the eye.
_QUALITY, _QUALITY_AGAIN = 85, 92

#: What a library for pictures raises on bytes that are no picture or a broken one.
_BROKEN = (
    *(OSError, EOFError, SyntaxError, ValueError, struct.error),
    *(LookupError, TypeError, ArithmeticError, MemoryError),
)

_ENDINGS = {"image/jpeg": (".jpg", ".jpeg"), "image/png": (".png",)}


class Photo(NamedTuple):
    """A picture as it is kept.

    Attributes:
        title: Its name; the ending tells what it has become.
        media_type: ``image/jpeg`` or ``image/png``.
        data: Its bytes.
    """

    title: str
    media_type: str
    data: bytes


def picture_kind(data: bytes) -> str:
    """What kind of picture bytes are by how they begin: ``jpeg`` ... ``heif``; else empty."""
    starts = {
        b"\xff\xd8\xff": "jpeg",
        b"\x89PNG\r\n\x1a\n": "png",
        b"BM": "bmp",
        b"GIF8": "gif",
        b"II*\x00": "tiff",
        b"MM\x00*": "tiff",
    }
    for start, kind in starts.items():
        if data.startswith(start):
            return kind
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    return "heif" if data[4:8] == b"ftyp" else ""


def kept_photo(title: str, data: bytes, *, keep_size: bool = False) -> Photo:
    """A photo upright, no larger than needed, without place and camera data (EXP-06).

    Nothing but the pixels of the first picture is kept: no EXIF, XMP, comment, thumbnail or
    appended film. Photos become JPEG; drawings and scanned pages PNG where that is smaller.

    Raises:
        ForeignFileError: It is broken, too large, moves or has several pages.
    """
    if picture_kind(data) == "heif":
        raise ForeignFileError(
            f"“{title}”是 HEIC 格式的照片，本程序读不了，没有添加。",
            "请在手机的相机设置里选“兼容性最佳”，或把照片另存为 JPG 后再添加。",
        )
    try:
        with warnings.catch_warnings():
            # Where the library only warns, of size or of broken camera data, we refuse or repair.
            warnings.simplefilter("ignore")
            upright = _opened(title, data, keep_size=keep_size)
        media_type, kept = _smaller(upright, was_photo=picture_kind(data) == "jpeg")
    except _BROKEN as error:
        raise ForeignFileError(
            f"“{title}”不是完整的图片，没有添加。", "请重新拷贝这张照片后再添加。"
        ) from error
    return Photo(_renamed(title, media_type), media_type, kept)


def turned(data: bytes, quarters: int) -> bytes:
    """A kept photo turned clockwise by so many quarters of a circle.

    Raises:
        ForeignFileError: The bytes are no picture.
    """
    from PIL import Image

    ways = (None, Image.Transpose.ROTATE_270, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_90)
    way = ways[quarters % 4]
    if way is None:
        return data
    try:
        with Image.open(io.BytesIO(data)) as opened:
            is_png = opened.format == "PNG"
            image = opened.transpose(way)
    except _BROKEN as error:
        raise ForeignFileError("这张图片不完整，不能旋转。", "请重新添加这张照片。") from error
    image.info.clear()
    return _png(image) if is_png else _jpeg(image, _QUALITY_AGAIN)


def _opened(title: str, data: bytes, *, keep_size: bool) -> "Image":
    """The pixels of a picture, and nothing else."""
    from PIL import Image

    try:
        opened = Image.open(io.BytesIO(data))
    except Image.DecompressionBombError as error:
        raise _too_large(title) from error
    with opened:
        if opened.width * opened.height > MOST_PIXELS:
            raise _too_large(title)
        _require_single(title, opened)
        # Only JPEG can be shrunk while it is read; others lose lines unless they have all colours.
        image: Image.Image = opened if opened.format in {"JPEG", "MPO"} else _in_full(opened)
        if not keep_size:
            image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        clean = _in_full(_upright(image))
    clean.info.clear()
    return clean


def _too_large(title: str) -> ForeignFileError:
    return ForeignFileError(
        f"“{title}”的尺寸太大（超过 {MOST_PIXELS // 10_000} 万像素），没有添加。",
        "请用看图软件把它缩小并另存后再添加。",
    )


def _require_single(title: str, opened: "Image") -> None:
    """Refuse what would lose pages or movement; phones' two-picture JPEG is one photo."""
    if getattr(opened, "n_frames", 1) == 1:
        return
    if opened.format == "TIFF":
        raise ForeignFileError(
            f"“{title}”里有好几页，没有添加。", "请把它另存为 PDF 再添加，这样每一页都在。"
        )
    if opened.format in {"GIF", "WEBP", "PNG"}:
        raise ForeignFileError(f"“{title}”是会动的图片，没有添加。", "请截一张静止的图片再添加。")


def _upright(image: "Image") -> "Image":
    from PIL import ImageOps

    try:
        return ImageOps.exif_transpose(image)
    except (SyntaxError, ValueError, struct.error, LookupError, TypeError):
        # A good photo with broken camera data: it stays as it lies.
        return image


def _in_full(image: "Image") -> "Image":
    """The same in grey, colour, or colour with transparency."""
    if image.mode.startswith("I"):
        # Sixteen bits of grey: the upper eight are what a screen shows.
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if "transparency" in image.info or image.mode in {"RGBA", "LA", "PA", "RGBa", "La"}:
        return image.convert("RGBA")
    return image.convert("L" if image.mode in {"1", "L"} else "RGB")


def _smaller(image: "Image", *, was_photo: bool) -> tuple[str, bytes]:
    if image.mode == "RGBA" and image.getchannel("A").getextrema() == (255, 255):
        image = image.convert("RGB")
    if image.mode == "RGBA":
        return "image/png", _png(image)
    photo = _jpeg(image, _QUALITY)
    drawing = _png(image) if not was_photo and _may_be_drawing(image) else None
    if drawing is not None and len(drawing) < len(photo):
        return "image/png", drawing
    return "image/jpeg", photo


def _may_be_drawing(image: "Image") -> bool:
    """Whether trying PNG is worth its time: few colours in a small picture of it."""
    from PIL import Image

    small = image.resize((96, 96), Image.Resampling.NEAREST)
    return small.getcolors(1024) is not None


def _png(image: "Image") -> bytes:
    return _saved(image, "PNG")


def _jpeg(image: "Image", quality: int) -> bytes:
    return _saved(image, "JPEG", quality=quality, optimize=True)


def _saved(image: "Image", form: str, **options: Any) -> bytes:
    target = io.BytesIO()
    image.save(target, form, **options)
    return target.getvalue()


def _renamed(title: str, media_type: str) -> str:
    """The title with an ending that tells what the bytes are now."""
    allowed = _ENDINGS[media_type]
    stem, dot, ending = title.rpartition(".")
    if f".{ending}".lower() in allowed:
        return title
    return f"{stem if dot else title}{allowed[0]}"
