"""What of a person can be set for several people at once."""

from partydesk.domain.fields import pick
from partydesk.domain.member import Member

#: What belongs to one person (number, birth, telephone) or follows from a decision of its own
#: (人员类别, 党籍, 离开) is not among it.
FIELDS = pick(
    Member,
    *("group_id", "job", "education", "degree", "title", "admin_post", "is_backbone"),
    *("is_leader", "is_frail", "is_floating", "floating_to", "ethnicity", "native_place"),
    *("school", "work_started_on", "transferred_in_on"),
)
