"""The articles that checks name, and the days from which each was in force (DOMAIN.md)."""

from datetime import date

BRANCH_WORK = "支部工作条例"
#: 中国共产党支部工作条例（试行） came into force.
BRANCH_WORK_FROM = date(2018, 10, 28)
EDUCATION = "党员教育管理工作条例"
EDUCATION_FROM = date(2019, 5, 6)
ELECTIONS = "基层组织选举工作条例"
ELECTIONS_FROM = date(2020, 7, 13)
DEVELOPMENT = "发展党员工作细则"
#: From this day events are judged by the text of 2026, before it by that of 2014.
DEVELOPMENT_2026_FROM = date(2026, 5, 11)
MINUTES = "会议记录规范"
ROSTER_FORM = "党员基本信息采集表填写说明"
CITIZEN_NUMBER = "GB 11643 公民身份号码"
INTEGRITY = "廉政档案管理要求（本地）"
