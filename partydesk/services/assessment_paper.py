"""What the printed self-assessment says, from its view; the same on the screen and on paper."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from partydesk.documents.forms.assessment_sheet import AssessmentLine, AssessmentSheet
from partydesk.domain.text import long_day, points
from partydesk.rules.scheme import terms_in_words, weights_in_words
from partydesk.services.evidence import Proof, named
from partydesk.services.score_view import Key, ScoreLine, SheetView, grouped
from partydesk.storage.store import Store

#: So many proofs of an item are named; the others are counted.
_PROOFS = 4
#: Who was talked to, and whose leaf it is, stays in the branch: these are only counted.
_COUNTED = {
    "talk": ("谈心谈话记录", "次"),
    "integrity_leaf": ("廉政活页", "份"),
    "member": ("党员名册", "人"),
}


def paper_of(store: Store, view: SheetView, branch: str) -> AssessmentSheet:
    """The sheet to print."""
    words = {each.id: each for each in _words(store, view)}
    lines = []
    for each in view.lines:
        proofs = [words[key] for key in each.own.evidence if key in words]
        lines.append(
            AssessmentLine(
                each.item.no,
                each.item.title,
                each.item.points,
                each.computed,
                each.own.points,
                each.own.reason,
                why=(*_why(each), *_upper(view, each)),
                evidence=_evidence(proofs, len(each.proofs)),
            )
        )
    bonus = (view.bonus.points, view.bonus.reason) if view.bonus.points else None
    return AssessmentSheet(
        branch, view.scheme.title, view.period.label, lines, bonus, tuple(_remarks(view))
    )


def star_in_words(view: SheetView) -> str:
    """The 星级 that the points reach, by which figure, and what it was before."""
    star = view.star
    if star is None:
        return ""
    by = "自评分" if view.final is None else "加权得分"
    needs = f"（另需{star.needs}）" if star.needs else ""
    told = f"按{by}对应的星级：{star.name}{needs}，名额和结果以上级评定为准。"
    if held := view.held:
        until = f"，有效期至{long_day(held.until)}" if held.until else ""
        terms = terms_in_words(replace(view.scheme.star_terms, years=0))
        told += f"现有{held.name}，{long_day(held.since)}评定{until}"
        told += f"；{terms}。" if terms else "。"
    return told


def given_in_words(view: SheetView) -> str:
    """What others gave and the weighted figure; empty where there is nothing to tell."""
    given, told = view.given, []
    if given.upper is not None:
        source = f"（{given.source}）" if given.source else ""
        told.append(f"上级评分：{points(given.upper)} 分{source}")
    if given.peer is not None:
        told.append(f"互评分：{points(given.peer)} 分")
    if view.final is not None:
        share = weights_in_words(view.scheme.weights)
        told.append(f"加权得分：{points(view.final)} 分（{share}）")
    if given.star and given.starred_on:
        told.append(f"评定星级：{given.star}（{long_day(given.starred_on)}）")
    return "；".join(told)


def _words(store: Store, view: SheetView) -> Sequence[Proof]:
    if view.is_closed:
        return list(view.words.values())
    picked: list[Key] = [key for each in view.lines for key in each.own.evidence]
    return named(store, picked)


def _why(line: ScoreLine) -> Iterator[str]:
    """By deduction and without names: the sheet judges the branch's work, and it travels."""
    for each in grouped(line.losses):
        lost = f"扣 {points(each.points)} 分" if each.points else "扣分已到上限"
        yield f"{lost}：{each.sentence}。"
    if line.excused:
        yield f"已说明理由、未扣分的 {len(line.excused)} 处。"


def _upper(view: SheetView, line: ScoreLine) -> Iterator[str]:
    if (given := view.given.items.get(line.item.no)) is not None:
        yield f"上级评分 {points(given)} 分。"


def _evidence(picked: Sequence[Proof], suggested: int) -> str:
    if not picked:
        return f"系统列出的记录 {suggested} 条" if suggested else ""
    secret = [each for each in picked if each.record_type in _COUNTED]
    open_ones = [each for each in picked if each.record_type not in _COUNTED]
    told = [f"{each.day:%Y-%m-%d} {each.text}" for each in open_ones[:_PROOFS]]
    for record_type, (sort, unit) in _COUNTED.items():
        if many := sum(each.record_type == record_type for each in secret):
            told.append(f"{sort} {many} {unit}")
    return "；".join(told) + (f"等 {len(picked)} 条" if len(open_ones) > _PROOFS else "")


def _remarks(view: SheetView) -> Iterator[str]:
    if view.countable < sum(each.item.points for each in view.lines):
        yield f"系统测算覆盖 {points(view.countable)} 分，其余由支部判断。"
    if view.veto:
        yield f"一票否决：{view.veto}"
    elif view.star:
        yield star_in_words(view)
    if view.closed_at:
        told = f"第 {view.version} 版，{long_day(view.closed_at)}完成。"
        yield told + (f"更正理由：{view.correction}" if view.correction else "")
    elif view.correction:
        yield f"正在更正第 {view.version} 版，尚未完成。更正理由：{view.correction}"
    else:
        yield "尚未完成，测算为打印当天的数。"
    if told := given_in_words(view):
        yield f"{told}。"
