"""A roster sheet as a school office sends it, to try the import on; everyone in it is invented."""

from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any

from partydesk.domain.periods import add_months
from partydesk.safeio import write_file
from partydesk.services.sample_kit import texts
from partydesk.services.sample_people import id_number

_HEAD = (
    *("序号", "姓名", "所在党支部", "公民身份证号", "性别", "民族", "出生日期", "学历", "人员类别"),
    *(
        "加入党组织日期",
        "转为正式党员日期",
        "工作岗位",
        "手机号",
        "固定电话",
        "家庭住址",
        "党籍状态",
    ),
    *("是否为失联党员", "失去联系日期", "是否为流动党员", "外出流向", "备注"),
)
#: The last four of the sheet: three need a look, one can't be imported.
_DOUBTFUL = 4


def roster_sheet_sample(path: Path) -> None:
    """Write an xlsx sheet in the national form: 44 rows are clear, 3 need a look, 1 is wrong.

    It has what such sheets have: titles above the head, days in several forms, phone numbers as
    numbers, everyday words for education, a line of totals and a remark below.

    Raises:
        StorageError: The disk did not take it.
    """
    import xlsxwriter

    data = BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True}) as book:
        sheet = book.add_worksheet("党员基本信息汇总表")
        bold = book.add_format({"bold": True, "text_wrap": True, "border": 1})
        days = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.merge_range(0, 0, 0, len(_HEAD) - 1, "党员基本信息汇总表", bold)
        sheet.write(1, 0, f"填报单位：{texts('people')['name']}")
        sheet.write_row(2, 0, _HEAD, bold)
        sheet.set_column(1, len(_HEAD) - 1, 16)
        rows = list(_rows())
        for line, row in enumerate(rows, 3):
            for column, value in enumerate(row):
                if isinstance(value, date):
                    sheet.write_datetime(line, column, value, days)
                else:
                    sheet.write(line, column, value)
        sheet.write(len(rows) + 3, 1, "合计")
        sheet.write(len(rows) + 3, 2, len(rows))
        sheet.write(len(rows) + 4, 0, "填表人：          审核人：")
    write_file(path, data.getvalue())


def _rows() -> Iterator[list[Any]]:
    chance = Random(20260701)
    names = texts("people")["sheet"]
    for index, name in enumerate(names):
        row = _row(index, name, chance)
        doubtful = index - (len(names) - _DOUBTFUL)
        if doubtful >= 0:
            _spoil(row, doubtful)
        yield [row[head] for head in _HEAD]


def _row(index: int, name: str, chance: Random) -> dict[str, Any]:
    sex = "男" if chance.random() < 0.4 else "女"
    born = date(1966, 3, 1) + timedelta(days=chance.randrange(28 * 365))
    joined = add_months(born, 12 * chance.randrange(22, 29))
    mobile = 10000002000 + index * 17
    return dict.fromkeys(_HEAD, None) | {
        "序号": index + 1,
        "姓名": name,
        "所在党支部": texts("people")["name"],
        "公民身份证号": id_number(born, sex, 200 + index),
        "性别": sex,
        "民族": ("汉族", "汉", "满族", "汉族")[index % 4],
        "出生日期": _written(born, index),
        "学历": ("本科", "大学", "硕士研究生", "大专")[index % 4],
        "人员类别": "正式党员",
        "加入党组织日期": _written(joined, index + 1),
        "转为正式党员日期": _written(add_months(joined, 12), index + 1),
        "工作岗位": "事业单位专业技术岗位",
        "手机号": mobile if index % 3 == 0 else str(mobile),
        "家庭住址": f"示例市实验区书香路{index % 12 + 1}号{index + 201}室",
        "党籍状态": "正常",
        "是否为失联党员": "否",
        "是否为流动党员": "否",
    }


def _written(day: date, form: int) -> date | str:
    """A day as one of the offices writes it."""
    forms = (day, f"{day:%Y-%m-%d}", f"{day.year}年{day.month}月{day.day}日", f"{day:%Y%m%d}")
    return forms[form % len(forms)]


def _spoil(row: dict[str, Any], how: int) -> None:
    match how:
        case 0:
            row["性别"] = "女" if row["性别"] == "男" else "男"
        case 1:
            row["出生日期"] = date(1979, 1, 31)
        case 2:
            row["转为正式党员日期"] = date(1995, 7, 1)
        case _:
            # Excel keeps 15 digits of a number: the last three are gone.
            row["公民身份证号"] = int(row["公民身份证号"][:15]) * 1000
