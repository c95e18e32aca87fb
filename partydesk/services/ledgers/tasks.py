"""任务督办: main tasks, weekly reports, feedback cards, problems, opinions (DOMAIN.md 7.6)."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import extract, func, select
from sqlalchemy.orm import Session

from partydesk.domain.fields import pick
from partydesk.domain.tasks import (
    FeedbackCard,
    KeyTask,
    Opinion,
    Problem,
    ReportState,
    TaskState,
    WeeklyReport,
    WeeklyWork,
)
from partydesk.services.ledgers.ledger import Action, Family, Ledger, Part, Shade
from partydesk.services.ledgers.limits import in_order
from partydesk.services.registers import Register, Rows
from partydesk.services.taking_tasks import draft_weekly_report, tasks_from_resolutions

#: 周报 is due on this day of the week, counted from Monday (DOMAIN.md 7.6: Friday).
FRIDAY = 4


def deadline_state(due: date | None, done: date | None, today: date) -> tuple[str, Shade]:
    """The word for something with a deadline: done, overdue, soon, or under way."""
    if done:
        return "已完成", Shade.GOOD
    if due and due < today:
        return f"逾期 {(today - due).days} 天", Shade.LATE
    if due and due - today <= timedelta(days=7):
        return f"还有 {(due - today).days} 天", Shade.WAITING
    return "进行中", Shade.PLAIN


def _task_state(row: Any, today: date) -> tuple[str, Shade]:
    if row.state in (TaskState.DONE, TaskState.CLOSED):
        return str(row.state), Shade.GOOD
    word, shade = deadline_state(row.due_on, row.done_on, today)
    return (word, shade) if word != "进行中" else (str(row.state), Shade.PLAIN)


def _task_problems(values: Mapping[str, Any], today: date) -> dict[str, str]:
    problems = in_order(("given_on", "done_on"), ("given_on", "due_on"))(values, today)
    finished = values["state"] in (TaskState.DONE, TaskState.CLOSED)
    if finished and not values["done_on"]:
        problems["done_on"] = "任务已完成，请填写完成日期。"
    if values["done_on"] and values["done_on"] > today:
        problems["done_on"] = "完成日期还没有到，请核对。"
    return problems


def _number_task(session: Session, record: KeyTask) -> None:
    """Numbers count within the year; one that was typed stays."""
    if record.number is None:
        year = extract("year", KeyTask.given_on) == record.given_on.year
        record.number = (session.scalar(select(func.max(KeyTask.number)).where(year)) or 0) + 1


TASKS = Ledger(
    register=Register(
        KeyTask,
        "重点任务",
        pick(
            KeyTask,
            *("number", "given_on", "category", "matter", "measures", "source", "leader"),
            *("owner_id", "due_on", "state", "first_quarter", "second_quarter"),
            *("third_quarter", "fourth_quarter", "sign", "done_on"),
        ),
    ),
    title="重点任务",
    family=Family.TASKS,
    day="given_on",
    heading=("number", "matter"),
    columns=("number", "matter", "owner_id", "due_on"),
    parts=(
        Part("", ("matter",), 1),
        Part("", ("given_on", "due_on", "owner_id", "leader", "category", "number")),
        Part("", ("source", "measures", "sign"), 1),
        Part("进展", ("state", "done_on")),
        Part("", ("first_quarter", "second_quarter", "third_quarter", "fourth_quarter"), 1),
    ),
    teaches="年度重点任务一项一行；会议议定事项可以直接转成任务。",
    source="本地督办制度",
    same=("matter", "due_on"),
    problems=_task_problems,
    settle=_number_task,
    state=_task_state,
    actions=(Action("转入议定事项", tasks_from_resolutions, "file-import"),),
    sent=("number", "given_on", "category", "matter", "source", "due_on", "state", "done_on"),
)


def _report_state(row: Any, today: date) -> tuple[str, Shade]:
    due = row.starts_on + timedelta(days=FRIDAY)
    if row.state == ReportState.SENT:
        late = row.sent_on and row.sent_on > due
        return ("迟报", Shade.WAITING) if late else ("已报", Shade.GOOD)
    if row.state == ReportState.LATE:
        return "补报", Shade.WAITING
    return (str(row.state), Shade.LATE) if due < today else (str(row.state), Shade.WAITING)


def _report_problems(values: Mapping[str, Any], _today: date) -> dict[str, str]:
    problems = {}
    if values["starts_on"].weekday():
        problems["starts_on"] = "请填写这一周的星期一。"
    if values["state"] in (ReportState.SENT, ReportState.LATE) and not values["sent_on"]:
        problems["sent_on"] = "已报送的周报请填写报送日期。"
    if values["sent_on"] and values["sent_on"] < values["starts_on"]:
        problems["sent_on"] = "报送日期早于这一周，请核对。"
    return problems


def _number_week(_session: Session, record: WeeklyReport) -> None:
    record.week = record.starts_on.isocalendar().week


def _this_week(_session: Session, today: date) -> dict[str, Any]:
    return {"starts_on": today - timedelta(days=today.weekday())}


REPORTS = Ledger(
    register=Register(
        WeeklyReport,
        "周报",
        pick(
            WeeklyReport,
            *("starts_on", "week", "problems", "plan", "wishes", "reporter_id"),
            *("reviewer_id", "sent_on", "state"),
        ),
        {"work": Rows(WeeklyWork, pick(WeeklyWork, "matter", "progress", "owner"))},
    ),
    title="周报",
    family=Family.TASKS,
    day="starts_on",
    heading=("starts_on", "week"),
    columns=("starts_on", "week", "work", "sent_on", "reporter_id"),
    parts=(
        Part("", ("starts_on", "week")),
        Part("本周重点工作", ("work",), 1),
        Part("", ("problems", "plan", "wishes"), 1),
        Part("报送", ("reporter_id", "reviewer_id", "state", "sent_on")),
    ),
    wide="reporter_id",
    teaches="每周五报送。“起草本周周报”会把本周的会议、谈话和任务先填好。",
    source="本地周报制度",
    same=("starts_on",),
    begin=_this_week,
    problems=_report_problems,
    settle=_number_week,
    state=_report_state,
    actions=(Action("起草本周周报", draft_weekly_report, "edit"),),
    sent=("starts_on", "week", "problems", "plan", "wishes", "sent_on", "state"),
)


def _card_state(row: Any, today: date) -> tuple[str, Shade]:
    if row.closed_on:
        return "已销号", Shade.GOOD
    if row.signed_on:
        return "已反馈", Shade.WAITING
    word, shade = deadline_state(row.answer_due_on, None, today)
    return (word, shade) if word != "进行中" else ("待反馈", Shade.WAITING)


CARDS = Ledger(
    register=Register(
        FeedbackCard,
        "督办反馈卡",
        pick(
            FeedbackCard,
            *("number", "month", "matter", "source", "owner_id", "due_on", "progress"),
            *("problem", "opinion", "answer_due_on", "done", "reason", "measures"),
            *("expected_on", "signed_on", "supervisor", "verdict", "closed_on"),
        ),
    ),
    title="督办反馈卡",
    family=Family.TASKS,
    day="month",
    heading=("month", "matter"),
    columns=("month", "matter", "owner_id", "answer_due_on"),
    parts=(
        Part("督办", ("number", "month")),
        Part("", ("matter",), 1),
        Part("", ("source", "owner_id", "due_on", "progress")),
        Part("", ("problem", "opinion"), 1),
        Part("支部反馈", ("answer_due_on", "signed_on")),
        Part("", ("done", "reason", "measures"), 1),
        Part("", ("expected_on",)),
        Part("核验", ("supervisor", "verdict", "closed_on")),
    ),
    teaches="上级发来的督办意见和支部的反馈写在同一张卡上。",
    source="本地督办制度",
    same=("month", "matter"),
    state=_card_state,
    sent=("number", "month", "matter", "due_on", "done", "reason", "measures", "expected_on",
          "signed_on"),
)  # fmt: skip

PROBLEMS = Ledger(
    register=Register(
        Problem,
        "问题整改",
        pick(
            Problem,
            *("found_on", "source", "kind", "matter", "cause", "measures", "owner_id"),
            *("due_on", "sign", "progress", "closed_on", "accepted_by"),
        ),
    ),
    title="问题整改",
    family=Family.TASKS,
    day="found_on",
    heading=("found_on", "matter"),
    columns=("found_on", "kind", "matter", "owner_id", "due_on"),
    parts=(
        Part("问题", ("matter",), 1),
        Part("", ("found_on", "kind", "source")),
        Part("", ("cause",), 1),
        Part("整改", ("measures",), 1),
        Part("", ("owner_id", "due_on", "sign")),
        Part("", ("progress",), 1),
        Part("", ("closed_on", "accepted_by")),
    ),
    teaches="查摆出的问题和整改措施一项一行，销号后仍可查。",
    source="支部工作条例第十七条",
    same=("found_on", "matter"),
    problems=in_order(("found_on", "due_on"), ("found_on", "closed_on")),
    state=lambda row, today: deadline_state(row.due_on, row.closed_on, today),
    sent=("found_on", "source", "kind", "matter", "measures", "due_on", "closed_on"),
)

OPINIONS = Ledger(
    register=Register(
        Opinion,
        "意见建议",
        pick(
            Opinion,
            *("given_on", "giver", "way", "content", "owner_id", "due_on", "result"),
            "answered_on",
        ),
    ),
    title="意见建议",
    family=Family.TASKS,
    day="given_on",
    heading=("given_on", "content"),
    columns=("given_on", "giver", "content", "owner_id", "due_on"),
    parts=(
        Part("", ("given_on", "giver", "way")),
        Part("", ("content",), 1),
        Part("办理", ("owner_id", "due_on")),
        Part("", ("result",), 1),
        Part("", ("answered_on",)),
    ),
    teaches="征求到的意见建议，和每一条怎么办、什么时候答复。不登记提意见人的姓名。",
    source="支部工作条例第十七条",
    same=("given_on", "content"),
    problems=in_order(("given_on", "due_on"), ("given_on", "answered_on")),
    state=lambda row, today: deadline_state(row.due_on, row.answered_on, today),
    sent=("given_on", "giver", "content", "answered_on"),
)

TASK_LEDGERS = (TASKS, REPORTS, CARDS, PROBLEMS, OPINIONS)
