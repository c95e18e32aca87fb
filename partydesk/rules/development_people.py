"""Checks of those beside someone on the way: 培养联系人 and 入党介绍人 (DOMAIN.md 2 and C)."""

from collections.abc import Iterator
from datetime import date

from partydesk.domain.development import Companion
from partydesk.domain.integrity import LeafKind
from partydesk.domain.text import long_day
from partydesk.rules.development_fault import Fault, rule
from partydesk.rules.development_way import Case, article, is_full
from partydesk.rules.plain_development import WayCompanion
from partydesk.rules.rule import E, H, W
from partydesk.rules.sources import DEVELOPMENT_2026_FROM


def contacts(case: Case) -> Iterator[Fault]:
    """DEV-05: looked at on the day they were named, and today until there are sponsors."""
    named = case.taken.get("contacts")
    if named is None:
        return
    days = {named.done_on}
    if "sponsors" not in case.taken and not case.is_over:
        days.add(case.facts.today)
    for day in sorted(days):
        rules, found = case.rules.on(day), _serving(case, Companion.CONTACT, day)
        source = article(rules, "contacts")
        least, most = rules.numbers["contacts_least"], rules.numbers["contacts_most"]
        if not least <= len(found) <= most:
            told = f"{long_day(day)}有培养联系人 {len(found)} 名，应为 {least} 至 {most} 名"
            yield Fault(day, told, "请在“联系人和介绍人”里登记。", source, "companions")
        yield from _not_full(case, found, day, source)


def sponsors(case: Case) -> Iterator[Fault]:
    """DEV-09: two full members, none under 留党察看; looked at on the day they were named."""
    named = case.taken.get("sponsors")
    if named is None:
        return
    day, rules = named.done_on, case.rules.on(named.done_on)
    found = _serving(case, Companion.SPONSOR, day)
    source, wanted = article(rules, "sponsors"), rules.numbers["sponsors"]
    if len(found) != wanted:
        told = f"确定入党介绍人 {len(found)} 名，应为 {wanted} 名"
        yield Fault(day, told, "请在“联系人和介绍人”里登记两名介绍人。", source, "companions")
    yield from _not_full(case, found, day, source)
    for each in found:
        person = case.facts.by_id.get(each.member_id)
        if person and person.is_suspended:
            told = f"入党介绍人{person.name}表决权暂停，不能作介绍人"
            yield Fault(day, told, "请改由其他正式党员担任。", source, "companions")


def sanctioned_sponsor(case: Case) -> Iterator[Fault]:
    """DEV-10: by the text of 2026."""
    named = case.taken.get("sponsors")
    if named is None or not case.rules.on(named.done_on).numbers["impact_period"]:
        return
    for each in _serving(case, Companion.SPONSOR, named.done_on):
        for leaf in case.facts.leaves:
            until = leaf.until_on
            if (
                leaf.kind == LeafKind.SANCTION
                and leaf.member_id == each.member_id
                and until
                and leaf.dated_on <= named.done_on <= until
            ):
                name = case.facts.names.get(each.member_id, "")
                yield Fault(
                    named.done_on,
                    f"入党介绍人{name}在处分影响期内（至{long_day(until)}），不宜作介绍人",
                    "请改由其他正式党员担任。",
                    article(case.rules.on(named.done_on), "sponsors"),
                    "companions",
                )


def changed_companion(case: Case) -> Iterator[Fault]:
    """DEV-26."""
    source = article(case.rules.on(case.facts.today), "contacts")
    for each in case.companions:
        name = case.facts.names.get(each.member_id, "")
        person = case.facts.by_id.get(each.member_id)
        if each.until_on and not each.note:
            told = f"{each.role}{name}于{long_day(each.until_on)}更换，没有写明原因"
            yield Fault(each.until_on, told, "请在变动说明里写明。", source, "companions")
        elif each.serves(case.facts.today) and person and person.left_on and not case.is_over:
            told = f"{each.role}{name}已离开支部"
            yield Fault(case.facts.today, told, "请更换并登记起止日期。", source, "companions")


def _serving(case: Case, role: Companion, day: date) -> list[WayCompanion]:
    return [each for each in case.companions if each.role == role and each.serves(day)]


def _not_full(
    case: Case, companions: list[WayCompanion], day: date, source: str
) -> Iterator[Fault]:
    for each in companions:
        if not is_full(case.facts, each.member_id, day):
            name = case.facts.names.get(each.member_id, "（不在名册）")
            told = f"{each.role}{name}在{long_day(day)}不是本支部正式党员"
            yield Fault(day, told, "应由正式党员担任，请核对。", source, "companions")


RULES = (
    rule(5, W, contacts, "培养联系人一至两名"),
    rule(9, E, sponsors, "两名正式党员作介绍人"),
    rule(10, W, sanctioned_sponsor, "介绍人不在处分影响期", valid_from=DEVELOPMENT_2026_FROM),
    rule(26, H, changed_companion, "联系人、介绍人变动有说明"),
)
