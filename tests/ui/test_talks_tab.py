"""Talks: people by initials, sealed contents, who is still to be talked to, a deputy's view."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from partydesk.domain.fields import LOCKED
from partydesk.rules.talk_coverage import Level
from partydesk.services import drafts, talks
from partydesk.storage.store import Store
from tests.ui.chinese import write
from tests.ui.small_branch import LAST_WEEK, TODAY, fill, press, settle, shown, type_into, words
from ui.background import Background
from ui.desk import Desk
from ui.dialogs.pdf_preview import PdfPreview
from ui.dialogs.report import ReportDialog
from ui.dialogs.reports import COVERAGE, show_report
from ui.tabs.talks_tab import TalksTab
from ui.widgets.basics import Button
from ui.widgets.tab_page import Target

SECRET = "家中老人住院希望调整值班"


@pytest.fixture
def people(store):
    return fill(store)


@pytest.fixture
def tab(people, desk, state, qtbot):  # the roster must be there first
    return shown(qtbot, TalksTab(desk, state))


@pytest.fixture
def deputy(state, qtbot):
    """The same tab on a file that a deputy has opened, with one talk of the deputy's in it."""
    with Store.in_memory(confidential=False) as store:
        people = fill(store)
        made = Desk(store, Background(inline=True))
        values = {
            "kind": "日常谈心",
            "talked_on": LAST_WEEK,
            "way": "一对一",
            "talker_id": people["陈志远"],
            "partners": [{"member_id": people["林涛"], "name": "林涛"}],
        }
        talk = talks.save_talk(store, values, TODAY)
        _seal_something(store, talk.id)
        tab = shown(qtbot, TalksTab(made, state))
        tab.store, tab.people, tab.talk_id = store, people, talk.id
        yield tab
        tab.leave()
        tab.hide()
        made.close()


def _seal_something(store, talk_id):
    """What the secretary wrote under the other key."""
    from sqlalchemy import text

    with store.reading() as session:
        session.execute(
            text("UPDATE talk SET content = :sealed WHERE id = :id"),
            {"sealed": bytes(60), "id": talk_id},
        )
        session.commit()


def pick_partner(tab, qtbot, initials):
    type_into(qtbot, tab.partners.edit, initials)
    press(qtbot, tab.partners.edit)


def fill_in(tab, qtbot):
    day = tab.form.editor("talked_on")
    day.selectAll()
    type_into(qtbot, day, f"{LAST_WEEK:%Y%m%d}")
    pick_partner(tab, qtbot, "lt")
    settle()


def test_a_talk_is_written_by_initials(tab, store, people, qtbot):
    tab.primary()
    fill_in(tab, qtbot)
    write(tab.form.editor("content"), SECRET)
    tab.save()

    (row,) = talks.list_talks(store)
    values = talks.talk_values(store, row.id)
    assert values["content"] == SECRET
    assert values["talker_id"] == people["陈志远"]
    assert [each["member_id"] for each in values["partners"]] == [people["林涛"]]
    assert values["number"] == 1
    assert tab.card.title_label.text() == "日常谈心　林涛"


def test_several_are_picked_one_after_the_other_and_taken_out_again(tab, qtbot):
    tab.primary()
    for initials in ("lt", "wxl", "hj"):
        pick_partner(tab, qtbot, initials)
    away = [each for each in tab.partners.findChildren(Button) if each.isVisibleTo(tab)]
    qtbot.mouseClick(away[1], Qt.MouseButton.LeftButton)

    assert [each["name"] for each in tab.form.values()["partners"]] == ["林涛", "何静"]


def test_nobody_to_talk_to_is_said_under_the_field(tab, store):
    tab.primary()
    tab.save()

    assert tab.form.problem("partners") == "请选择谈话对象。"
    assert talks.list_talks(store) == []


def test_the_talker_can_not_be_the_partner(tab, store, qtbot):
    tab.primary()
    pick_partner(tab, qtbot, "czy")
    tab.save()

    assert "不能是同一个人" in tab.form.problem("partners")
    assert talks.list_talks(store) == []


def test_a_name_that_nobody_has_stays_to_be_corrected(tab, store, qtbot):
    tab.primary()
    pick_partner(tab, qtbot, "lt")
    tab.partners.edit.setFocus()
    write(tab.partners.edit, "查无此人")
    tab.save()

    assert "查无此人" in tab.form.problem("partners")
    assert talks.list_talks(store) == []


