"""A scheme goes to a bureau as a workbook or a TOML file and comes back without losing a word."""

from dataclasses import replace

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from partydesk.errors import ForeignFileError, RefusedError
from partydesk.rules.scheme import (
    FULL_POINTS,
    Deduction,
    Item,
    Per,
    RollUp,
    Scheme,
    Star,
    StarTerms,
    Weights,
)
from partydesk.rules.schemes import load_schemes, scheme_from_text, scheme_text
from partydesk.services.scheme_reading import read_scheme
from partydesk.services.scheme_sheets import scheme_workbook
from partydesk.services.schemes import (
    all_schemes,
    choose_scheme,
    chosen_scheme,
    countable,
    export_scheme,
    keep_scheme,
    known_rules,
    prepare_scheme,
    scheme_of,
)

LETTERS = st.characters(
    codec="utf-8", categories=("L", "N", "P", "S"), exclude_characters="\ufffe\uffff_"
)
TEXT = st.text(LETTERS, min_size=1, max_size=30)
LOOSE = st.one_of(st.just(""), TEXT, st.builds("{}\n{}".format, TEXT, TEXT))
MANY = st.lists(TEXT, max_size=4, unique=True).map(tuple)
RULES = st.lists(st.sampled_from(sorted(known_rules())), min_size=1, max_size=4, unique=True)


@st.composite
def deductions(draw, points):
    each = draw(st.integers(1, points))
    most = draw(st.none() | st.integers(each, 2 * points))
    made = Deduction(draw(TEXT), each, most)
    match draw(st.sampled_from(["rules", "count", "judged"])):
        case "rules":
            return replace(made, rules=tuple(draw(RULES)))
        case "count":
            return replace(
                made,
                count=draw(st.sampled_from(countable())),
                least=draw(st.integers(1, 400)),
                per=draw(st.sampled_from(Per)),
                word=draw(st.just("") | TEXT),
            )
    return made


@st.composite
def schemes(draw):
    cuts = draw(st.lists(st.integers(1, FULL_POINTS - 1), max_size=5, unique=True).map(sorted))
    sizes = [b - a for a, b in zip([0, *cuts], [*cuts, FULL_POINTS], strict=True)]
    items = tuple(
        Item(
            str(number),
            draw(TEXT),
            points,
            draw(LOOSE),
            draw(LOOSE),
            draw(MANY),
            tuple(draw(st.lists(st.sampled_from(countable()), max_size=3, unique=True))),
            tuple(draw(st.lists(deductions(points), max_size=3))),
        )
        for number, points in enumerate(sizes, 1)
    )
    edges = draw(st.lists(st.integers(1, FULL_POINTS), max_size=3, unique=True).map(sorted))
    stars = [Star(draw(TEXT), least, draw(st.integers(0, 25)), draw(LOOSE)) for least in edges]
    lowest = [Star(draw(TEXT), 0)] if stars else []
    named = [replace(each, name=f"{n}{each.name}") for n, each in enumerate([*lowest, *stars])]
    own = draw(st.integers(0, 100))
    return Scheme(
        draw(TEXT),
        draw(TEXT),
        items,
        draw(st.integers(0, 2000)),
        draw(LOOSE),
        draw(MANY),
        draw(LOOSE),
        tuple(reversed(named)),
        draw(st.sampled_from(RollUp)),
        draw(st.booleans()),
        draw(st.just("") | TEXT),
        draw(st.sampled_from([Weights(), Weights(own, 100 - own), Weights(own, 0, 100 - own)])),
        StarTerms(*(draw(st.integers(0, 5)) for _ in range(3))),
    )


@given(schemes())
@settings(max_examples=60, deadline=None)
def test_a_scheme_written_as_toml_reads_back_the_same(scheme):
    assert scheme_from_text(scheme_text(scheme), "x") == scheme


