"""A scheme typed as TOML: each mistake has its sentence with its place, whatever the text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partydesk.rules.scheme_toml import scheme_in
from partydesk.rules.schemes import load_schemes, scheme_text
from partydesk.services.schemes import (
    prepare_scheme,
)

HEAD = 'id = "a"\ntitle = "甲"\n'
ITEM = '[[items]]\nno = 1\ntitle = "学习"\npoints = 100\n'
CASE = '[[items.deductions]]\ntext = "缺课"\neach = 1\n'


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (HEAD + 'source = "x\n', "第 3 行第 12 个字符起写法不对，请检查引号、括号和等号。"),
        (HEAD + "vetoes = [", "文件末尾不完整，可能缺少引号或括号。"),
        (HEAD, "没有任何“items”。"),
        ("title = 3\n" + ITEM, "缺少“id”，或没有填写。"),
        (HEAD + ITEM.replace("100", "90"), "各项分值合计 90.0 分，应为 100 分。"),
        (HEAD + ITEM.replace("100", "-100"), "第 1 项（第 3 行起）：“points”的“-100”不是分数"),
        (HEAD + ITEM.replace("100", '"百"'), "第 1 项（第 3 行起）：“points”的“百”不是分数"),
        (HEAD + ITEM.replace("100", "99.999"), "第 1 项（第 3 行起）：“points”的“99.999”不是"),
        (HEAD + ITEM.replace("100", "nan"), "第 1 项（第 3 行起）：“points”的“NaN”不是分数"),
        (HEAD + ITEM.replace("100", "50") * 2, "有 2 项序号相同，都是“1”。"),
        (HEAD + ITEM.replace("points", "pionts"), "第 1 项（第 3 行起）：认不出“pionts”"),
        (HEAD + ITEM + CASE.replace("1", "-1"), "第 1 项第 1 条扣分（第 7 行起）：“each”的“-1”"),
        (HEAD + ITEM + CASE.replace("1", "0"), "第 1 项“缺课”一次扣 0 分，应大于 0。"),
        (HEAD + ITEM + CASE + 'rules = ["MTG-77"]\n', "第 1 项的校核规则“MTG-77”不认识。"),
        (HEAD + ITEM + CASE + 'rules = "MTG-01"\n', "“rules”应为方括号里的几个加引号的文字。"),
        (HEAD + ITEM + CASE + 'per = "每周"\n', "“per”的“每周”应为“每月”、“每季度”、“每年”之一"),
        (HEAD + ITEM + CASE + 'count = "花名册"\nleast = 1\n', "第 1 项的台账“花名册”不认识。"),
        (HEAD + ITEM + CASE + 'count = "党课"\nrules = ["MTG-01"]\n', "只能写一样。"),
        (HEAD + "items = 3\n", "“items”应写成 [[items]]，可以有几组。"),
        (HEAD + "items = [3]\n", "第 1 项：应为一组“名称 = 值”。"),
        (HEAD + "explained_costs = 1\n" + ITEM, "“explained_costs”应为 true（是）或 false（否）。"),
        (HEAD + "weights = { own = 30 }\n" + ITEM, "权重合计 30%，应为 100%。"),
        (HEAD + "weights = { own = 30, boss = 70 }\n" + ITEM, "“weights”：认不出“boss”"),
        (HEAD + "star_terms = { years = -1 }\n" + ITEM, "“star_terms”：“years”的“-1”不是整数"),
        (HEAD + ITEM + '[[stars]]\nname = "好"\nleast = 0\n' * 2, "有 2 级星级同名，都是“好”。"),
        (HEAD + ITEM + '[[stars]]\nname = "好"\nleast = 0\nquota = "10%"\n',
         "第 1 级星级（第 7 行起）：“quota”的“10%”不是整数"),
    ],
)  # fmt: skip
def test_each_mistake_in_a_text_gets_a_sentence_with_its_place(store, tmp_path, text, sentence):
    path = tmp_path / "本区.toml"
    path.write_text(text, encoding="utf-8")
    preview = prepare_scheme(store, path)

    assert preview.scheme is None
    assert any(sentence in each for each in preview.problems), preview.problems
    assert not any("Traceback" in each or "Error" in each for each in preview.problems)


@given(
    st.text(max_size=200)
    | st.sampled_from([scheme_text(load_schemes()[0])]).flatmap(
        lambda text: st.builds(
            lambda at, many, new: text[:at] + new + text[at + many :],
            st.integers(0, len(text)),
            st.integers(0, 40),
            st.text(max_size=5),
        )
    )
)
@settings(max_examples=150, deadline=None)  # fmt: skip
def test_no_text_however_broken_is_more_than_sentences(text):
    scheme, problems = scheme_in(text)

    assert (scheme is None) == bool(problems)
    assert all(each.endswith("。") for each in problems)
