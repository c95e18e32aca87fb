"""The schemes of a branch: those that ship, those a bureau gave, and which one is used."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from partydesk.domain.fields import Field, Kind
from partydesk.domain.text import points, show
from partydesk.errors import ForeignFileError, NotFoundError, RefusedError
from partydesk.rules.catalogue import RULES
from partydesk.rules.scheme import Item, Scheme, flaws, weights_in_words
from partydesk.rules.scheme_toml import scheme_in
from partydesk.rules.schemes import load_schemes, scheme_from_text, scheme_text
from partydesk.rules.scoring_counts import COUNTABLE
from partydesk.services.branch_settings import keep_setting, put_setting, setting
from partydesk.services.ledgers.all import LEDGERS
from partydesk.services.scheme_reading import read_scheme
from partydesk.services.scheme_sheets import scheme_workbook
from partydesk.services.score_records import SCHEMES
from partydesk.storage.store import Store

#: The setting that holds the id of the scheme that is used.
_CHOSEN = "scheme"
#: The scheme of a branch that has chosen none.
DEFAULT = "default"
_LARGEST = 1024 * 1024


@dataclass(frozen=True, slots=True)
class SchemePreview:
    """What an import would do.

    Attributes:
        scheme: What was understood; none where there are mistakes.
        problems: The mistakes, one sentence each.
        changes: What differs from the scheme of the same id, one sentence each; empty for a new
            one.
        is_new: Whether there is no scheme with this id yet.
    """

    scheme: Scheme | None
    problems: tuple[str, ...]
    changes: tuple[str, ...] = ()
    is_new: bool = False


def all_schemes(store: Store) -> tuple[Scheme, ...]:
    """Every scheme; one that was imported takes the place of a shipped one with its id."""
    found = {each.id: each for each in load_schemes()}
    for key, text in (setting(store, SCHEMES) or {}).items():
        found[key] = scheme_from_text(text, key)
    return tuple(found.values())


def scheme_of(store: Store, scheme_id: str) -> Scheme:
    """The scheme with an id, or ``NotFoundError``."""
    for scheme in all_schemes(store):
        if scheme.id == scheme_id:
            return scheme
    raise NotFoundError(f"找不到考核表“{scheme_id}”。", "请联系教育局取得这份考核表。")


def chosen_scheme(store: Store) -> Scheme:
    """The scheme that the branch uses."""
    schemes = {each.id: each for each in all_schemes(store)}
    return schemes.get(setting(store, _CHOSEN) or DEFAULT, schemes[DEFAULT])


def choose_scheme(store: Store, scheme_id: str) -> None:
    """Use a scheme from now on; earlier self-assessments keep theirs."""
    keep_setting(store, _CHOSEN, scheme_of(store, scheme_id).id)


def countable() -> tuple[str, ...]:
    """Names of records that a scheme can count or take as proof."""
    # A ledger that is called like a kind of meeting is not told apart from it.
    return tuple(dict.fromkeys((*COUNTABLE, *(each.title for each in LEDGERS))))


def export_scheme(store: Store, scheme_id: str, *, as_text: bool = False) -> bytes:
    """A scheme as xlsx to be edited, or as TOML."""
    scheme = scheme_of(store, scheme_id)
    if as_text:
        return scheme_text(scheme).encode()
    return scheme_workbook(scheme, countable())


def prepare_scheme(store: Store, path: Path) -> SchemePreview:
    """What importing a file would do; nothing is kept.

    Raises:
        ForeignFileError: It is neither a sheet that can be read nor a TOML text.
    """
    if path.suffix.lower() == ".toml":
        scheme, problems = scheme_in(_text(path))
        if scheme is not None:
            problems = [*flaws(scheme), *_unknown_names(scheme)]
    else:
        scheme, problems = read_scheme(path, known_rules(), frozenset(countable()))
    if scheme is None or problems:
        return SchemePreview(None, tuple(problems))
    before = next((each for each in all_schemes(store) if each.id == scheme.id), None)
    changes = tuple(_changes(before, scheme)) if before else ()
    return SchemePreview(scheme, (), changes, before is None)


def keep_scheme(store: Store, preview: SchemePreview, *, use: bool = True) -> Scheme:
    """Keep what a preview showed, and use it.

    Raises:
        RefusedError: The preview has mistakes.
    """
    scheme = preview.scheme
    if scheme is None:
        raise RefusedError("考核表还有错误，没有导入。", "请按提示改正后再导入。")
    kept = dict(setting(store, SCHEMES) or {})
    kept[scheme.id] = scheme_text(scheme)
    with store.writing(f"导入考核表：{scheme.title}") as session:
        put_setting(session, SCHEMES, kept)
        if use:
            put_setting(session, _CHOSEN, scheme.id)
    return scheme


def known_rules() -> frozenset[str]:
    """Ids of the checks that a scheme may name: those that run, and those that ship with one."""
    shipped = (
        each for scheme in load_schemes() for item in scheme.items for each in item.deductions
    )
    named = frozenset(rule for each in shipped for rule in each.rules)
    return named | {each.id for each in RULES}


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > _LARGEST:
            raise ForeignFileError(f"“{path.name}”太大，不是考核表。", "请检查是否选错了文件。")
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ForeignFileError(
            f"“{path.name}”不是 UTF-8 编码的文本。", "请另存为 UTF-8 编码。"
        ) from error
    except OSError as error:
        raise ForeignFileError(f"“{path.name}”读不出来。", "请检查文件是否还在。") from error


def _unknown_names(scheme: Scheme) -> Iterator[str]:
    names, rules = frozenset(countable()), known_rules()
    for item in scheme.items:
        used = [*item.registers, *(each.count for each in item.deductions if each.count)]
        for each in used:
            if each not in names:
                yield f"第 {item.no} 项的台账“{each[:30]}”不认识。"
        for rule in (rule for each in item.deductions for rule in each.rules):
            if rule not in rules:
                yield f"第 {item.no} 项的校核规则“{rule[:30]}”不认识。"


_SHOWN = {
    "title": Field("名称", Kind.TEXT),
    "version": Field("版本", Kind.TEXT),
    "source": Field("来源", Kind.TEXT),
    "bonus_cap": Field("加分上限", Kind.POINTS),
    "bonus": Field("加分说明", Kind.TEXT),
    "roll_up": Field("季度和年度得分", Kind.TEXT),
    "explained_costs": Field("说明理由的也扣分", Kind.YES_NO),
}


def _changes(before: Scheme, after: Scheme) -> Iterator[str]:
    for name, described in _SHOWN.items():
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            yield f"{described.label}由“{show(described, old)}”改为“{show(described, new)}”。"
    for each in before.items:
        if after.item(each.no) is None:
            yield f"去掉第 {each.no} 项“{each.title}”。"
    for each in after.items:
        yield from _item_changes(before.item(each.no), each)
    if before.vetoes != after.vetoes:
        yield "一票否决事项有改动。"
    if before.weights != after.weights:
        yield f"权重改为{weights_in_words(after.weights)}。"
    if (before.stars, before.star_terms) != (after.stars, after.star_terms):
        yield "星级或升降级的规定有改动。"


def _item_changes(old: Item | None, new: Item) -> Iterator[str]:
    if old is None:
        yield f"新增第 {new.no} 项“{new.title}”，{points(new.points)} 分。"
        return
    if old.title != new.title:
        yield f"第 {new.no} 项“{old.title}”改名为“{new.title}”。"
    if old.points != new.points:
        yield f"第 {new.no} 项由 {points(old.points)} 分改为 {points(new.points)} 分。"
    if old.deductions != new.deductions:
        yield f"第 {new.no} 项的扣分规则有改动，现有 {len(new.deductions)} 条。"
    if (old.standard, old.deduction) != (new.standard, new.deduction):
        yield f"第 {new.no} 项的标准或扣分办法有改动。"
    if (old.evidence, old.registers) != (new.evidence, new.registers):
        yield f"第 {new.no} 项的佐证有改动。"
