"""Quorum and majority in whole numbers (DOMAIN.md 1.3)."""

from dataclasses import dataclass

from partydesk.domain.meeting import VoteKind


@dataclass(frozen=True)
class Outlook:
    """What a vote needs, known before anyone votes.

    Attributes:
        has_quorum: Enough voters are present for this kind of vote.
        quorum: The smallest number of present voters that is enough.
        needed: The smallest number of yes votes that passes.
        can_pass: The voters present and the written opinions could reach ``needed``.
        source: The article behind it.
    """

    has_quorum: bool
    quorum: int
    needed: int
    can_pass: bool
    source: str


_SOURCES = {
    VoteKind.ORDINARY: "支部工作条例第十一条",
    VoteKind.ADMISSION: "发展党员工作细则第十九条",
    VoteKind.FULL: "发展党员工作细则第三十二条",
    VoteKind.ELECTION: "基层组织选举工作条例",
}


def outlook(kind: str, due: int, present: int, written: int = 0) -> Outlook:
    """What this vote needs.

    Ordinary: at least half of those due present, more than half of those due in favour.
    Admission and 转正: more than half present, more than half of those due in favour.
    Election: four fifths present, more than half of those present in favour.

    Args:
        kind: A ``VoteKind``.
        due: Members with a vote who should be there.
        present: Members with a vote who are there.
        written: Written opinions received before; they count as votes, not as present.
    """
    sort = VoteKind(kind)
    match sort:
        case VoteKind.ELECTION:
            quorum, needed = -(-4 * due // 5), present // 2 + 1
        case VoteKind.ORDINARY:
            quorum, needed = -(-due // 2), due // 2 + 1
        case _:
            quorum, needed = due // 2 + 1, due // 2 + 1
    has_quorum = due > 0 and present >= quorum
    return Outlook(has_quorum, quorum, needed, present + written >= needed, _SOURCES[sort])


def passes(kind: str, due: int, present: int, yes: int) -> bool:
    """Whether so many yes votes decide in favour; without a quorum nothing is decided."""
    seen = outlook(kind, due, present)
    return seen.has_quorum and yes >= seen.needed


def impossible(due: int, present: int, written: int, votes: tuple[int, int, int]) -> str:
    """What can't be true about the counts, as a sentence; empty when they add up (MTG-11)."""
    if present > due:
        return f"到会 {present} 人多于有表决权的 {due} 人，请核对。"
    if present + written > due:
        return f"到会 {present} 人加书面意见 {written} 份，多于有表决权的 {due} 人，请核对。"
    cast = sum(votes)
    if cast > present + written:
        have = f"到会 {present} 人加书面意见 {written} 份"
        return f"赞成、反对、弃权合计 {cast} 票，多于{have}，请核对。"
    return ""
