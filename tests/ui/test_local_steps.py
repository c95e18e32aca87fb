"""本地发展步骤 in 设置: a file is looked at, taken in, refused with its lines, left out again."""

import pytest
from PySide6.QtWidgets import QFileDialog

from partydesk.domain.local_steps import SAMPLE
from partydesk.services import holidays
from tests.ui.small_branch import shown
from ui.tabs.rules_card import RulesCard


@pytest.fixture
def card(desk, qtbot):
    made = shown(qtbot, RulesCard(desk))
    made.refresh()
    return made


def choose(monkeypatch, path):
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))


def test_steps_are_shown_first_then_taken_in_and_left_out_again(card, said, tmp_path, monkeypatch):
    assert "国家规定的步骤" in card.steps.line.text()
    path = tmp_path / "步骤.toml"
    path.write_text(SAMPLE, "utf-8")
    choose(monkeypatch, path)
    card.steps.take()
    assert "将收下 1 个本地步骤" in said[0]
    assert "国家规定的步骤" in card.steps.line.text()
    said.answer = "收下"
    card.steps.take()
    assert "马上起用" in said[-1]
    assert "召开群众座谈会" in card.steps.line.text()
    card.steps.drop()
    assert "国家规定的步骤" in card.steps.line.text()


def test_a_file_with_mistakes_is_refused_with_each_line(card, said, tmp_path, monkeypatch):
    path = tmp_path / "步骤.toml"
    path.write_text('[[step]]\nname = "座谈"\n\n[[step]]\nafter = "政治审查"\n', "utf-8")
    choose(monkeypatch, path)
    card.steps.take()
    assert "2 处要改" in said[0]
    assert "第 1 行起的步骤" in said[0]
    assert "第 4 行起的步骤：没有写步骤名称" in said[0]
    assert "国家规定的步骤" in card.steps.line.text()


def test_the_example_is_saved_where_the_user_says(card, said, tmp_path, monkeypatch):
    target = tmp_path / "样例.toml"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    card.steps.save_sample()
    assert target.read_text("utf-8") == SAMPLE
    assert said


def test_the_holidays_are_taken_as_any_other_month_with_one_click(card, desk):
    assert card.holidays.isChecked()
    card.holidays.click()
    assert not desk.call(holidays.are_softened)
    card.refresh()
    assert not card.holidays.isChecked()