@given(schemes())
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_a_scheme_written_as_a_workbook_reads_back_the_same(tmp_path, scheme):
    path = tmp_path / "考核表.xlsx"
    path.write_bytes(scheme_workbook(scheme, countable()))
    back, problems = read_scheme(path, known_rules(), frozenset(countable()))

    assert problems == []
    assert back == scheme


@pytest.mark.parametrize("scheme", load_schemes(), ids=lambda each: each.id)
def test_what_ships_survives_the_workbook(tmp_path, scheme):
    path = tmp_path / "考核表.xlsx"
    path.write_bytes(scheme_workbook(scheme, countable()))

    assert read_scheme(path, known_rules(), frozenset(countable())) == (scheme, [])


def exported(store, tmp_path, change=None, scheme_id="default"):
    path = tmp_path / "考核表.xlsx"
    path.write_bytes(export_scheme(store, scheme_id))
    if change:
        book = openpyxl.load_workbook(path)
        change(book)
        book.save(path)
    return path


def test_what_was_edited_is_shown_before_it_is_kept(store, tmp_path):
    def change(book):
        book["条目"]["C2"], book["条目"]["C3"] = 13, 7
        book["条目"]["B3"] = "班子建设"
        book["考核表"]["B3"] = "本区考核表"

    preview = prepare_scheme(store, exported(store, tmp_path, change))

    assert preview.changes == (
        "名称由“党支部工作量化考核表（示例）”改为“本区考核表”。",
        "第 1 项由 12.0 分改为 13.0 分。",
        "第 2 项“组织设置和班子建设”改名为“班子建设”。",
        "第 2 项由 8.0 分改为 7.0 分。",
    )
    assert scheme_of(store, "default").items[0].points == 1200

    keep_scheme(store, preview)
    assert [each.points for each in scheme_of(store, "default").items[:2]] == [1300, 700]
    assert len(all_schemes(store)) == len(load_schemes())


def mistakes(store, tmp_path, change):
    preview = prepare_scheme(store, exported(store, tmp_path, change))
    assert preview.scheme is None
    with pytest.raises(RefusedError, match="没有导入"):
        keep_scheme(store, preview)
    return preview.problems


def put(page, cell, value):
    return lambda book: book[page].__setitem__(cell, value)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (put("条目", "C2", 13), "各项分值合计 101.0 分，应为 100 分。"),
        (put("条目", "C2", "十二"), "“条目”第 2 行：“分值”的“十二”不是分数"),
        (put("条目", "C2", 0.125), "“条目”第 2 行：“分值”的“0.125”不是分数"),
        (put("条目", "B3", ""), "“条目”第 3 行：没有填写“条目”。"),
        (put("条目", "A3", "1"), "“条目”第 3 行：序号“1”和前面的一项相同。"),
        (put("条目", "G2", "花名册"), "“条目”第 2 行：“佐证台账”里没有“花名册”"),
        (put("扣分规则", "A2", "99"), "“扣分规则”第 2 行：“条目”页里没有序号“99”。"),
        (put("扣分规则", "C2", "一分"), "“扣分规则”第 2 行：“每次扣分”的“一”不是分数"),
        (put("扣分规则", "E5", "EDU-01、MTG-77"), "“扣分规则”第 5 行：“校核规则”里没有“MTG-77”"),
        (put("扣分规则", "F5", "党课"), "“校核规则”和“计数台账”只能填一样。"),
        (put("扣分规则", "H3", "每周"), "“扣分规则”第 3 行：“计数期间”的“每周”应为"),
        (put("扣分规则", "G3", "两次"), "“扣分规则”第 3 行：“应有次数”的“两”不是整数。"),
        (put("扣分规则", "G3", None), "没有写应有次数。"),
        (put("条目", "C1", "得分"), "“条目”页没有“分值”这一列，表头可能被改动过。"),
        (lambda book: book.remove(book["条目"]), "没有找到“条目”这一页。"),
        (put("考核表", "B8", "也许"), "“考核表”第 8 行：“也许”应为“是”或“否”。"),
        (put("条目", "C2", -12), "“条目”第 2 行：“分值”的“-12”不是分数"),
        (put("扣分规则", "C2", -1), "“扣分规则”第 2 行：“每次扣分”的“-1”不是分数"),
        (put("扣分规则", "C2", 0), "第 1 项“没有年度学习计划”一次扣 0 分，应大于 0。"),
        (put("条目", "C2", "=1/0"), "“条目”第 2 行：“分值”的“#没有结果”不是分数"),
        (put("考核表", "A4", "版 本"), "“考核表”第 4 行：认不出“版 本”，请检查文字。"),
        (put("考核表", "A5", "名称"), "“考核表”第 5 行：“名称”写了两次。"),
        (put("考核表", "B10", 60), "自评、上级评分、互评的权重合计 60%，应为 100%。"),
        (put("考核表", "B10", -5), "“考核表”第 10 行：“内容”的“-5”不是整数。"),
        (lambda book: book["条目"].merge_cells("A2:A3"), "“条目”第 3 行：没有填写“序号”。"),
        (lambda book: book["条目"].merge_cells("B2:C2"), "“条目”第 2 行：没有填写“分值”。"),
        (lambda book: book["条目"].delete_rows(1), "“条目”页没有“分值”这一列"),
        (lambda book: book["条目"].delete_rows(1, 99), "“条目”页没有“分值”这一列"),
    ],
)
def test_each_mistake_gets_a_sentence_with_its_place(store, tmp_path, change, sentence):
    problems = mistakes(store, tmp_path, change)

    assert any(sentence in each for each in problems), problems


