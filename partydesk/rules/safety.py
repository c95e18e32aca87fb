"""Checks of the file itself: its backups (DOMAIN.md, SYS)."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from partydesk.domain.periods import Period
from partydesk.domain.text import long_day
from partydesk.rules.facts import Facts
from partydesk.rules.rule import Confidence, Hit, Rule, W


class Safety(NamedTuple):
    """What is known of the file's backups; brought only for a file on a disk.

    Attributes:
        backup_on: The day of the newest backup; none if there is none.
    """

    backup_on: date | None = None


def backup_old(facts: Facts, period: Period) -> Iterator[Hit]:
    """SYS-01: the newest encrypted backup is old, or there is none."""
    days = facts.limits.backup_days
    for each in facts.rows(Safety):
        if facts.today not in period:
            continue
        advice = "请在设置里备份，并把备份复制到别的磁盘。"
        if each.backup_on is None:
            yield Hit("数据文件还没有加密备份。", "branch", "backup", advice=advice)
        elif each.backup_on + timedelta(days=days) < facts.today:
            sentence = f"上次加密备份是{long_day(each.backup_on)}，已超过 {days} 天。"
            yield Hit(sentence, "branch", "backup", advice=advice)


RULES = (Rule("SYS-01", W, "数据安全建议", backup_old, "定期备份", confidence=Confidence.DESIGN),)
