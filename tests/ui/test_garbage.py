import gc
import sys

import pytest

import ui.garbage
from ui.background import Background, Job
from ui.garbage import GarbageTimer


@pytest.fixture
def searched():
    """The generations that were searched, in order."""
    found = []

    def note(phase, info):
        if phase == "start":
            found.append(info["generation"])

    gc.callbacks.append(note)
    yield found
    gc.callbacks.remove(note)


@pytest.fixture
def garbage(qapp):  # a timer needs the application
    was_enabled = gc.isenabled()
    made = GarbageTimer()
    yield made
    made.close()
    assert gc.isenabled() == was_enabled


def make_all_due():
    """Leave every generation due: eleven searches of each and a thousand new objects."""
    for generation in (1, 0):
        for _ in range(11):
            gc.collect(generation)
    return [[] for _ in range(1000)]


def test_the_oldest_generation_is_searched_when_nothing_is_done(garbage, searched):
    kept = make_all_due()
    searched.clear()
    garbage.look()
    assert searched == [2]
    assert len(kept) == 1000


def test_while_work_runs_nothing_is_searched(garbage, searched):
    kept = make_all_due()
    garbage.hold()
    garbage.hold()
    garbage.release()
    searched.clear()
    garbage.look()
    assert searched == []
    garbage.release()
    garbage.look()
    assert searched == [2]
    assert len(kept) == 1000


def test_work_that_makes_too_many_objects_is_searched_all_the_same(garbage, searched, monkeypatch):
    kept = make_all_due()
    monkeypatch.setattr(ui.garbage, "MOST_NEW", 900)
    garbage.hold()
    searched.clear()
    garbage.look()
    assert searched == [2]
    assert len(kept) == 1000


def test_objects_of_the_program_itself_are_passed_over(garbage):
    assert gc.get_freeze_count() > 10_000
    garbage.close()
    assert gc.get_freeze_count() == 0


def test_a_job_holds_the_search_until_it_has_ended(qtbot):
    background = Background()
    garbage = background._garbage
    seen = []
    job = Job(lambda _tell: seen.append(garbage._held))
    with qtbot.waitSignal(job.ended):
        background.start(job)
    assert seen == [1]
    assert garbage._held == 0
    background.close()


def test_the_worker_gives_way_to_the_window_quickly_and_only_while_there_is_one(qapp):
    before = sys.getswitchinterval()
    background = Background()
    assert sys.getswitchinterval() == pytest.approx(0.001)
    background.close()
    assert sys.getswitchinterval() == before
