"""All checks of DOMAIN.md are run; what waits for its register is named here, and only that."""

import csv
from pathlib import Path

import pytest

from partydesk.rules.catalogue import CHAPTERS, RULES
from partydesk.rules.rule import Confidence, Severity

#: Id, severity, text and source of each check, copied from DOMAIN.md.
with Path(__file__).with_name("domain_checks.tsv").open(encoding="utf-8", newline="") as file:
    ASKED = {row[0]: row[1] for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)}


def ids(prefix, *numbers):
    return {f"{prefix}-{number:02}" for number in numbers}


#: Checks of registers that are not there yet. Whoever brings a register deletes its line.
WAITS: dict[str, set[str]] = {}
WAITING = set().union(*WAITS.values())
WEIGHTS = {Severity.ERROR: "E", Severity.WARNING: "W", Severity.HINT: "H"}


def test_the_list_is_the_whole_list():
    assert len(ASKED) == 139
    assert {each.partition("-")[0] for each in ASKED} == set(CHAPTERS)


@pytest.mark.parametrize("rule_id", sorted(set(ASKED) - WAITING))
def test_a_check_of_the_list_is_run(rule_id):
    assert rule_id in {rule.id for rule in RULES}


def test_a_check_that_is_run_does_not_wait():
    assert WAITING & {rule.id for rule in RULES} == set()
    assert set(ASKED) >= WAITING


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_check_weighs_what_the_list_says(rule):
    asked = ASKED[rule.id].split("/")

    assert WEIGHTS[rule.severity] in asked or rule.confidence is Confidence.UNSURE
