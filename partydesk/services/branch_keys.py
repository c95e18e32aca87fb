"""The branch's own keys: they sign what it sends and reopen it; made once, kept sealed."""

import base64
import json

from partydesk.domain.fields import SealedValue
from partydesk.errors import LockedError
from partydesk.package.keys import BranchKeys, new_branch_keys
from partydesk.services.branch_settings import keep_setting, setting
from partydesk.storage.store import Store

#: Where the keys lie in the file; whoever moves sealed texts to a new key moves this one too.
KEY = "branch.keys"
PLACE = f"setting/{KEY}"


def branch_keys(store: Store) -> BranchKeys:
    """The branch's keys, made on first use.

    Raises:
        LockedError: Opened with a deputy's password; signing is the secretary's matter.
    """
    if not store.sealer.is_open:
        raise LockedError(
            "上报包要用支部的签名密钥，当前密码打不开它。", "请用书记的密码打开文件后再上报。"
        )
    kept = setting(store, KEY)
    if kept is None:
        return _made(store)
    sealed = SealedValue(base64.b64decode(kept["sealed"]))
    told = json.loads(store.sealer.opened(sealed, PLACE))
    return BranchKeys(bytes.fromhex(told["signing"]), told["age"])


def _made(store: Store) -> BranchKeys:
    keys = new_branch_keys()
    text = json.dumps({"signing": keys.signing_seed.hex(), "age": keys.age_identity})
    sealed = store.sealer.sealed(text, PLACE)
    keep_setting(store, KEY, {"sealed": base64.b64encode(sealed).decode()})
    return keys
