"""export and bureau-card: the package to the bureau, and the card it is sealed to."""

import argparse
from datetime import date
from pathlib import Path
from typing import Any

from partydesk.cli import asking
from partydesk.cli.periods import add_period, chosen
from partydesk.cli.telling import WrongUseError, say, say_json, warn


def add(commands: Any) -> None:
    """Describe the arguments."""
    parser = commands.add_parser(
        "export",
        help="生成上报包",
        description="校核后生成加密签名的上报包，写入文件夹，回读核对，登记台账。"
        "有未说明理由的错误时不送出。",
    )
    asking.add_file(parser)
    parser.add_argument("--to", metavar="文件夹", type=Path, required=True, help="U 盘或文件夹")
    add_period(parser)
    whom = parser.add_mutually_exclusive_group()
    whom.add_argument("--card", metavar="名片", type=Path, help="上级单位的名片（.pdcard）")
    whom.add_argument("--sample-card", action="store_true", help="用示例名片演练")
    whom.add_argument("--own", action="store_true", help="只封给本支部自己")
    parser.add_argument(
        "--group",
        metavar="序号=数字",
        action="append",
        default=[],
        help="第一次用名片时，对照纸质通知写出指纹第 1、4、6 组，如 --group 1=99353",
    )
    parser.add_argument("--unmasked", action="store_true", help="身份证号、电话等完整送出")
    parser.add_argument("--confidential", action="store_true", help="谈话和廉政档案的内容也送出")
    parser.add_argument(
        "--confirm", metavar="姓名", action="append", default=[], help="确认送出内容的人，要写两次"
    )
    parser.add_argument("--list", metavar="PDF", type=Path, help="同时存上报清单")
    parser.add_argument("--clear-copy", metavar="PDF", type=Path, help="同时存遮盖后的打印件")
    parser.add_argument("--resume", action="store_true", help="继续送出上次没送完的那一包")
    asking.add_json(parser)
    parser.set_defaults(run=_export)

    card = commands.add_parser(
        "bureau-card",
        help="制作单位名片",
        description="上级单位用：制作名片（发给支部）和密钥文件（自己保管）。",
    )
    card.add_argument("name", metavar="单位名称", help="如“某某区教育局党委”")
    card.add_argument("--id", required=True, metavar="编号", help="单位编号，字母和数字")
    card.add_argument("--to", metavar="文件夹", type=Path, required=True, help="存放位置")
    asking.add_password(card)
    asking.add_json(card)
    card.set_defaults(run=_card)


def _export(given: argparse.Namespace) -> int:
    from partydesk.services import submission as service
    from partydesk.services.exports import save_bytes

    today = date.today()
    options = service.Options(given.unmasked, given.confidential, tuple(given.confirm))
    with asking.opened(given) as store:
        if given.resume:
            sent = service.send_pending(store, given.to)
        else:
            planned = service.plan(store, chosen(given.period, today), today, options)
            card = None if given.own else _whom(store, given)
            sent = service.make_submission(store, planned, card, given.to)
            if given.clear_copy:
                save_bytes(service.clear_copy_pdf(planned, store.actor), given.clear_copy)
        if given.list and sent.submission_id:
            save_bytes(service.submission_list_pdf(store, sent.submission_id), given.list)
    _told(given, sent)
    return 0


def _told(given: argparse.Namespace, sent: Any) -> None:
    from partydesk.services.cards import SAMPLE_WARNING

    if sent.is_practice:
        warn(SAMPLE_WARNING)
    if given.json:
        say_json({"ok": True, "short_id": sent.short_id, **vars(sent)})
        return
    say(f"已写入“{sent.path}”，回读核对一致。")
    say(f"核对号码 {sent.short_id}")
    if sent.submission_id is None:
        say("这一包只有本支部能打开，没有占用上报序号。")


def _whom(store: Any, given: argparse.Namespace) -> Any:
    """The card that is named, or the one confirmed before."""
    from partydesk.errors import RefusedError
    from partydesk.services import cards

    if given.sample_card:
        return cards.use_sample_card(store)
    if given.card:
        return cards.remember_card(store, cards.read_card_file(given.card), _groups(given.group))
    known = cards.the_card(store)
    if known is None:
        raise RefusedError(
            "还没有上级单位的名片，不知道封给谁。",
            "请用 --card 给出名片；要演练用 --sample-card，只给自己用 --own。",
        )
    return known


def _groups(texts: list[str]) -> dict[int, str]:
    groups = {}
    for text in texts:
        number, sign, digits = text.partition("=")
        if not sign or not number.strip().isdecimal():
            sentence = f"看不懂“{text}”，请写成 --group 1=99353 的样子。"
            raise WrongUseError({"group": sentence})
        groups[int(number)] = digits
    return groups


def _card(given: argparse.Namespace) -> int:
    from partydesk.services.cards import make_bureau_card

    secret = asking.password(given, "为密钥文件设一个密码：", new=True)
    made = make_bureau_card(given.name, given.id, given.to, secret, date.today())
    if given.json:
        say_json({"ok": True, **vars(made)})
        return 0
    say(f"名片：{made.card}（发给各支部）")
    say(f"密钥文件：{made.key_file}（自己保管，打开上报包要用）")
    say(f"指纹：{made.fingerprint}（写进纸质通知）")
    say("")
    say(made.key_sheet)
    warn("上面的密钥单只显示这一次：请打印后放进保险柜，然后清除屏幕。")
    return 0
