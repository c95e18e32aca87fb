"""The bureau's answer and the paper for its register, through the real window by keyboard alone."""

import os
import subprocess
import sys
from datetime import date

import pytest

from partydesk.domain.periods import quarter_of
from partydesk.domain.submission import SubmissionState
from partydesk.services import cards
from partydesk.services.branch_files import create_branch, open_branch
from partydesk.services.branch_keys import branch_keys
from partydesk.services.submission import make_submission, plan, submissions
from tests.core.branches import BRANCH, CHEAP, accept_errors, fill
from tests.e2e.secretary import MISSING, ROOT, Secretary
from tests.e2e.window_manager import ask_to_close

PASSWORD, OFFICE = "qingsong-fenbi-dukou", "juli-de-kouling-henchang"
REMARK = "请补签到表"
TODAY = date.today()
QUARTER = quarter_of(TODAY)

pytestmark = [
    pytest.mark.skipif(
        bool(MISSING), reason=f"NOT TESTED in a real window: it needs {' '.join(MISSING)}"
    ),
    pytest.mark.timeout(300),
]


@pytest.fixture
def answered(tmp_path):
    """A branch whose package the bureau sent back: its file, the answer, its key's fingerprint."""
    for name in ("局", "U盘", "支部"):
        (tmp_path / name).mkdir()
    office = cards.make_bureau_card("示例区教育局", "SQ-01", tmp_path / "局", OFFICE, TODAY)
    branch = tmp_path / "支部" / "育才支部.partydesk"
    with create_branch(branch, PASSWORD, BRANCH, cost=CHEAP)[0] as store:
        fill(store)
        groups = dict(enumerate(office.fingerprint.split(), 1))
        typed = {number: groups[number] for number in cards.ASKED_GROUPS}
        cards.remember_card(store, office.card.read_bytes(), typed)
        accept_errors(store, QUARTER, TODAY)
        card = cards.the_card(store)
        sent = make_submission(store, plan(store, QUARTER, TODAY), card, tmp_path / "U盘")
        fingerprint = branch_keys(store).fingerprint
    answer = tmp_path / "answer.pdr"
    bureau = [sys.executable, "-m", "partydesk", "receipt", sent.path, "--key", office.key_file]
    subprocess.run(
        [*bureau, "--to", answer, "--verdict", "returned", "--remark", REMARK],
        cwd=ROOT,
        env=os.environ | {"PARTYDESK_PASSWORD": OFFICE, "HOME": str(tmp_path)},
        check=True,
        capture_output=True,
    )
    return branch, answer, fingerprint


@pytest.fixture
def secretary(tmp_path):
    made = Secretary(tmp_path / "home")
    try:
        yield made
    finally:
        made.close()


def test_an_answer_is_read_and_the_paper_for_the_register_is_printed(secretary, answered, tmp_path):
    branch, answer, fingerprint = answered
    me = secretary
    try:
        me.start(str(branch))
        me.window("打开支部文件")
        me.latin(PASSWORD)
        me.press("Return")
        me.window("育才小学支部", after="打开支部文件")
        me.press("ctrl+8")
        read_the_answer(me, answer)
        paper = print_the_key_sheet(me, tmp_path)
        ask_to_close(*me.place_of("育才小学支部"))
        me.ended()
    except BaseException as error:
        me.picture(tmp_path / "screen.png")
        error.add_note(f"{me.where()}\n{me.output()}")
        raise

    with open_branch(branch, PASSWORD) as store:
        [sent] = submissions(store)
    assert (sent.state, sent.remark) == (SubmissionState.RETURNED, REMARK)
    for group in fingerprint.split():
        assert group in paper


def read_the_answer(me, answer):
    me.push("读入教育局回执…")
    me.window("教育局回执")
    me.go_to("文件名称.*")
    me.latin(str(answer))
    me.press("Return")
    me.window("育才小学支部", after="教育局回执")
    # Where something came back, the next package is due: the first thing that Tab leads to says so.
    me.wait(lambda: me.focus.name == "读入教育局回执…", "the page again")


def print_the_key_sheet(me, folder):
    """Saved as a PDF; its text."""
    me.push("打印签名密钥登记表…")
    me.window("打印预览")
    me.push("另存为 PDF…")
    me.window("另存为")
    me.go_to("文件名称.*")
    me.press("ctrl+a")
    me.latin(str(folder / "paper.pdf"))
    me.press("Return")
    me.window("^支部工作台$", after="另存为")
    me.press("Return")
    me.window("打印预览", after="^支部工作台$")
    me.press("Escape")
    me.window("育才小学支部", after="打印预览")
    told = ["pdftotext", "-layout", str(folder / "paper.pdf"), "-"]
    return subprocess.run(told, capture_output=True, text=True, check=True).stdout
