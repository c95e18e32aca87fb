"""Chinese is typed through a real input method into a real window (Xvfb, fcitx5, xdotool)."""

import shutil
import time

import pytest

from tests.e2e.input_session import TOOLS, Session, wait_for

MISSING = [tool for tool in TOOLS if not shutil.which(tool)]
pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"没有安装：{' '.join(MISSING)}")


@pytest.fixture
def session(tmp_path):
    made = Session(tmp_path)
    try:
        made.open()
        yield made
    finally:
        made.close()


@pytest.mark.parametrize("way", ["portal", "bridge"])
def test_pinyin_becomes_chinese(session, way):
    typed = session.window(way)
    session.type("zhibu")

    wait_for(lambda: typed() == [way.upper(), "支部", ""])


def test_by_itself_the_program_finds_the_way_to_fcitx5(session):
    typed = session.window("")
    session.type("zhibu")

    wait_for(lambda: typed()[1] == "支部")


def test_a_password_is_typed_as_it_is(session):
    typed = session.window("bridge")
    session.tool("key", "Tab")
    session.tool("type", "--delay", "60", "zhibu1")

    wait_for(lambda: typed() == ["BRIDGE", "", "zhibu1"])


def test_when_the_input_method_dies_letters_go_on_and_chinese_comes_back(session):
    typed = session.window("bridge")
    session.input_method.kill()
    session.input_method.wait(10)
    session.tool("type", "--delay", "60", "abc")
    wait_for(lambda: typed()[1] == "abc")
    session.start_input_method()
    time.sleep(4)
    session.type("zhibu")

    wait_for(lambda: typed()[1] == "abc支部")
