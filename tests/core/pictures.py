"""Pictures as phones, scanners and chats make them, with everything they hide."""

import io
import zlib

from PIL import Image, ImageDraw, PngImagePlugin

#: What must never come in; each stands in another hiding place.
SECRETS = (b"SECRET-CAMERA", b"SECRET-XMP", b"SECRET-COMMENT", b"SECRET-TEXT", b"SECRET-FILM")


def scene(size=(400, 300), seed=0):
    """A photo: many colours, no two seeds alike."""
    left = Image.radial_gradient("L").resize(size)
    right = Image.linear_gradient("L").rotate(90 * (seed % 4)).resize(size)
    noise = Image.effect_noise(size, 40)
    image = Image.merge("RGB", (left, right, noise))
    ImageDraw.Draw(image).text((20, 20), f"No. {seed}", fill="white", font_size=size[1] // 6)
    return image


def exif_of(image, orientation=1):
    exif = image.getexif()
    exif[0x0110] = "SECRET-CAMERA"
    exif[0x0112] = orientation
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (39.0, 54.0, 26.0)
    return exif


def hiding(form, image=None, orientation=1):
    """The bytes of a picture that tells where and with what it was taken, in every way it can."""
    image = image or scene()
    target = io.BytesIO()
    options = {"exif": exif_of(image, orientation)}
    if form == "PNG":
        text = PngImagePlugin.PngInfo()
        text.add_text("Comment", "SECRET-TEXT")
        text.add_itxt("XML:com.adobe.xmp", "SECRET-XMP")
        options["pnginfo"] = text
    elif form in {"JPEG", "WEBP"}:
        options["xmp"] = b"<x>SECRET-XMP</x>"
    if form == "JPEG":
        options["comment"] = b"SECRET-COMMENT"
    if form in {"GIF", "BMP"}:
        options = {"comment": b"SECRET-COMMENT"} if form == "GIF" else {}
    image.save(target, form, **options)
    return target.getvalue() + b"SECRET-FILM"


def moving(form, count=3):
    frames = [scene(seed=number) for number in range(count)]
    target = io.BytesIO()
    frames[0].save(target, form, save_all=True, append_images=frames[1:])
    return target.getvalue()


def bomb(width, height):
    """A PNG of a few hundred bytes that says it is this large."""

    def chunk(kind, data):
        body = kind + data
        return len(data).to_bytes(4, "big") + body + zlib.crc32(body).to_bytes(4, "big")

    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes([8, 2, 0, 0, 0])
    packed = zlib.compress(bytes(1000))
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")
    )


def opened(data):
    image = Image.open(io.BytesIO(data))
    image.load()
    return image
