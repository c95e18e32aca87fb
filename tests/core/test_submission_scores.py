"""The self-assessment in a package: both figures, why, which scheme, which version; no names."""

import hashlib
import json
from datetime import date

import pytest

from partydesk.domain.periods import period_with
from partydesk.rules.schemes import load_schemes, scheme_text
from partydesk.services.assessments import correct, finish, open_assessment, save_score
from partydesk.services.schemes import choose_scheme
from partydesk.services.score_view import Own
from partydesk.services.submission import clear_copy_pdf, plan
from tests.core import branches
from tests.core.branches import ID_NUMBER, TODAY
from tests.core.papers import text_of
from tests.core.records_help import add_meeting

QUARTER = period_with("2026Q3")


@pytest.fixture
def store(tmp_path):
    """A branch that met in June and then not once in the third quarter."""
    with branches.filled_branch(tmp_path) as opened:
        add_meeting(opened, held_on=date(2026, 6, 5))
        yield opened


def scored(store, scheme="default"):
    sheet = open_assessment(store, QUARTER.code, scheme)
    for item in sheet.scheme.items:
        own = Own(item.points, f"逐项核对，联系人证件{ID_NUMBER}。")
        save_score(store, sheet.id, item.no, own, TODAY)
    return sheet.id


def sent(store):
    """As the file lies in the package."""
    return json.loads(plan(store, QUARTER, TODAY).collected.files()["data/assessment.json"])


def test_both_figures_go_with_what_costs_points_and_why(store):
    """Missing: an assembly at 1.5, a lecture at 1, September's committee (not July's) at 0.5."""
    scored(store)
    told = sent(store)
    meetings = told["scores"][2]

    assert meetings["title"] == "三会一课"
    assert (meetings["full_hundredths"], meetings["points_hundredths"]) == (1600, 1600)
    lost = {each["text"]: (each["cases"], each["points_hundredths"]) for each in meetings["why"]}
    assert lost == {
        "支部党员大会每缺一次": (1, 150),
        "支部委员会会议每缺一次": (1, 50),
        "党课每缺一次": (1, 100),
    }
    assert meetings["computed_hundredths"] == 1600 - 300
    assert told["total_hundredths"] == 10_000
    assert told["computed_hundredths"] == sum(
        each["computed_hundredths"] or 0 for each in told["scores"]
    )


def test_no_name_and_no_number_goes_with_it(store):
    scored(store)
    text = json.dumps(sent(store), ensure_ascii=False)

    assert ID_NUMBER not in text
    assert "陈志远" not in text
    assert "刘婷" not in text


def test_scheme_and_version_are_told_so_that_the_bureau_can_compare(store, tmp_path):
    sheet = scored(store)
    default = next(each for each in load_schemes() if each.id == "default")
    told = sent(store)
    assert (told["finished"], told["version"]) == (False, 0)
    assert (told["scheme_title"], told["scheme_version"]) == (default.title, "2026年示例")
    (tmp_path / "x.toml").write_text(scheme_text(default), encoding="utf-8")
    assert told["scheme_digest"] == hashlib.sha256((tmp_path / "x.toml").read_bytes()).hexdigest()

    finish(store, sheet, TODAY)
    assert (sent(store)["finished"], sent(store)["version"]) == (True, 1)
    correct(store, sheet, "第 3 条重新核对。")
    save_score(store, sheet, "3", Own(1500, "少一次党课。"), TODAY)
    assert (sent(store)["finished"], sent(store)["total_hundredths"]) == (False, 9900)
    finish(store, sheet, TODAY)
    again = sent(store)
    assert (again["version"], again["correction"]) == (2, "第 3 条重新核对。")


def test_of_two_sheets_that_of_the_scheme_in_use_goes(store):
    scored(store)
    scored(store, "stars")
    assert sent(store)["scheme"] == "default"
    choose_scheme(store, "stars")

    assert sent(store)["scheme"] == "stars"


def test_the_page_that_people_read_shows_both_figures(store):
    scored(store)
    text = text_of(clear_copy_pdf(plan(store, QUARTER, TODAY), "书记"))

    assert "自评（党支部工作量化考核表（示例），2026年示例；尚未完成）" in text.replace("\n", "")
    assert "扣1.5分：支部党员大会每缺一次：1处" in text.replace("\n", "").replace(" ", "")
