"""Every reason for which a package, a card or a key file is refused, in one table.

The codes are stable: intake lists, receipts and tests rely on them. Each sentence speaks to the
person who holds the file (a clerk at the bureau, or a secretary); the advice says who has to do
what. ``{detail}`` is filled in by the place that refuses.
"""

from typing import Final

from partydesk.errors import PackageError

_AGAIN = "请支部用支部工作台重新导出一份，再送一次。"
_COPY = "请先换一个优盘或重新下载附件再试；仍然不行，请支部重新导出一份。"
_STOP = "请不要使用这份文件，打电话向支部书记核实后再处理。"

REFUSALS: Final[dict[str, tuple[str, str]]] = {
    # the seal
    "EMPTY": ("这个文件是空的。", _COPY),
    "NOT_A_PACKAGE": ("这个文件不是支部工作台的上报包。", "请选择扩展名为 .pdp 的上报包文件。"),
    "SEAL_DAMAGED": ("上报包在传送途中损坏或被改动，打不开。", _COPY),
    "SEAL_PASSWORD": ("这个文件是用密码加密的，不是封给本单位的上报包。", _AGAIN),
    "SEAL_NOT_FOR_US": (
        "这个上报包不是封给本单位的，手里的密钥打不开它。",
        "请支部核对所用的单位名片是不是本局现行的名片，再重新导出。",
    ),
    "TOO_BIG": (
        "上报包太大（{detail}），超过了允许的大小。",
        "请支部减少或缩小附件，分成几次上报。",
    ),
    # volumes
    "VOLUME_FORM": ("这个分卷的开头不完整，或者几卷不是同一个上报包的。", _COPY),
    "VOLUME_MISSING": (
        "上报包的分卷不齐：{detail}。",
        "请把所有分卷放在同一个文件夹里再试；缺的请支部补发。",
    ),
    "VOLUME_DAMAGED": (
        "第 {detail} 卷损坏或被改动。",
        "请支部重新发送这一卷，再试一次。",
    ),
    # the archive
    "ARCHIVE_FORM": ("上报包的内部结构不对，可能被别的软件改过。", _AGAIN),
    "ARCHIVE_LIMIT": ("上报包里的文件太多或太大（{detail}）。", "请支部减少附件，分成几次上报。"),
    "ENTRY_NAME": ("上报包里有名称不合规定的文件。", _STOP),
    "ENTRY_DUPLICATE": ("上报包里有重名的文件。", _STOP),
    "ENTRY_METHOD": ("上报包里有另外压缩、加密或特殊的条目。", _AGAIN),
    "ENTRY_OVERLAP": ("上报包里的文件互相重叠，是伪造的结构。", _STOP),
    "ENTRY_DAMAGED": ("上报包里的文件校验不符，内容已经损坏。", _COPY),
    # bag, manifests
    "FORMAT_OLD": (
        "上报包是旧格式（{detail}），现在已不接收。",
        "请支部把支部工作台升级到新版本，重新导出。",
    ),
    "FORMAT_NEW": (
        "上报包来自更新的版本（{detail}），本机的程序读不了。",
        "请先把本机的支部工作台升级到新版本。",
    ),
    "SUITE": ("上报包用了本程序不认识的加密方式（{detail}）。", "请先升级本机的支部工作台。"),
    "BAG_FORM": ("上报包的说明页缺失或格式不对。", _AGAIN),
    "MANIFEST_FORM": ("上报包的文件清单缺失或格式不对。", _AGAIN),
    "MANIFEST_EMPTY": ("上报包的文件清单是空的，里面没有上报内容。", _AGAIN),
    "ENTRY_MISSING": ("上报包里少了清单上的文件（{detail}）。", _AGAIN),
    "ENTRY_UNLISTED": ("上报包里多出了清单上没有的文件（{detail}）。", _STOP),
    "HASH_WRONG": ("上报包里的文件与清单不符（{detail}），内容被改动过。", _STOP),
    "TAG_WRONG": ("上报包的说明页或清单被改动过，与签名不符。", _STOP),
    # signature, signer, recipient
    "SIGNATURE_MISSING": ("上报包没有支部的签名。", _STOP),
    "SIGNATURE_FORM": ("上报包的签名格式不对，或有不止一个签名。", _STOP),
    "SIGNATURE_ALGORITHM": ("上报包的签名方式不是本程序规定的方式。", _STOP),
    "SIGNATURE_KEY": ("签名所用的密钥与包里写明的支部密钥不一致。", _STOP),
    "SIGNATURE_ELSEWHERE": ("签名是从另一个上报包搬来的。", _STOP),
    "SIGNATURE_WRONG": ("签名不对：内容在签名之后被改动过，或签名是伪造的。", _STOP),
    "SIGNER_UNKNOWN": (
        "“{detail}”的签名密钥与登记的不一致。",
        "支部换过密钥的，请照它新交来的、盖章的登记表登记后再接收；没有登记表，请打电话核实。",
    ),
    "SIGNER_REVOKED": (
        "“{detail}”用了已经注销的签名密钥。",
        "请支部用现行密钥重新导出；如不是本人所为，请立即核实。",
    ),
    "SIGNER_OTHER_BRANCH": ("签名密钥属于另一个支部，却写着“{detail}”的名义。", _STOP),
    "SIGNER_UNREGISTERED": (
        "“{detail}”还没有在本局登记签名密钥，无法确认上报包真是它送来的。",
        "请先用支部书记当面交来的密钥登记表登记，再接收。",
    ),
    "RECIPIENT": (
        "上报包是写给另一个单位的，不是写给本局的。",
        "请支部换用本局的单位名片重新导出。",
    ),
    # content
    "DATA_FORM": ("上报包里的数据文件格式不对（{detail}）。", _AGAIN),
    "DATA_LIMIT": ("上报包里的数据超过允许的范围（{detail}）。", _AGAIN),
    "COUNTS_WRONG": ("上报包写明的条数与实际内容不一致（{detail}）。", _AGAIN),
    "CHANGED_MEANWHILE": (
        "打包过程中，附件“{detail}”被改动或读不出来了。",
        "请关闭正在使用这个附件的软件，再导出一次。",
    ),
    "TARGET_EXISTS": (
        "目标文件夹里已有同名文件“{detail}”，没有覆盖它。",
        "请选择一个空的文件夹。",
    ),
    # receipts
    "RECEIPT_FORM": ("这个文件不是完好的回执。", "请向上级单位重新索取回执文件（.pdr）。"),
    "RECEIPT_NEWER": ("回执是更新版本的程序做的。", "请先升级本机的支部工作台。"),
    "RECEIPT_NOT_OURS": (
        "这个文件里没有给本支部的回执。",
        "请确认拿到的是发给本支部的文件，或请上级单位补一份。",
    ),
    "RECEIPT_SIGNER": (
        "回执不是本支部所用名片上的单位签发的。",
        "请不要采信，向上级单位核实；上级换了名片的，请先更换名片再读入。",
    ),
    "RECEIPT_OTHER": (
        "回执写的第 {detail} 号上报包，与本支部送出的内容不一致。",
        "请不要采信，打电话给上级单位，核对两边的内容编号。",
    ),
    "RECEIPT_UNKNOWN": (
        "回执写的第 {detail} 号上报包，上报台账里没有。",
        "请核对是否在另一台电脑上送出，或数据文件是从旧备份恢复的。",
    ),
    "RECEIPT_OLDER": (
        "回执比台账里第 {detail} 号上报包已记的回执早，说法也不同，没有采信。",
        "这多半是以前的回执文件。如果上级刚改了意见，请核对两边电脑的日期，再请上级重做一份。",
    ),
    # cards and key files
    "KEY_FORM": ("密钥文字不完整或抄写有误。", "请对照密钥单重新输入。"),
    "CARD_FORM": (
        "这个文件不是完好的单位名片。",
        "请向上级单位重新索取名片文件（.pdcard）。",
    ),
    "CARD_SIGNATURE": (
        "单位名片被改动过，它的签名不对。",
        "请不要使用，向上级单位重新索取，并核对通知上的指纹。",
    ),
    "CARD_NEWER": ("单位名片是更新版本的程序做的。", "请先升级本机的支部工作台。"),
    "KEYFILE_FORM": ("这个文件不是完好的密钥文件（.pdkey）。", "请换用密钥文件的另一份备份。"),
    "KEYFILE_OTHER": ("密钥文件与这张单位名片不是一对。", "请选择与名片一同生成的密钥文件。"),
}
"""code -> (what is wrong, what to do)."""


def refusal(code: str, detail: str = "") -> PackageError:
    """The error to raise for a code of ``REFUSALS``; the detail must already be safe to show."""
    sentence, advice = REFUSALS[code]
    return PackageError(code, sentence.format(detail=detail), advice)
