"""A quarter's work without a mouse: from no file at all to a package that the CLI finds whole.

In the real window at 特大, Chinese typed through fcitx5, and nothing of the program called.
"""

import os
import re
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from partydesk.services.branch_files import open_branch
from partydesk.services.meetings import list_meetings, meeting_values
from partydesk.services.members import MemberFilter, list_members
from partydesk.services.talks import list_talks, talk_values
from tests.bench.people import people, roster_sheet
from tests.e2e.secretary import MISSING, ROOT, Secretary
from tests.e2e.window_manager import ask_to_close

PASSWORD = "qingsong-fenbi-dukou"
TODAY = date.today()
#: In this quarter, and not in the days to come.
DAY = max(TODAY - timedelta(days=2), date(TODAY.year, 1 + (TODAY.month - 1) // 3 * 3, 1))
COUNT = 12
NAMES = [each["name"] for each in people(COUNT)]
#: Initials that mean one person of the roster alone.
CHAIR, RECORDER, ABSENT, PARTNER = (
    ("唐远桂", "tyg"),
    ("周涛军", "ztj"),
    ("刘梅", "lm"),
    ("余勇娟", "yyj"),
)

pytestmark = [
    pytest.mark.skipif(
        bool(MISSING), reason=f"NOT TESTED in a real window: it needs {' '.join(MISSING)}"
    ),
    # A minute of typing on a machine that is free; on a busy one it may be three.
    pytest.mark.timeout(400),
]


@pytest.fixture
def secretary(tmp_path):
    made = Secretary(tmp_path)
    try:
        yield made
    finally:
        made.close()


def test_a_quarter_is_done_by_keyboard_alone_at_the_largest_size(secretary, tmp_path):
    me = secretary
    try:
        set_up_a_branch(me)
        hold_a_meeting(me)
        have_a_talk(me)
        assess(me)
        explain_and_send(me)
        find_a_talk_again(me)
        leave(me)
    except BaseException as error:
        me.picture(tmp_path / "screen.png")
        error.add_note(f"{me.where()}\n{me.output()}")
        raise

    package, branch = next(tmp_path.rglob("*.pdp")), next(tmp_path.rglob("育才支部.partydesk"))
    require_whole(package, branch)
    require_kept(branch)


def set_up_a_branch(me: Secretary) -> None:
    me.start()
    me.window("支部工作台")
    me.push("新建支部")
    me.window("新建支部")
    me.fill("支部全称", "yucai", "xiaoxue", "zhibu")
    me.fill("支部简称", "yucai", "zhibu")
    me.go_to("支部代码")
    me.latin("YC-01")
    me.push("下一步")
    # 特大 is the last of three sizes.
    me.wait(lambda: me.focus.name.startswith("标准"), "the sizes")
    me.press("Down", "Down")
    me.wait(lambda: me.focus.name.startswith("特大"), "the largest size")
    me.push("下一步")
    me.go_to("密码")
    me.latin(PASSWORD)
    me.go_to("再输一次密码")
    me.latin(PASSWORD)
    me.push("下一步")
    print_the_sheet(me)
    import_the_roster(me)
    me.push("下一步")
    me.push("开始使用")
    me.window("育才支部", after="新建支部")


def print_the_sheet(me: Secretary) -> None:
    """Printed into a PDF, and two of its groups typed as they stand there."""
    me.wait(lambda: me.focus.name == "打印恢复单…", "the recovery sheet")
    me.press("space")
    me.window("打印预览")
    me.push("另存为 PDF…")
    me.window("另存为")
    me.go_to("文件名称.*")
    me.press("Return")
    me.window("^支部工作台$", after="另存为")
    me.press("Return")
    me.window("打印预览", after="^支部工作台$")
    me.press("Escape")
    me.window("新建支部", after="打印预览")
    sheet = next(me.home.rglob("*恢复单*.pdf"))
    text = subprocess.run(
        ["pdftotext", "-layout", str(sheet), "-"], capture_output=True, text=True, check=True
    ).stdout
    groups = re.findall(r"\b\d{6}\b", text)
    for _ in range(2):
        asked = me.go_to(r"第 \d 组").name
        me.latin(groups[int(asked.split()[1]) - 1])
        me.press("Tab")
    me.push("下一步")


def import_the_roster(me: Secretary) -> None:
    folder = next(me.home.rglob("育才支部.partydesk")).parent
    roster_sheet(folder / "roster.xlsx", COUNT)
    me.wait(lambda: me.focus.name == "现在导入…", "the page of the roster")
    me.press("space")
    me.window("导入花名册")
    me.push("选择文件…")
    me.window("选择花名册")
    me.go_to("文件名称.*")
    me.latin("roster.xlsx")
    me.press("Return")
    me.window("导入花名册", after="选择花名册")
    me.push(f"导入 {COUNT} 人")
    me.window("新建支部", after="导入花名册")


def hold_a_meeting(me: Secretary) -> None:
    me.begin("ctrl+3", "支部党员大会")
    me.go_to("日期")
    me.latin(f"{DAY:%Y%m%d}")
    me.fill("地点", "huiyishi")
    for name, typed in (("开始", "1500"), ("结束", "1610")):
        me.go_to(name)
        me.latin(typed)
    me.pick("主持人", CHAIR[1])
    me.pick("记录人", RECORDER[1])
    me.fill("议题", "xuexi", "dangzhang")
    # All came but one.
    me.press("alt+a")
    me.pick("登记缺席", ABSENT[1])
    me.wait(lambda: "缺席原因" in me.focus.name, "the reason")
    me.chinese("bingjia")
    me.press("Return")
    me.fill("会议内容", "zhutiao", "xuexi", "taolun")
    me.fill("决议和议定事项", "tongguo", "jihua")
    me.push("＋ 表决")
    me.fill("表决事项", "tongguo", "jihua")
    for name, typed in (("赞成", f"{COUNT - 1}"), ("反对", "0"), ("弃权", "0")):
        me.go_to(name)
        me.latin(typed)
    me.press("ctrl+s")


def have_a_talk(me: Secretary) -> None:
    me.begin("ctrl+4", "日常谈心")
    me.go_to("谈话日期")
    me.latin(f"{DAY:%Y%m%d}")
    me.pick("谈话人", CHAIR[1])
    me.pick("谈话对象", PARTNER[1])
    me.fill("事由", "liaojie", "sixiang")
    me.fill("谈话内容", "gongzuo", "yali", "jiaoda")
    me.press("ctrl+s")


def assess(me: Secretary) -> None:
    me.press("ctrl+6")
    me.go_to("自评分")
    me.latin("12")
    me.press("ctrl+s")


def explain_and_send(me: Secretary) -> None:
    """What can't be mended today is explained; then the package is made."""
    me.press("ctrl+8")
    me.push("用示例名片练习")
    for _ in range(6):
        me.go_to("说明理由：.*|生成上报包")
        if me.focus.name == "生成上报包":
            break
        me.press("space")
        me.window("说明理由")
        me.chinese("xiayue", "gaizheng")
        me.push("保存理由")
        me.window("育才支部", after="说明理由")
    me.push("生成上报包")
    # One copy for the mail and one that stays: the second is written when all is done.
    me.wait(lambda: len(list(me.home.rglob("*.pdp"))) > 1, "the package and its copy")


def find_a_talk_again(me: Secretary) -> None:
    """By the initials of whom it was with; Enter opens it."""
    # While the package is still being read back, no key gets past the cover over the window.
    me.go_to("查找.*", key="ctrl+k")
    me.latin(PARTNER[1])
    me.wait(lambda: PARTNER[0] in me.focus.description, "the person among the results")
    me.press("Down")
    me.wait(lambda: "日常谈心" in me.focus.description, "the talk among the results")
    me.press("Return")
    me.wait(lambda: me.focus.role != "text", "the talk instead of the search")


def leave(me: Secretary) -> None:
    display, window = me.place_of("育才支部")
    ask_to_close(display, window)
    me.ended()


def require_whole(package: Path, branch: Path) -> None:
    """What the receiver's command line says of the package."""
    done = subprocess.run(
        [sys.executable, "-m", "partydesk", "verify", "--file", str(branch), str(package)],
        cwd=ROOT,
        env=os.environ | {"PARTYDESK_PASSWORD": PASSWORD, "HOME": str(branch.parent)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "完整无误" in done.stdout
    assert "育才小学支部（YC-01）" in done.stdout


def require_kept(branch: Path) -> None:
    """What lies in the file is what was typed."""
    with open_branch(branch, PASSWORD) as store:
        roster = list_members(store, MemberFilter(), TODAY)
        names = {each.id: each.name for each in roster}
        (meeting,) = list_meetings(store)
        values = meeting_values(store, meeting.id)
        (talk,) = list_talks(store)
        talked = talk_values(store, talk.id)
    assert sorted(names.values()) == sorted(NAMES)
    assert (values["held_on"], values["place"], values["topic"]) == (DAY, "会议室", "学习党章")
    assert (values["starts_at"], values["ends_at"]) == ("15:00", "16:10")
    assert names[values["chair_id"]] == CHAIR[0]
    assert names[values["recorder_id"]] == RECORDER[0]
    assert values["content"].split() == ["逐条学习讨论"]
    away = {each["name"]: each["reason"] for each in values["attendances"] if each["reason"]}
    assert away == {ABSENT[0]: "病假"}
    (vote,) = values["votes"]
    assert (vote["matter"], vote["yes"], vote["no"], vote["abstain"]) == ("通过计划", 11, 0, 0)
    assert names[talked["talker_id"]] == CHAIR[0]
    assert [each["name"] for each in talked["partners"]] == [PARTNER[0]]
    assert talked["content"].split() == ["工作压力较大"]