def look(dialog, seen):
    seen.append(dialog.sum_label.text())
    return dialog


def test_who_is_still_to_be_talked_to_is_said_by_name(tab, qtbot, answers, state):
    seen = []
    plan = replace(COVERAGE, levels=[("支委与党员", str(Level.MEMBERS))])
    answers.append((ReportDialog, lambda dialog: look(dialog, seen).reject()))
    show_report(tab, plan, state)
    assert "应谈 4 人，已谈 0 人；未谈：" in seen[0]
    tab.primary()
    day = tab.form.editor("talked_on")
    day.selectAll()
    type_into(qtbot, day, f"{TODAY:%Y%m%d}")
    pick_partner(tab, qtbot, "lt")
    tab.save()
    answers.append((ReportDialog, lambda dialog: look(dialog, seen).reject()))
    show_report(tab, plan, state)
    assert "林涛" not in seen[1]
    assert "王秀兰" in seen[1]


def test_a_draft_of_a_talk_is_sealed_in_the_file(tab, store, qtbot):
    tab.primary()
    fill_in(tab, qtbot)
    write(tab.form.editor("content"), SECRET)
    tab.leave()
    with store.reading() as session:
        from sqlalchemy import text

        (kept,) = session.execute(text('SELECT values_ FROM (SELECT "values" values_ FROM draft)'))

    assert SECRET.encode() not in kept[0]
    assert drafts.draft_of(store, "talk", None).values["content"] == SECRET


def test_a_talk_is_printed(tab, qtbot, monkeypatch):
    tab.primary()
    fill_in(tab, qtbot)
    tab.save()
    opened = []
    monkeypatch.setattr(PdfPreview, "exec", lambda dialog: opened.append(dialog.windowTitle()))
    tab.print_page()

    assert opened == ["打印预览：日常谈心　林涛"]


def test_the_workbench_can_begin_a_talk_with_a_person(tab, people):
    partners = [{"member_id": people["何静"], "name": "何静"}]
    tab.open_target(Target("talk", new=True, values={"partners": partners, "kind": "入党谈话"}))

    assert tab.form.values()["kind"] == "入党谈话"
    assert [each["name"] for each in tab.form.values()["partners"]] == ["何静"]


# What a deputy sees


def test_a_deputy_sees_that_the_contents_are_locked(deputy):
    deputy.page.table.choose(deputy.talk_id)

    assert deputy.form.values()["content"] is LOCKED
    assert not deputy.form.editor("content").isEnabled()
    assert "已锁定" in deputy.form.editor("content").placeholderText()
    assert "保密内容" in deputy.card.banner.sentence_label.text()


def test_a_deputy_may_correct_the_rest(deputy):
    deputy.page.table.choose(deputy.talk_id)
    write(deputy.form.editor("place"), "谈话室")
    deputy.save()

    assert talks.talk_values(deputy.store, deputy.talk_id)["place"] == "谈话室"
    assert talks.talk_values(deputy.store, deputy.talk_id)["content"] is LOCKED


def test_a_deputy_can_not_begin_to_write_what_can_not_be_kept(deputy, qtbot, said):
    deputy.primary()
    for name in ("matter", "content", "problems", "opinion", "measures", "follow_up"):
        assert not deputy.form.editor(name).isEnabled()
    fill_in(deputy, qtbot)
    deputy.save()

    assert said == []
    assert len(talks.list_talks(deputy.store)) == 2


def test_a_deputys_draft_leaves_the_contents_alone(deputy, state, qtbot):
    deputy.page.table.choose(deputy.talk_id)
    write(deputy.form.editor("place"), "谈话室")
    deputy.leave()
    again = shown(qtbot, TalksTab(deputy.desk, state))

    assert again.form.values()["place"] == "谈话室"
    assert again.form.values()["content"] is LOCKED
    assert again.card.banner.action_button.text() == "放弃草稿"
    assert SECRET not in words(again)


def test_a_locked_talk_is_not_printed_and_the_reason_is_said(deputy, said):
    deputy.page.table.choose(deputy.talk_id)
    deputy.print_page()

    assert len(said) == 1
    assert "锁定" in said[0]