def test_a_deduction_larger_than_its_item_and_stars_with_a_gap_are_named(store, tmp_path):
    def change(book):
        book["条目"]["C2"], book["条目"]["C4"] = 0.5, 27.5

    assert any("超过本项的 0.5 分" in each for each in mistakes(store, tmp_path, change))

    path = exported(store, tmp_path, put("星级", "B3", 95), "stars")
    assert prepare_scheme(store, path).problems == ("星级“四星”的起点不低于“五星”，两级重叠。",)
    path = exported(store, tmp_path, put("星级", "B6", 10), "stars")
    assert prepare_scheme(store, path).problems == ("10.0 分以下没有对应的星级。",)


def test_a_file_that_is_no_scheme_is_refused_with_sentences(store, tmp_path):
    path = tmp_path / "名单.csv"
    path.write_text("姓名,电话\n张三,1\n", encoding="utf-8")
    assert "没有找到“考核表”这一页。" in prepare_scheme(store, path).problems[0]

    broken = tmp_path / "x.toml"
    broken.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ForeignFileError, match="UTF-8"):
        prepare_scheme(store, broken)


def test_a_toml_file_is_taken_in_as_a_new_scheme_and_chosen(store, tmp_path):
    text = scheme_text(replace(scheme_of(store, "stars"), id="ours", title="本区星级"))
    path = tmp_path / "ours.toml"
    path.write_text(text, encoding="utf-8")
    assert chosen_scheme(store).id == "default"

    preview = prepare_scheme(store, path)
    assert (preview.is_new, preview.changes) == (True, ())
    keep_scheme(store, preview)
    assert chosen_scheme(store).title == "本区星级"
    choose_scheme(store, "stars")
    assert chosen_scheme(store).id == "stars"

    path.write_text(text.replace('"ORG-07"', '"XYZ-01"'), encoding="utf-8")
    assert prepare_scheme(store, path).problems == ("第 1 项的校核规则“XYZ-01”不认识。",)


def test_a_number_merged_over_its_deductions_stands_for_all_of_them(store, tmp_path):
    def change(book):
        page = book["扣分规则"]
        assert [page.cell(row, 1).value for row in (2, 3, 4, 5)] == ["1"] * 4
        page.merge_cells("A2:A5")

    preview = prepare_scheme(store, exported(store, tmp_path, change))

    assert (preview.problems, preview.changes) == ((), ())
