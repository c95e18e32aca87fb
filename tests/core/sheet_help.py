"""Sheets for the tests, made as other programs make them and as nobody should."""

import io
import zipfile
from datetime import date, datetime
from pathlib import Path

CONTENT_TYPES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'
)
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELS = (
    '<?xml version="1.0" encoding="UTF-8"?><Relationships '
    'xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="{kind}" Target="{target}"/></Relationships>'
)
WORKBOOK = (
    '<?xml version="1.0" encoding="UTF-8"?><workbook '
    'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    f'xmlns:r="{_RELATION}"><sheets>'
    '<sheet name="名册" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
SHEET = (
    '<?xml version="1.0" encoding="UTF-8"?><worksheet '
    'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{}</worksheet>'
)


def parts(rows_xml: str, *, before: str = "", after: str = "") -> dict[str, bytes]:
    """The parts of a small .xlsx with one sheet whose rows are given as XML."""
    sheet = SHEET.format(f"{before}<sheetData>{rows_xml}</sheetData>{after}")
    return {
        "[Content_Types].xml": CONTENT_TYPES.encode(),
        "_rels/.rels": _RELS.format(
            kind=f"{_RELATION}/officeDocument", target="xl/workbook.xml"
        ).encode(),
        "xl/workbook.xml": WORKBOOK.encode(),
        "xl/_rels/workbook.xml.rels": _RELS.format(
            kind=f"{_RELATION}/worksheet", target="worksheets/sheet1.xml"
        ).encode(),
        "xl/worksheets/sheet1.xml": sheet.encode(),
    }


def boxed(some_parts: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Parts as the bytes of a zip file."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as box:
        for name, content in some_parts.items():
            box.writestr(name, content)
    return stream.getvalue()


def cell(reference: str, text: str) -> str:
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


def small_parts() -> dict[str, bytes]:
    """姓名 and two people."""
    rows = "".join(
        f'<row r="{number}">{cell(f"A{number}", name)}{cell(f"B{number}", sex)}</row>'
        for number, (name, sex) in enumerate(
            [("姓名", "性别"), ("方晓梅", "女"), ("石建国", "男")], 1
        )
    )
    return parts(rows)


def write_xlsx(path: Path, *sheets: list[list[object]], names: tuple[str, ...] = ()) -> Path:
    """Rows of Python values as a real .xlsx: numbers as numbers, days as days, =x as formulas."""
    import xlsxwriter

    with xlsxwriter.Workbook(str(path)) as book:
        as_day = book.add_format({"num_format": 'yyyy"年"m"月"d"日"'})
        for number, rows in enumerate(sheets):
            sheet = book.add_worksheet(names[number] if names else None)
            for row, values in enumerate(rows):
                for column, value in enumerate(values):
                    if isinstance(value, date):
                        sheet.write_datetime(row, column, datetime(*value.timetuple()[:3]), as_day)
                    elif isinstance(value, str) and not value.startswith("="):
                        sheet.write_string(row, column, value)
                    elif value is not None:
                        sheet.write(row, column, value)
    return path


def write_xls(path: Path, rows: list[list[object]]) -> Path:
    """Rows as an old .xls; WPS's .et is the same inside."""
    import xlwt

    book = xlwt.Workbook()
    sheet = book.add_sheet("名册")
    as_day = xlwt.easyxf(num_format_str="YYYY-MM-DD")
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            if isinstance(value, date):
                sheet.write(row, column, value, as_day)
            elif value is not None:
                sheet.write(row, column, value)
    book.save(str(path))
    return path
