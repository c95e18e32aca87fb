"""What to do with a good package, decided by its number and by the package it follows.

The table of the safety study, 2.5: order comes from sequence numbers and content ids, never from
a clock.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum
from typing import Final

from partydesk.package.bag import PackageInfo


class Verdict(Enum):
    """The outcome of the comparison with what the branch sent before."""

    ACCEPT = "accept"
    REPEATED = "repeated"
    GAP = "gap"
    FORK = "fork"
    BROKEN_CHAIN = "broken-chain"
    KNOWN_UNDER_OTHER_NUMBER = "known-under-other-number"
    IMPOSSIBLE = "impossible"


class Handling(Enum):
    """What happens to the file."""

    TAKE = "take"
    NOTHING_NEW = "nothing-new"
    HOLD = "hold"
    QUARANTINE = "quarantine"


_EARLIER, _NEXT, _BEYOND = "seq <= last", "seq = last + 1", "seq > last + 1"
_KNOWN, _FOLLOWS, _OTHER = "id known", "new, prev = last", "new, prev != last"

TABLE: Final[dict[tuple[str, str], Verdict]] = {
    (_EARLIER, _KNOWN): Verdict.REPEATED,
    (_EARLIER, _FOLLOWS): Verdict.IMPOSSIBLE,
    (_EARLIER, _OTHER): Verdict.FORK,
    (_NEXT, _KNOWN): Verdict.KNOWN_UNDER_OTHER_NUMBER,
    (_NEXT, _FOLLOWS): Verdict.ACCEPT,
    (_NEXT, _OTHER): Verdict.BROKEN_CHAIN,
    (_BEYOND, _KNOWN): Verdict.KNOWN_UNDER_OTHER_NUMBER,
    (_BEYOND, _FOLLOWS): Verdict.IMPOSSIBLE,
    (_BEYOND, _OTHER): Verdict.GAP,
}

_CALL = "请不要接收，打电话与支部书记核实。"
_SAID: Final[dict[Verdict, tuple[Handling, str, str]]] = {
    Verdict.ACCEPT: (Handling.TAKE, "编号与上一份衔接，可以接收。", ""),
    Verdict.REPEATED: (
        Handling.NOTHING_NEW,
        "这份上报包以前已经收过，内容一样。",
        "不用重复接收，可以再打印一次回执。",
    ),
    Verdict.GAP: (
        Handling.HOLD,
        "中间缺少第 {missing} 份上报包。",
        "请支部补送缺少的上报包，收齐后再按顺序接收。",
    ),
    Verdict.FORK: (
        Handling.QUARANTINE,
        "第 {seq} 份已经收过，但内容与这一份不同。",
        "支部可能用旧备份恢复后又上报了一次，请与支部核对以哪一份为准。",
    ),
    Verdict.BROKEN_CHAIN: (
        Handling.QUARANTINE,
        "第 {seq} 份接不上已收到的上一份。",
        "支部可能用旧备份恢复过，或者内容被动过，请与支部核对后再定。",
    ),
    Verdict.KNOWN_UNDER_OTHER_NUMBER: (
        Handling.QUARANTINE,
        "内容与以前收过的一份完全相同，编号却不同。",
        _CALL,
    ),
    Verdict.IMPOSSIBLE: (
        Handling.QUARANTINE,
        "编号（第 {seq} 份）与它写明的上一份自相矛盾。",
        _CALL,
    ),
}


@dataclass(frozen=True)
class Decision:
    """The verdict and what to say about it."""

    verdict: Verdict
    handling: Handling
    sentence: str
    advice: str
    missing: tuple[int, ...] = ()


def check_sequence(
    last_seq: int,
    last_content_id: str,
    known: Collection[str],
    info: PackageInfo,
    content_id: str,
) -> Decision:
    """Compare a verified package with what was accepted from the branch before.

    Args:
        last_seq: Number of the last accepted package, 0 for none.
        last_content_id: Its content id, empty for none.
        known: Content ids of all packages accepted from the branch.
        info: What the package says.
        content_id: The package's content id.
    """
    if content_id in known or content_id == last_content_id:
        column = _KNOWN
    else:
        column = _FOLLOWS if info.previous == last_content_id else _OTHER
    row = _EARLIER if info.seq <= last_seq else _NEXT if info.seq == last_seq + 1 else _BEYOND
    verdict = TABLE[row, column]
    missing = tuple(range(last_seq + 1, info.seq)[:100]) if verdict is Verdict.GAP else ()
    handling, sentence, advice = _SAID[verdict]
    said = sentence.format(seq=info.seq, missing=_spans(last_seq + 1, info.seq - 1))
    return Decision(verdict, handling, said, advice, missing)


def _spans(first: int, last: int) -> str:
    return str(first) if first >= last else f"{first} 至 {last}"
