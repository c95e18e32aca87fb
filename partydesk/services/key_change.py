"""New keys for the branch: at a handover, and whenever somebody else may have the old ones.

The old key signs for the new one as its last act, so that the bureau accepts it without paper
(safety study 2.8). A key that somebody else may have signs for nothing: paper has to.
"""

from partydesk.errors import NotFoundError
from partydesk.package.keys import BranchKeys, changed_keys
from partydesk.services.branch_keys import branch_keys, keep_keys
from partydesk.services.organization import the_branch
from partydesk.services.outbox import pending
from partydesk.services.submission_plan import last_sent
from partydesk.storage.store import Store


def change_keys(store: Store, *, is_exposed: bool = False) -> BranchKeys:
    """Sign with new keys from the next package on; what the old ones made still opens.

    Args:
        store: The file.
        is_exposed: Somebody else may have the old key: it does not sign for the new one, and the
            bureau accepts nothing before it has the new sheet of registration.

    Raises:
        NotFoundError: The branch's name and code are missing.
        LockedError: Opened with a deputy's password.
    """
    branch = the_branch(store)
    if branch is None:
        raise NotFoundError("还没有填写支部信息。", "请先在“设置”里填写支部全称和代码。")
    keys, waiting = branch_keys(store), pending(store)
    # What waits to be sent again was signed already and has the next number.
    taken = max(last_sent(store)[0], waiting.sequence if waiting else 0)
    fresh = changed_keys(keys, branch.code, taken + 1, is_exposed=is_exposed)
    return keep_keys(store, fresh, "更换签名密钥")
