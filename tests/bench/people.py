"""Invented people for the benchmarks: the same ones on each run, as many as asked for."""

from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from partydesk.domain.identity import check_character, sex_of
from partydesk.domain.ids import new_id
from partydesk.domain.member import Member
from partydesk.domain.pinyin import spelling_of
from partydesk.storage.store import Store

#: The columns of the national sheet that a school fills in.
HEADS = {
    "name": "姓名",
    "id_number": "公民身份证号",
    "sex": "性别",
    "ethnicity": "民族",
    "born_on": "出生日期",
    "education": "学历",
    "category": "人员类别",
    "joined_on": "加入党组织日期",
    "full_on": "转为正式党员日期",
    "job": "工作岗位",
    "mobile": "手机号",
    "address": "家庭住址",
    "standing": "党籍状态",
    "is_lost": "是否为失联党员",
    "is_floating": "是否为流动党员",
    "native_place": "籍贯",
    "work_started_on": "参加工作时间",
    "school": "毕业院校",
    "title": "职称",
    "sponsors": "入党介绍人",
}
_SURNAMES = "王李张刘陈杨黄赵周吴徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余"
_GIVEN = "志远晓梅建国雅琴佳怡文斌海涛丽静强蓉东明婷帆雪芳伟敏磊洋勇军杰娟艳涛霞平刚桂英"
_TITLES = ("高级教师", "一级教师", "二级教师", "三级教师")
_SCHOOLS = ("实验师范大学", "江南师范学院", "北方师范大学", "第一师范学校")


def person(number: int) -> dict[str, Any]:
    """One person's values by field name; ``number`` decides all of them."""
    chance = Random(number)
    name = chance.choice(_SURNAMES) + "".join(chance.choices(_GIVEN, k=chance.choice((1, 2, 2))))
    born = date(1962, 1, 1) + timedelta(days=chance.randrange(12_000))
    joined = born + timedelta(days=7_000 + chance.randrange(2_000))
    # 999999 belongs to no county. The number stands in it, so that no two people share one.
    body = f"999999{born:%Y%m%d}{number % 1000:03}"
    id_number = body + check_character(body)
    return {
        "name": name,
        "id_number": id_number,
        "sex": sex_of(id_number),
        "ethnicity": chance.choice(("汉族", "汉族", "汉族", "满族", "回族")),
        "born_on": born,
        "education": chance.choice(("大学", "硕士研究生", "大专")),
        "category": "正式党员",
        "joined_on": joined,
        "full_on": joined + timedelta(days=366),
        "job": "事业单位专业技术岗位",
        "mobile": f"139{number:08}",
        "address": f"实验区和平路{1 + number % 400}号{1 + number % 30}单元{101 + number % 900}室",
        "standing": "正常",
        "is_lost": False,
        "is_floating": False,
        "native_place": "江苏苏州",
        "work_started_on": born + timedelta(days=8_300),
        "school": chance.choice(_SCHOOLS),
        "title": chance.choice(_TITLES),
        "sponsors": "陈志远、李建国",
    }


def people(count: int) -> list[dict[str, Any]]:
    """So many people; no id number stands twice."""
    found: dict[str, dict[str, Any]] = {}
    number = 0
    while len(found) < count:
        each = person(number)
        found.setdefault(each["id_number"], each)
        number += 1
    return list(found.values())


def roster_sheet(path: Path, count: int) -> Path:
    """A roster of so many people as an .xlsx: text cells, days as days."""
    import xlsxwriter

    with xlsxwriter.Workbook(str(path)) as book:
        days = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet = book.add_worksheet("花名册")
        sheet.write_row(0, 0, list(HEADS.values()))
        for row, each in enumerate(people(count), 1):
            for column, name in enumerate(HEADS):
                value = each[name]
                if isinstance(value, date):
                    sheet.write_datetime(row, column, value, days)
                elif isinstance(value, bool):
                    sheet.write_string(row, column, "是" if value else "否")
                else:
                    sheet.write_string(row, column, value)
    return path


def fill(store: Store, count: int) -> None:
    """Put so many people on a roster in one step."""
    with store.writing(f"放入 {count} 人") as session:
        session.add_all(
            Member(id=new_id(), spelling=spelling_of(each["name"]), **each)
            for each in people(count)
        )
