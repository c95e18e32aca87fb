"""The benchmark still runs: what it measures is the business of `dev.py bench`."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_a_measurement_gives_a_table_and_json(tmp_path):
    answer = tmp_path / "bench.json"
    command = [sys.executable, "-m", "tests.bench", "--only", "one_record", "--quick"]
    done = subprocess.run(
        [*command, "--json", str(answer)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr

    report = json.loads(answer.read_text("utf-8"))
    assert report["quick"] is True
    assert report["machine"].keys() == {"python", "system", "cpus", "load"}
    found = report["measurements"]["one_record"]
    for figure in found["figures"]:
        assert figure["label"] in done.stdout
        assert 0 < figure["min"] <= figure["median"] <= figure["max"]
    with_goals = [each for each in found["figures"] if each["goal"]]
    assert with_goals
    assert all(each["met"] == (each["median"] <= each["goal"]) for each in with_goals)


def test_an_unknown_measurement_is_refused_with_the_names_there_are():
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench", "--only", "weather"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "first_paint" in done.stderr
