"""A bureau's own steps stand between the national ones; mistakes in its file are sentences."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partydesk.domain import development_steps
from partydesk.domain.development_steps import (
    national_sets,
    set_on,
    step_named,
    step_sets,
    use_local,
)
from partydesk.domain.local_steps import SAMPLE, understand
from partydesk.errors import ForeignFileError, InvalidValuesError
from partydesk.rules.development_way import cases, open_steps
from partydesk.rules.plain_development import Local, WayStep
from partydesk.services.development import STEP_FIELDS, walk_on
from partydesk.services.facts import load_facts
from partydesk.services.history import last_undoable, undo
from partydesk.services.ledgers import keeping
from partydesk.services.ledgers.development import WAYS
from partydesk.services.local_steps import (
    drop_steps,
    look_at_steps,
    save_sample,
    steps_told,
    take_steps,
)
from partydesk.storage.store import Store

TODAY = date(2026, 11, 22)
NATIONAL = development_steps.names_of(national_sets())


@pytest.fixture(autouse=True)
def national_again():
    """The next test reads no file that says otherwise."""
    yield
    use_local("")


def put(folder, text):
    path = folder / "本地步骤.toml"
    path.write_text(text, "utf-8")
    return path


def taken(*names):
    fields = dict.fromkeys(WayStep._fields)
    days = (date(2026, 6, day) for day in range(1, 29))
    return [
        WayStep(**fields | {"id": name, "step": name, "done_on": day, "result": "完成"})
        for name, day in zip(names, days, strict=False)
    ]


def test_a_local_step_is_demanded_after_the_national_one_it_follows(store, tmp_path):
    assert len(look_at_steps(put(tmp_path, SAMPLE))) == 1
    assert "1 个本地步骤" in take_steps(store, put(tmp_path, SAMPLE))
    assert "召开群众座谈会" in [each.name for each in set_on(TODAY).steps]
    done = [each.name for each in national_sets()[-1].steps if each.order <= 70]
    (opened,) = open_steps(taken(*done), TODAY)
    assert opened.name == "召开群众座谈会"
    assert opened.document == "群众座谈会记录"
    assert opened.article == "教育局党委通知"
    assert "召开群众座谈会" in steps_told(store)
    assert "不用本地步骤" in drop_steps(store)
    assert step_sets() == national_sets()
    assert step_named("召开群众座谈会").name == "召开群众座谈会"


def test_a_step_counts_from_the_day_it_comes_into_use(store, tmp_path):
    take_steps(store, put(tmp_path, SAMPLE + "valid_from = 2026-09-01\n"))
    names = {day: {each.name for each in set_on(day).steps} for day in (
        date(2026, 8, 31), date(2026, 9, 1), date(2020, 1, 1))}  # fmt: skip
    assert ["召开群众座谈会" in each for each in names.values()] == [False, True, False]
    assert set_on(date(2026, 9, 1)).name == set_on(date(2026, 8, 31)).name


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "至少一步"),
        ("step = 1", "至少一步"),
        ("[[step]]\nname = 座谈", "第 2 行写法不对"),
        ("\n\n[[step]]\nname = \"座谈\"", "第 3 行起的步骤：after 要写国家步骤的名称"),
        ('[[step]]\nname = ""\nafter = "政治审查"', "没有写步骤名称"),
        ('[[step]]\nname = "政治审查"\nafter = "政治审查"', "“政治审查”已经有了"),
        ('[[step]]\nname = "座谈"\nafter = "没有"', "没有“没有”这一步"),
        ('[[step]]\nname = "座谈"\nafter = "政治审查"\nrequired = "是"', "是否必办"),
        ('[[step]]\nname = "座谈"\nafter = "政治审查"\nmonths = 0', "1 到 60 个月"),
        ('[[step]]\nname = "座谈"\nafter = "政治审查"\nmonths = true', "时限"),
        ('[[step]]\nname = "座谈"\nafter = "政治审查"\ncolour = 1', "不认识“colour”"),
        (f'[[step]]\nname = "{"长" * 31}"\nafter = "政治审查"', "最多 30 个字"),
    ],
)  # fmt: skip
def test_each_mistake_is_a_sentence_with_its_line_and_nothing_is_taken(store, tmp_path, text, said):
    with pytest.raises(ForeignFileError) as caught:
        take_steps(store, put(tmp_path, text))
    assert said in caught.value.advice
    assert "国家规定的步骤" in steps_told(store)


def test_what_is_no_text_or_far_too_large_is_refused(tmp_path):
    path = tmp_path / "图片.toml"
    for data in (b"\xff\xfe\x00", b"#" * 200_000):
        path.write_bytes(data)
        with pytest.raises(ForeignFileError):
            look_at_steps(path)
    with pytest.raises(ForeignFileError):
        look_at_steps(tmp_path / "没有.toml")


def test_the_example_can_be_saved_and_taken_in_as_it_is(tmp_path):
    save_sample(tmp_path / "样例.toml")
    assert look_at_steps(tmp_path / "样例.toml") == ["“政治审查”之后：召开群众座谈会（必办）。"]


def test_the_steps_lie_in_the_branchs_file_and_undo_brings_back_what_was_before(store, tmp_path):
    take_steps(store, put(tmp_path, SAMPLE))
    other = SAMPLE.replace("召开群众座谈会", "向教代会通报")
    take_steps(store, put(tmp_path, other))
    assert "向教代会通报" in steps_told(store)
    with Store.in_memory() as elsewhere:
        assert "国家规定的步骤" in steps_told(elsewhere)
        assert step_sets() == national_sets()
    # Whoever reads ways from the first file goes by its steps again.
    assert [each.text for each in load_facts(store, TODAY).rows(Local)] == [other]
    cases(load_facts(store, TODAY))
    assert "向教代会通报" in [each.name for each in set_on(TODAY).steps]
    undo(store, last_undoable(store).id)
    assert "召开群众座谈会" in steps_told(store)
    drop_steps(store)
    undo(store, last_undoable(store).id)
    assert "召开群众座谈会" in steps_told(store)


def test_a_step_of_the_branch_is_recorded_and_an_unknown_one_is_a_sentence(
    store, add_member, tmp_path
):
    values = keeping.new_values(store, WAYS, TODAY) | {
        "member_id": add_member(category="入党申请人").id
    }
    values |= {"applied_on": TODAY - timedelta(400)}
    way = keeping.save_record(store, WAYS, values, TODAY).id
    with pytest.raises(InvalidValuesError, match="没有“召开群众座谈会”这一步"):
        walk_on(store, way, step("召开群众座谈会"), TODAY)
    early = SAMPLE.replace("政治审查", "递交入党申请书").replace("required = true", "")
    take_steps(store, put(tmp_path, early))
    use_local("")  # as another file would leave it
    assert "召开群众座谈会" in walk_on(store, way, step("召开群众座谈会"), TODAY)


def step(name):
    return dict.fromkeys(each.name for each in STEP_FIELDS) | {
        "step": name, "done_on": TODAY - timedelta(9), "result": "完成",
    }  # fmt: skip


@given(st.text(max_size=200))
def test_whatever_stands_in_a_file_is_steps_or_sentences(text):
    steps, problems = understand(text, NATIONAL)
    assert steps or problems
    assert all(each.endswith("。") for each in problems)
