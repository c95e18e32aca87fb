"""A bureau's own steps stand between the national ones; mistakes in its file are sentences."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partydesk.domain.development_steps import names_of, national_sets
from partydesk.domain.local_steps import SAMPLE, understand
from partydesk.errors import ForeignFileError, InvalidValuesError
from partydesk.rules.development_way import open_steps, steps_of
from partydesk.rules.plain_development import Local, WayStep
from partydesk.services.development import STEP_FIELDS, walk_on
from partydesk.services.development_outlook import outlook
from partydesk.services.facts import load_facts
from partydesk.services.history import last_undoable, undo
from partydesk.services.ledgers import keeping
from partydesk.services.ledgers.development import WAYS
from partydesk.services.local_steps import (
    branch_rules,
    drop_steps,
    look_at_steps,
    save_sample,
    steps_told,
    take_steps,
)
from partydesk.storage.store import Store
from tests.core.branches import member

TODAY = date(2026, 11, 22)
NATIONAL = names_of(national_sets())


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
    rules = branch_rules(store)
    assert "召开群众座谈会" in [each.name for each in rules.on(TODAY).steps]
    done = [each.name for each in national_sets()[-1].steps if each.order <= 70]
    (opened,) = open_steps(rules, taken(*done), TODAY)
    assert opened.name == "召开群众座谈会"
    assert opened.document == "群众座谈会记录"
    assert opened.article == "教育局党委通知"
    assert "召开群众座谈会" in steps_told(store)
    assert "不用本地步骤" in drop_steps(store)
    assert branch_rules(store).sets == national_sets()
    assert branch_rules(store).named("召开群众座谈会").name == "召开群众座谈会"


def test_a_step_counts_from_the_day_it_comes_into_use(store, tmp_path):
    take_steps(store, put(tmp_path, SAMPLE + "valid_from = 2026-09-01\n"))
    rules = branch_rules(store)
    names = {day: {each.name for each in rules.on(day).steps} for day in (
        date(2026, 8, 31), date(2026, 9, 1), date(2020, 1, 1))}  # fmt: skip
    assert ["召开群众座谈会" in each for each in names.values()] == [False, True, False]
    assert rules.on(date(2026, 9, 1)).name == rules.on(date(2026, 8, 31)).name


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
    assert [each.text for each in load_facts(store, TODAY).rows(Local)] == [other]
    undo(store, last_undoable(store).id)
    assert "召开群众座谈会" in steps_told(store)
    drop_steps(store)
    undo(store, last_undoable(store).id)
    assert "召开群众座谈会" in steps_told(store)


#: A step that may be taken right after the application.
EARLY = SAMPLE.replace("政治审查", "递交入党申请书").replace("required = true", "")


def begun(store):
    """The way of someone who applied a year ago."""
    who = member(store, "申请人", category="入党申请人", joined_on=None, full_on=None)
    values = keeping.new_values(store, WAYS, TODAY)
    values |= {"member_id": who.id, "applied_on": TODAY - timedelta(400)}
    return keeping.save_record(store, WAYS, values, TODAY).id


def step(name):
    return dict.fromkeys(each.name for each in STEP_FIELDS) | {
        "step": name, "done_on": TODAY - timedelta(9), "result": "完成",
    }  # fmt: skip


def test_a_step_of_the_branch_is_recorded_and_an_unknown_one_is_a_sentence(store, tmp_path):
    way = begun(store)
    with pytest.raises(InvalidValuesError, match="没有“召开群众座谈会”这一步"):
        walk_on(store, way, step("召开群众座谈会"), TODAY)
    take_steps(store, put(tmp_path, EARLY))
    assert "召开群众座谈会" in walk_on(store, way, step("召开群众座谈会"), TODAY)


def test_two_files_open_side_by_side_go_each_by_its_own_steps(store, tmp_path):
    with Store.in_memory() as elsewhere:
        branches = {"召开群众座谈会": store, "向教代会通报": elsewhere}
        ways = {name: begun(branch) for name, branch in branches.items()}
        for name, branch in branches.items():
            take_steps(branch, put(tmp_path, EARLY.replace("召开群众座谈会", name)))
        # Both are loaded before either is asked.
        facts = {name: load_facts(branch, TODAY) for name, branch in branches.items()}
        for name, branch in branches.items():
            (other,) = branches.keys() - {name}
            for rules in (steps_of(facts[name]), branch_rules(branch)):
                assert (name in rules.known, other in rules.known) == (True, False)
            offered = {each.step.name for each in outlook(branch, ways[name], TODAY).steps}
            assert (name in offered, other in offered) == (True, False)
            walk_on(branch, ways[name], step(name), TODAY)
            with pytest.raises(InvalidValuesError, match=f"没有“{other}”这一步"):
                walk_on(branch, ways[name], step(other), TODAY)
        for name, branch in branches.items():
            values = keeping.record_values(branch, WAYS, ways[name])
            keeping.save_record(branch, WAYS, values | {"note": "照存"}, TODAY, ways[name])
            values["steps"][1]["step"] = next(iter(branches.keys() - {name}))
            with pytest.raises(InvalidValuesError) as caught:
                keeping.save_record(branch, WAYS, values, TODAY, ways[name])
            assert "请核对日期" in caught.value.by_field["steps.1.step"]


@given(st.text(max_size=200))
def test_whatever_stands_in_a_file_is_steps_or_sentences(text):
    steps, problems = understand(text, NATIONAL)
    assert steps or problems
    assert all(each.endswith("。") for each in problems)
