"""Every check that is run, with its weight and the article behind it (DOMAIN.md, last part)."""

from datetime import date

from partydesk.domain.finding import Finding, Severity
from partydesk.domain.periods import Period, year_of
from partydesk.rules import (
    evaluation,
    frequency,
    likeness,
    meetings,
    membership,
    organization,
    roster,
    talks,
    votes,
)
from partydesk.rules.facts import Facts
from partydesk.rules.rule import Rule

_E, _W, _H = Severity.ERROR, Severity.WARNING, Severity.HINT

#: 中国共产党支部工作条例（试行） came into force.
_BRANCH_RULES = date(2018, 10, 28)
_ELECTIONS = date(2020, 7, 13)

_LIFE = "支部工作条例"
_RECORD = "会议记录规范"
_FORM = "党员基本信息采集表填写说明"
_INTEGRITY = "廉政档案管理要求（本地）"

# fmt: off
RULES: tuple[Rule, ...] = (
    Rule("ORG-01", _E, f"{_LIFE}第四条、第五条", organization.too_few_members,
         "党支部至少三名正式党员"),
    Rule("ORG-02", _W, f"{_LIFE}第四条", organization.too_many_members,
         "党支部一般不超过五十名党员"),
    Rule("ORG-03", _E, f"{_LIFE}第二十条", organization.no_committee,
         "七名以上正式党员设支委会"),
    Rule("ORG-04", _W, f"{_LIFE}第二十条", organization.committee_size,
         "支委会人数"),
    Rule("ORG-05", _W, f"{_LIFE}第二十条", organization.posts_missing,
         "组织、宣传、纪检委员齐全"),
    Rule("ORG-06", _W, f"{_LIFE}第二十条", organization.needless_committee,
         "不足七名不设支委会"),
    Rule("ORG-07", _W, f"{_LIFE}第二十一条", organization.term_ends,
         "按期换届"),
    Rule("ORG-10", _E, "基层组织选举工作条例第五条", organization.post_without_vote,
         "委员应有被选举权"),
    Rule("ORG-11", _H, f"{_LIFE}第十三条", organization.groups,
         "党小组划分"),
    Rule("MTG-01", _W, f"{_LIFE}第十一条", frequency.no_assembly,
         "党员大会每季度一次", _BRANCH_RULES),
    Rule("MTG-02", _W, f"{_LIFE}第十二条", frequency.no_committee_meeting,
         "支委会每月一次", _BRANCH_RULES),
    Rule("MTG-03", _W, f"{_LIFE}第十三条", frequency.no_group_meeting,
         "党小组会每月一次", _BRANCH_RULES),
    Rule("MTG-04", _W, f"{_LIFE}第十六条", frequency.no_theme_day,
         "主题党日每月一次", _BRANCH_RULES),
    Rule("MTG-05", _W, f"{_LIFE}第十六条", frequency.no_lecture,
         "党课（次数为本地要求）", _BRANCH_RULES),
    Rule("MTG-06", _W, f"{_LIFE}第十七条", frequency.no_life_meeting,
         "组织生活会每年一次", _BRANCH_RULES),
    Rule("MTG-07", _W, f"{_LIFE}第十八条", frequency.no_appraisal,
         "民主评议每年一次", _BRANCH_RULES),
    Rule("MTG-08", _E, f"{_LIFE}第十一条", votes.no_quorum,
         "表决到会人数"),
    Rule("MTG-09", _E, f"{_LIFE}第十二条", votes.small_committee_meeting,
         "支委会到会半数"),
    Rule("MTG-10", _E, f"{_LIFE}第十一条", votes.passed_without_majority,
         "赞成过半数才通过"),
    Rule("MTG-11", _E, "票数核算", votes.impossible_counts,
         "票数不多于到会人数"),
    Rule("MTG-12", _E, "基层组织选举工作条例第五条", votes.too_many_voters,
         "应到只算有表决权的"),
    Rule("MTG-13", _E, _RECORD, meetings.listed_twice, "到会名单不重复"),
    Rule("MTG-14", _W, _RECORD, meetings.absent_without_reason, "缺席写明原因"),
    Rule("MTG-15", _W, f"{_LIFE}第十四条", meetings.chaired_by_another,
         "委托主持要说明"),
    Rule("MTG-16", _W, _RECORD, meetings.parts_missing, "会议记录要素齐全"),
    Rule("MTG-17", _E, "时间核对", meetings.impossible_times,
         "会议时间合理"),
    Rule("MTG-18", _W, f"{_LIFE}第十二条", meetings.not_prepared,
         "重要事项先经支委会"),
    Rule("MTG-19", _W, "督办要求", meetings.open_tasks,
         "议定事项有人办、按期办"),
    Rule("MTG-20", _H, "防止形式主义", likeness.copied_minutes,
         "会议内容不照抄"),
    Rule("MTG-21", _E, "基层组织选举工作条例", votes.no_election_quorum,
         "选举到会五分之四", _ELECTIONS),
    Rule("MTG-24", _W, _RECORD, meetings.numbers_broken, "会议次数连续"),
    Rule("MTG-25", _H, "寒暑假缺会（本地）", frequency.holiday_months,
         "假期缺会只提示", _BRANCH_RULES),
    Rule("MEM-01", _E, "GB 11643 公民身份号码", roster.invalid_number,
         "身份证号有效"),
    Rule("MEM-02", _E, "GB 11643 公民身份号码", roster.number_disagrees,
         "身份证号与生日、性别一致"),
    Rule("MEM-03", _E, _FORM, roster.listed_twice, "名册不重复"),
    Rule("MEM-04", _E, _FORM, membership.full_day, "转正日期与人员类别一致"),
    Rule("MEM-05", _E, "发展党员工作细则第三十一条", membership.probation_time,
         "预备期一年"),
    Rule("MEM-06", _E, "党章第一条", membership.joining_age,
         "入党年满十八周岁"),
    Rule("MEM-07", _W, "党员教育管理工作条例第二十四条", roster.lost,
         "失联党员登记"),
    Rule("MEM-09", _W, "党员教育管理工作条例第三十二条", roster.floating,
         "流动党员流向"),
    Rule("MEM-10", _W, "全国党员管理信息系统代码表", roster.unknown_codes,
         "用代码表内的名称"),
    Rule("MEM-11", _W, _FORM, roster.phones, "联系电话"),
    Rule("TALK-01", _W, f"{_LIFE}第十九条", talks.not_talked_to,
         "支委与每名党员谈心谈话"),
    Rule("TALK-02", _W, f"{_LIFE}第十九条", talks.committee_apart,
         "支委之间谈心谈话"),
    Rule("TALK-03", _W, "谈心谈话记录要求", talks.parts_missing,
         "谈话记录要素齐全"),
    Rule("INT-01", _W, _INTEGRITY, evaluation.file_missing, "一人一档、年度确认"),
    Rule("INT-02", _E, _INTEGRITY, evaluation.own_file, "本人档案应回避"),
    Rule("INT-03", _W, _INTEGRITY, evaluation.no_pledge, "年度廉洁承诺"),
    Rule("INT-04", _W, _INTEGRITY, evaluation.few_sessions, "廉政教育次数"),
)
# fmt: on

_ORDER = {severity: place for place, severity in enumerate(Severity)}


def findings(facts: Facts, period: Period | None = None) -> list[Finding]:
    """Everything that is wrong in a period: errors first, then warnings, then hints.

    Args:
        facts: The records.
        period: What to look at; ``None`` for all that is on file, up to the end of this year.
    """
    span = period or everything(facts)
    found = [
        finding
        for rule in RULES
        if rule.id not in facts.limits.off
        for finding in rule.findings(facts, span)
    ]
    return sorted(found, key=lambda each: _ORDER[each.severity])


def everything(facts: Facts) -> Period:
    """From the oldest record to the end of this year."""
    talked = min((talk.talked_on for talk in facts.talks), default=facts.today)
    first = min(facts.began_on, talked, facts.today)
    last = max((each.held_on for each in facts.sessions), default=facts.today)
    end = max(year_of(facts.today).last, last)
    return Period(year_of(first).first, end, "all", "全部时间")


def title_of(rule_id: str) -> str:
    """What a rule asks for, in a few words; empty for a rule that is not run."""
    return next((rule.title for rule in RULES if rule.id == rule_id), "")
