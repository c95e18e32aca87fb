"""The branch's own keys: they sign what it sends and reopen it; made once, kept sealed."""

import base64
import json

from partydesk.domain.fields import SealedValue
from partydesk.errors import LockedError
from partydesk.package.keys import BranchKeys, FormerKeys, new_branch_keys
from partydesk.package.succession import succession_of, succession_values
from partydesk.services.branch_settings import put_setting, setting
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
        return keep_keys(store, new_branch_keys(), "生成签名密钥")
    sealed = SealedValue(base64.b64decode(kept["sealed"]))
    told = json.loads(store.sealer.opened(sealed, PLACE))
    return BranchKeys(
        bytes.fromhex(told["signing"]),
        told["age"],
        tuple(FormerKeys(bytes.fromhex(public), age) for public, age in told.get("former", ())),
        tuple(succession_of(row) for row in told.get("chain", ())),
    )


def has_keys(store: Store) -> bool:
    """Whether keys were made already."""
    return setting(store, KEY) is not None


def keep_keys(store: Store, keys: BranchKeys, title: str) -> BranchKeys:
    """Keep keys in place of those that the file had; they themselves."""
    told = {
        "signing": keys.signing_seed.hex(),
        "age": keys.age_identity,
        "former": [(each.public.hex(), each.age_identity) for each in keys.former],
        "chain": [succession_values(each) for each in keys.chain],
    }
    sealed = store.sealer.sealed(json.dumps(told), PLACE)
    with store.writing(title) as session:
        put_setting(session, KEY, {"sealed": base64.b64encode(sealed).decode()})
    return keys
