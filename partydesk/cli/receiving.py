"""verify, unpack and receipt: what the receiver does with packages; confirm: the answer read."""

import argparse
from datetime import date
from pathlib import Path
from typing import Any

from partydesk.cli import asking
from partydesk.cli.telling import WrongUseError, say, say_json, warn
from partydesk.domain.typed import points_from

#: 1: whole, but nobody vouches for the sender.
FINDINGS = 1


def add(commands: Any) -> None:
    """Describe the arguments."""
    verify = commands.add_parser(
        "verify",
        help="验证上报包",
        description="打开上报包并全面检查，不写任何文件。发件支部没有核对过时退出码是 1。",
    )
    _add_package(verify)
    verify.add_argument(
        "--file", metavar="支部文件", type=Path, help="用本支部的数据文件打开自己生成的包"
    )
    verify.set_defaults(run=_verify)

    unpack = commands.add_parser(
        "unpack",
        help="取出上报包的内容",
        description="检查后把内容写到文件夹，要么全部，要么不写。",
    )
    _add_package(unpack)
    unpack.add_argument("--to", metavar="文件夹", type=Path, required=True, help="写到这里")
    unpack.add_argument(
        "--accept-unregistered", action="store_true", help="发件支部没有核对过也取出"
    )
    unpack.set_defaults(run=_unpack)
    _add_receipts(commands)


def _add_receipts(commands: Any) -> None:
    receipt = commands.add_parser(
        "receipt",
        help="签发回执",
        description="上级单位用：全面检查上报包，签发一份回执文件，封给各支部；"
        "可以一次写许多支部的包，各支部只能打开自己的一条。",
    )
    receipt.add_argument("packages", metavar="上报包", type=Path, nargs="+", help="上报包（.pdp）")
    receipt.add_argument("--to", metavar="回执", type=Path, required=True, help="存为（.pdr）")
    receipt.add_argument(
        "--verdict",
        choices=("received", "remarks", "returned"),
        default="received",
        help="received 已收到（默认），remarks 已收到但有意见，returned 退回重报",
    )
    receipt.add_argument("--remark", metavar="意见", default="", help="需要支部补正什么")
    receipt.add_argument(
        "--score",
        metavar="条目=分",
        action="append",
        default=[],
        help="给自评的一条评分，如 --score 3=14.5，可以写多次；一次只能评一个上报包",
    )
    _add_receiver(receipt)
    receipt.set_defaults(run=_receipt)

    confirm = commands.add_parser(
        "confirm",
        help="读入回执",
        description="支部用：核对回执的签名和内容编号，记入上报台账。有意见或被退回时退出码是 1。",
    )
    asking.add_file(confirm)
    confirm.add_argument("receipt", metavar="回执", type=Path, help="回执文件（.pdr）")
    asking.add_json(confirm)
    confirm.set_defaults(run=_confirm)


def _add_package(parser: Any) -> None:
    parser.add_argument("package", metavar="上报包", type=Path, help="上报包（.pdp）")
    _add_receiver(parser)
    parser.add_argument("--signer", metavar="指纹", default="", help="支部登记表上的签名指纹")


def _add_receiver(parser: Any) -> None:
    parser.add_argument("--key", metavar="密钥文件", type=Path, help="本单位的密钥文件（.pdkey）")
    parser.add_argument(
        "--card", metavar="名片", type=Path, help="本单位的名片；不写就用密钥文件旁边的那张"
    )
    asking.add_password(parser)
    asking.add_json(parser)


def _verify(given: argparse.Namespace) -> int:
    from partydesk.services.receiving import verify_own, verify_package

    if (given.key is None) == (given.file is None):
        raise WrongUseError({"key": "请用 --key 给出密钥文件，或用 --file 给出支部文件。"})
    if given.file is not None:
        with asking.opened(given) as store:
            report = verify_own(store, given.package)
    else:
        secret = asking.password(given, "密钥文件的密码：")
        report = verify_package(
            given.package, given.key, secret, card_file=given.card, signer=given.signer
        )
    _tell(given, report)
    return 0 if report.is_confirmed else FINDINGS


def _unpack(given: argparse.Namespace) -> int:
    from partydesk.services.receiving import Receiver, unpack_package

    if given.key is None:
        raise WrongUseError({"key": "请用 --key 给出密钥文件。"})
    receiver = Receiver(
        given.key, asking.password(given, "密钥文件的密码："), given.card, given.signer
    )
    report = unpack_package(
        given.package, receiver, given.to, accept_unregistered=given.accept_unregistered
    )
    _tell(given, report)
    return 0


def _receipt(given: argparse.Namespace) -> int:
    from partydesk.package.receipt import Verdict
    from partydesk.services.receipts import Said, make_receipts
    from partydesk.services.receiving import Receiver
    from partydesk.services.submission_ledger import label_of

    if given.key is None:
        raise WrongUseError({"key": "请用 --key 给出密钥文件。"})
    receiver = Receiver(given.key, asking.password(given, "密钥文件的密码："), given.card)
    answered = make_receipts(
        *(given.packages, receiver, given.to, date.today()),
        said=Said(Verdict(given.verdict), given.remark, _points(given.score)),
    )
    if given.json:
        say_json({"ok": True, "path": given.to, "receipts": answered})
        return 0
    for each in answered:
        say(f"{each.branch_name}　{label_of(each.period)}　第 {each.sequence} 号")
    say(f"已签发 {len(answered)} 份回执：{given.to}")
    if unknown := [each.branch_name for each in answered if not each.is_confirmed]:
        warn(f"{'、'.join(unknown)}的签名密钥没有登记，请先与登记表核对指纹再发回执。")
    return 0


def _points(scores: list[str]) -> dict[str, int]:
    """Hundredths by item, from words such as ``3=14.5``."""
    found = {}
    for each in scores:
        no, _, typed = each.partition("=")
        value = points_from(typed)
        if not no.strip() or not isinstance(value, int):
            raise WrongUseError({"score": f"“{each[:40]}”看不懂，请写成 3=14.5 的样子。"})
        found[no.strip()] = value
    return found


def _confirm(given: argparse.Namespace) -> int:
    from partydesk.services.receipts import take_receipts
    from partydesk.services.submission_ledger import label_of

    with asking.opened(given) as store:
        taken = take_receipts(store, given.receipt)
    if given.json:
        say_json({"ok": True, "receipts": taken})
    for each in [] if given.json else taken:
        said = f"，意见：{each.remark}" if each.remark else ""
        known = "" if each.is_new else "（以前已读入）"
        say(f"{label_of(each.period)}　第 {each.sequence} 号　{each.state}{said}{known}")
        if each.graded:
            say(each.graded)
    return FINDINGS if any(each.remark for each in taken) else 0


def _tell(given: argparse.Namespace, report: Any) -> None:
    if report.caution:
        warn(report.caution)
    if report.is_sample:
        warn("这一包封给示例名片，谁都能打开，只能用于演练。")
    if given.json:
        say_json({"ok": True, **vars(report)})
        return
    from partydesk.services.submission_ledger import label_of

    say(f"“{given.package.name}”完整无误。")
    say(f"支部：{report.branch_name}（{report.branch_id}）")
    say(f"期间：{label_of(report.period)}　序号：{report.sequence}")
    say(f"核对号码：{report.short_id}")
    say(f"签名指纹：{report.signer}（{'已核对' if report.is_confirmed else '未核对'}）")
    if report.score:
        say(report.score.sentence)
    for title, why in report.left_out:
        say(f"没有放入：{title}（{why}）")
    if report.files:
        say(f"已取出 {len(report.files)} 个文件到“{given.to}”。")
