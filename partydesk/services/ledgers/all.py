"""Every 台账, in the order in which the tree shows them."""

from partydesk.services.ledgers.care import CARE
from partydesk.services.ledgers.development import DEVELOPMENT
from partydesk.services.ledgers.dues import DUES
from partydesk.services.ledgers.evaluation import EVALUATION
from partydesk.services.ledgers.ledger import Ledger
from partydesk.services.ledgers.members import MEMBER_LEDGERS
from partydesk.services.ledgers.monthly import MONTHLY_LISTS
from partydesk.services.ledgers.standing import STANDING
from partydesk.services.ledgers.study import STUDY
from partydesk.services.ledgers.tasks import TASK_LEDGERS

LEDGERS: tuple[Ledger, ...] = (
    *DEVELOPMENT,
    *DUES,
    *STUDY,
    *TASK_LEDGERS,
    MONTHLY_LISTS,
    *EVALUATION,
    *CARE,
    *STANDING,
    *MEMBER_LEDGERS,
)

BY_TABLE = {each.table: each for each in LEDGERS}
