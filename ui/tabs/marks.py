"""The state of a record in a list: its worst finding, in a word."""

from collections.abc import Iterable

from partydesk.domain.finding import Finding, Severity
from ui.theme import Tone
from ui.widgets.pill import Mark

#: Nothing was found.
COMPLETE = Mark("齐全", Tone.GREEN)

_TONES = {Severity.ERROR: Tone.RED, Severity.WARNING: Tone.GOLD}

#: A short word for what a rule found; other rules show their severity.
_WORDS = {
    "MTG-08": "到会不足",
    "MTG-09": "到会不足",
    "MTG-10": "票数不够",
    "MTG-11": "票数不符",
    "MTG-12": "表决人不符",
    "MTG-13": "到会数不符",
    "MTG-14": "缺原因",
    "MTG-15": "缺委托说明",
    "MTG-16": "缺要素",
    "MTG-17": "时间不符",
    "MTG-19": "议定未办",
    "TALK-03": "缺要素",
    "MEM-01": "证号不对",
    "MEM-02": "证号不符",
    "MEM-03": "重复",
    "MEM-04": "转正日期",
    "MEM-05": "日期不符",
    "MEM-10": "代码不符",
    "MEM-11": "缺电话",
}


def worst_marks(findings: Iterable[Finding], record_type: str) -> dict[str, Mark]:
    """One mark per record that has an error or a warning."""
    worst: dict[str, Finding] = {}
    order = list(Severity)
    for each in findings:
        if each.record_type != record_type or each.severity not in _TONES:
            continue
        known = worst.get(each.record_id)
        if known is None or order.index(each.severity) < order.index(known.severity):
            worst[each.record_id] = each
    return {
        record_id: Mark(_WORDS.get(each.rule, str(each.severity)), _TONES[each.severity])
        for record_id, each in worst.items()
    }
