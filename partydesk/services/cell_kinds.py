"""What of a meeting and of a talk may be set from their lists; new ones begin in the form."""

from partydesk.domain.fields import pick
from partydesk.domain.meeting import Meeting
from partydesk.domain.talk import Talk
from partydesk.domain.text import Names, show
from partydesk.services.editable import Editable
from partydesk.services.meetings import MEETING, checked_meeting
from partydesk.services.talks import TALK, checked_talk

_FORM = "“{}”请在表单里逐条修改。"

#: What counts the meeting, who came and what was decided belongs to the form.
MEETINGS = Editable(
    register=MEETING,
    fields=pick(
        Meeting,
        *("topic", "place", "starts_at", "ends_at", "chair_id", "recorder_id", "lecturer"),
        "guests",
    ),
    check=lambda _session, values, today: checked_meeting(values, today),
    title_of=lambda values, _names: f"{values['held_on']}　{values['kind']}",
    unit="次",
    keys=("held_on", "kind", "count_name"),
    otherwise=_FORM,
    not_new="列表里没有与它对应的行。新的会议请按 Ctrl+N 记，应到的人会自动列好。",
)


def _talk(values: dict[str, object], names: Names) -> str:
    (talker,) = pick(Talk, "talker_id")
    return f"{values['talked_on']}　{show(talker, values['talker_id'], names)}"


#: What was said is sealed; with whom is chosen in the form.
TALKS = Editable(
    register=TALK,
    fields=pick(
        Talk,
        *("kind", "way", "place", "starts_at", "ends_at", "recorder_id", "signed_on"),
        *("follow_up_on", "follow_up_done_on"),
    ),
    check=lambda _session, values, today: checked_talk(values, today),
    title_of=lambda values, names: _talk(dict(values), names),
    unit="次",
    keys=("talked_on", "talker", "partners"),
    reasons={
        "matter": "谈话内容是保密内容，请在表单里填写。",
        "follow_up": "跟进的情况由回访日期、办结日期得出，请改那两列。",
    },
    otherwise=_FORM,
    not_new="列表里没有与它对应的行。新的谈话请按 Ctrl+N 记。",
)
