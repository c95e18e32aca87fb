"""发展党员 on the first screen and on paper; steps that a bureau adds; a deputy's view."""

from datetime import date

import pytest

from partydesk.domain.development_steps import step_rules
from partydesk.rules.development_way import open_steps
from partydesk.rules.duties import duties
from partydesk.rules.todo import Urgency
from partydesk.services.branch_files import add_deputy
from partydesk.services.development import walk_on
from partydesk.services.development_outlook import outlook
from partydesk.services.development_print import overview_pdf, people_pdf
from partydesk.services.ledgers import keeping
from partydesk.services.ledgers.development import WAYS
from partydesk.services.sample import make_sample
from partydesk.storage.store import Store
from tests.core.branches import CHEAP, event
from tests.core.development_help import NAMES, WAY, day, known, step, steps_until
from tests.core.pdf_reading import text_of
from tests.core.samples import copy_sample

TODAY = date(2026, 11, 22)


def told(facts):
    return [
        (each.title, each.due_on, each.urgency)
        for each in duties(facts)
        if each.action.record_type == "development"
    ]


@pytest.mark.parametrize(
    ("today", "urgency"),
    [("2026-07-22", Urgency.LATER), ("2026-07-23", Urgency.SOON), ("2026-08-07", Urgency.OVERDUE)],
)
def test_the_next_step_stands_on_the_workbench_with_its_day(today, urgency):
    title = "申请人：支部党员大会讨论接收"
    assert told(known("form", today=day(today))) == [(title, day("2026-08-06"), urgency)]


def test_a_month_before_nothing_is_told_yet_and_nothing_of_a_way_that_ended():
    assert told(known("review", today=day("2026-04-10"))) == []
    (review,) = told(known("review", today=day("2026-04-12")))
    assert review[:2] == ("申请人：半年一次的培养教育考察", day("2026-05-12"))
    ended = WAY._replace(ended_on=day("2026-03-01"))
    assert told(known("review", today=day("2026-04-12"), way=ended)) == []


def test_the_end_of_probation_is_told_once_but_that_of_an_extension_here():
    assert told(known("full_apply", today=day("2027-07-20"))) == []
    more = (
        step("full_meeting", "2027-07-20", result="延长预备期", ended_on=day("2028-01-20")),
        step("full_approve", "2027-08-20", result="通过"),
        step("probation_review", "2027-12-01"),
        step("full_apply", "2028-01-10"),
    )
    (due,) = told(known("full_apply", *more, today=day("2028-01-25")))
    assert due[:2] == ("申请人：支部党员大会讨论转正", day("2028-02-20"))


@pytest.fixture(scope="module")
def sample():
    with Store.in_memory() as store:
        copy_sample(store, TODAY)
        yield store


def of(store, name):
    listed = keeping.list_records(store, WAYS)
    return next(row.id for row in listed.rows if listed.names[row.member_id] == name)


def test_the_overview_has_every_step_and_the_counts_of_the_minutes(sample):
    record = of(sample, "冯晨曦")
    text = text_of(overview_pdf(sample, record)).replace("\n", "")

    for row in keeping.record_values(sample, WAYS, record)["steps"]:
        assert f"{row['done_on']:%Y.%m.%d}" in text
    assert "应到会有表决权党员35人" in text.replace(" ", "")
    assert "杨帆、许志刚" in text
    assert "一、申请入党" in text


def test_the_text_of_the_political_review_is_never_printed_on_it(sample):
    record = of(sample, "范思彤")
    values = keeping.record_values(sample, WAYS, record) | {"politics": "机密外调情况甲乙丙"}
    keeping.save_record(sample, WAYS, values, TODAY, record)

    assert "甲乙丙" not in text_of(overview_pdf(sample, record))


def test_the_list_holds_who_is_on_the_way_and_not_who_has_arrived(sample):
    text = text_of(people_pdf(sample, TODAY))

    assert "程家豪" in text
    assert "高洁" not in text.replace("　", "").replace(" ", "")


def test_a_roster_changed_by_hand_is_told(sample):
    record = of(sample, "范思彤")
    assert "不一致" not in outlook(sample, record, TODAY).sentence
    record = of(sample, "冯晨曦")
    person = keeping.record_values(sample, WAYS, record)["member_id"]
    event(sample, "更正登记", person, TODAY, category="发展对象")

    assert "名册里的人员类别是“发展对象”" in outlook(sample, record, TODAY).sentence


def test_a_deputy_walks_on_without_seeing_the_political_review(tmp_path):
    path = tmp_path / "支部.partydesk"
    with Store.create(path, "春天的故事很长很美", cost=CHEAP) as store:
        make_sample(store, TODAY)
        record = of(store, "范思彤")
        values = keeping.record_values(store, WAYS, record) | {"politics": "外调情况"}
        keeping.save_record(store, WAYS, values, TODAY, record)
        add_deputy(store, "副书记", "夏天的故事也很长", cost=CHEAP)
    with Store.open(path, "夏天的故事也很长") as store:
        entry = {"step": NAMES["thoughts"], "done_on": date(2026, 11, 20), "result": "完成"}
        walk_on(store, record, dict.fromkeys(("ended_on", "people", "document", "hours", "note"))
                | entry, TODAY)  # fmt: skip
        assert str(keeping.record_values(store, WAYS, record)["politics"]) == "已锁定"
    with Store.open(path, "春天的故事很长很美") as store:
        assert keeping.record_values(store, WAYS, record)["politics"] == "外调情况"


#: A step that a bureau asks for.
LOCAL = f'[[step]]\nname = "入党答辩"\nafter = "{NAMES["precheck"]}"\nrequired = true\n'


def test_a_step_that_a_bureau_adds_is_demanded_in_its_place():
    opened = open_steps(step_rules(LOCAL), steps_until("precheck"), day("2026-07-07"))
    assert [each.name for each in opened] == ["入党答辩"]


def test_without_it_the_form_comes_next():
    opened = open_steps(step_rules(""), steps_until("precheck"), day("2026-07-07"))
    assert [each.name for each in opened] == ["填写入党志愿书"]
