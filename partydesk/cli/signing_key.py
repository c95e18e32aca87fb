"""signing-key: which key this branch signs with, and changing it."""

import argparse
from datetime import date
from pathlib import Path
from typing import Any

from partydesk.cli import asking
from partydesk.cli.telling import say, say_json


def add(commands: Any) -> None:
    """Describe the arguments."""
    parser = commands.add_parser(
        "signing-key",
        help="签名密钥：查看、更换",
        description="显示本支部签名密钥的指纹，或换一把新的（换届交接时会自动更换）。"
        "--change：原密钥签字接续，上级单位收下一包时自动改认。"
        "--exposed：原密钥可能已被别人拿到，不再算数，须把新的登记表盖章交上级单位。",
    )
    asking.add_file(parser)
    way = parser.add_mutually_exclusive_group()
    way.add_argument("--change", action="store_true", help="更换，由原密钥签字接续")
    way.add_argument("--exposed", action="store_true", help="更换，原密钥作废")
    parser.add_argument("--sheet", metavar="PDF", type=Path, help="把签名密钥登记表存为 PDF")
    asking.add_json(parser)
    parser.set_defaults(run=_signing_key)


def _signing_key(given: argparse.Namespace) -> int:
    from partydesk.services.branch_keys import branch_keys
    from partydesk.services.enrolment import key_sheet_pdf
    from partydesk.services.exports import save_bytes
    from partydesk.services.key_change import change_keys

    changes = given.change or given.exposed
    with asking.opened(given) as store:
        keys = change_keys(store, is_exposed=given.exposed) if changes else branch_keys(store)
        if given.sheet:
            save_bytes(key_sheet_pdf(store, date.today()), given.sheet)
    if given.json:
        say_json({"ok": True, "fingerprint": keys.fingerprint, "changed": changes})
        return 0
    say(f"{'已更换，新的' if changes else ''}签名密钥的指纹：{keys.fingerprint}")
    if given.exposed:
        say(
            "原密钥已作废。请打印签名密钥登记表，盖章后由书记当面交上级单位，登记之前上报包不会被接收。"
        )
    elif given.change:
        say("原密钥已签字接续，下一包送到时上级单位自动改认；另打印一份登记表备查。")
    return 0
