"""换届交接 on a whole file: everything opens with what is new, nothing new with what is old."""

import base64
import json
from datetime import date

import pytest

from partydesk.domain.integrity import LeafKind
from partydesk.errors import (
    DamagedFileError,
    InvalidValuesError,
    RefusedError,
    StorageError,
    WrongPasswordError,
)
from partydesk.package.keys import FormerKeys
from partydesk.package.succession import follows
from partydesk.services import branch_files, drafts, handing_over, history
from partydesk.services.branch_keys import KEY, branch_keys
from partydesk.services.branch_settings import keep_setting, setting
from partydesk.services.integrity import LEAF, leaf_values, save_leaf
from partydesk.services.talks import save_talk, talk_values
from partydesk.storage import handover, resealing
from partydesk.storage.keys import seal
from tests.core.branches import BRANCH, CHEAP, PASSWORD, TALK, TODAY, fill, fingerprints, places_of
from tests.core.papers import text_of

SUCCESSOR = "接任书记自己想的口令"
DEPUTY = "副手自己的口令很长"
LATER = "后来补充：已办理调班丁戊己"
LEAF_MATTER = "购买住房一套庚辛壬"
DRAFTED = "写到一半的谈话癸子丑"


@pytest.fixture
def path(tmp_path):
    return tmp_path / "育才支部.partydesk"


@pytest.fixture
def branch(path):
    """A file with all that is confidential; its sheet, and what must be found again."""
    store, groups = branch_files.create_branch(path, PASSWORD, BRANCH, cost=CHEAP)
    first, _second, _meeting, talk = fill(store)
    save_talk(store, talk_values(store, talk.id) | {"content": LATER}, TODAY, talk.id)
    leaf = save_leaf(
        store,
        dict.fromkeys(each.name for each in LEAF.fields)
        | {
            "member_id": first.id,
            "kind": LeafKind.MATTER,
            "dated_on": date(2026, 10, 9),
            "number": 1,
        }
        | {"matter": LEAF_MATTER},
        TODAY,
    )
    drafts.keep_draft(store, "talk", None, {"content": DRAFTED})
    branch_files.add_deputy(store, "刘婷", DEPUTY, cost=CHEAP)
    keys = branch_keys(store)
    store.close()
    with branch_files.open_branch(path, DEPUTY) as deputy:
        drafts.keep_draft(deputy, "meeting", None, {"topic": "副手的草稿"})
    opened = branch_files.open_branch(path, PASSWORD)
    yield opened, " ".join(groups), (talk.id, leaf.id, keys)
    opened.close()


def handed_over(store, **changes):
    sheet = handing_over.new_sheet(store, TODAY)
    done = handing_over.hand_over(store, SUCCESSOR, sheet, cost=CHEAP, **changes)
    return done, " ".join(sheet.groups)


def test_after_a_handover_everything_confidential_opens_with_the_new_password(branch, path):
    store, _, (talk, leaf, keys) = branch
    done, sheet = handed_over(store)
    done.store.close()
    for way, word in (
        (branch_files.open_branch, SUCCESSOR),
        (branch_files.open_with_sheet, sheet),
    ):
        with way(path, word) as opened:
            assert talk_values(opened, talk)["content"] == LATER
            assert leaf_values(opened, leaf)["matter"] == LEAF_MATTER
            assert drafts.draft_of(opened, "talk", None).values == {"content": DRAFTED}
            signing = branch_keys(opened)
            assert signing.former == (FormerKeys(keys.public, keys.age_identity),)
            assert follows(signing.chain, keys.public, signing.public, (BRANCH["code"], 1))
            assert not follows(signing.chain, keys.public, signing.public, ("YC-02", 1))
    with branch_files.open_branch(path, SUCCESSOR) as opened:
        history.undo(opened, history.last_undoable(opened).id)
        history.undo(opened, history.last_undoable(opened).id)
        assert talk_values(opened, talk)["content"] == TALK


def test_a_deputy_of_the_successor_finds_the_drafts_that_a_deputy_left(branch, path):
    done, _ = handed_over(branch[0])
    branch_files.add_deputy(done.store, "王秀兰", DEPUTY, cost=CHEAP)
    done.store.close()
    with branch_files.open_branch(path, DEPUTY) as opened:
        assert drafts.draft_of(opened, "meeting", None).values == {"topic": "副手的草稿"}
        assert drafts.draft_of(opened, "talk", None) is None


def test_old_passwords_and_the_old_sheet_open_nothing_new(branch, path):
    store, old_sheet, _ = branch
    done, _ = handed_over(store)
    keep_setting(done.store, "later", "x")
    newest = branch_files.backup_now(done.store, "手动备份")
    assert branch_files.deputies(done.store) == []
    done.store.close()
    for password in (PASSWORD, DEPUTY):
        with pytest.raises(WrongPasswordError):
            branch_files.open_branch(path, password)
        with pytest.raises(WrongPasswordError):
            branch_files.restore_to(newest, path.with_name("b.partydesk"), password)
    with pytest.raises(WrongPasswordError):
        branch_files.open_with_sheet(path, old_sheet)
    with pytest.raises(WrongPasswordError):
        branch_files.restore_to_with_sheet(newest, path.with_name("b.partydesk"), old_sheet)


def test_the_old_file_and_the_backups_of_before_open_as_they_did(branch, path, tmp_path):
    store, old_sheet, (talk, _, _) = branch
    done, _ = handed_over(store)
    done.store.close()
    with branch_files.open_with_sheet(done.aside / path.name, old_sheet) as old:
        assert talk_values(old, talk)["content"] == LATER
    after, before = branch_files.list_backups(path)
    assert (after.reason, before.reason) == ("换届后", "换届前")
    branch_files.restore_to(before, tmp_path / "以前" / "a.partydesk", PASSWORD)
    branch_files.restore_to(after, tmp_path / "以后" / "a.partydesk", SUCCESSOR)


def test_a_handover_leaves_no_plain_text_and_no_half_file(branch, tmp_path):
    done, _ = handed_over(branch[0])
    done.store.close()
    for text in (TALK, LATER, LEAF_MATTER, DRAFTED):
        assert places_of(text, tmp_path) == []
    assert [each.name for each in tmp_path.rglob("*") if each.name.endswith(".part")] == []


FORGOTTEN = {"history": "change", "drafts": "draft", "sealed settings": "setting", "talks": "talk"}


@pytest.mark.parametrize("table", FORGOTTEN.values(), ids=FORGOTTEN.keys())
def test_a_handover_that_forgets_something_confidential_is_refused(branch, path, table, tmp_path):
    """The negative control: were nothing compared, the successor would find it locked for good."""
    store, old_sheet, (talk, _, keys) = branch

    def forgetful(connection, old, new):
        kept = connection.execute(f"SELECT * FROM {table}").fetchall()
        resealing.reseal(connection, old, new)
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute(f"DELETE FROM {table}")
        marks = ", ".join("?" * len(kept[0]))
        connection.executemany(f"INSERT INTO {table} VALUES ({marks})", kept)

    before = fingerprints(tmp_path)
    with pytest.raises(DamagedFileError):
        handed_over(store, move=forgetful)
    assert store.file.is_open
    assert talk_values(store, talk)["content"] == LATER
    assert branch_keys(store) == keys
    store.close()
    branch_files.open_branch(path, PASSWORD).close()
    branch_files.open_with_sheet(path, old_sheet).close()
    after = fingerprints(tmp_path)
    left = {name for name in after if "的备份" not in name}
    assert left == {name for name in before if not name.endswith((".lock", "-wal"))}


def test_a_text_that_changes_on_the_way_is_noticed(branch):
    store = branch[0]

    def careless(connection, old, new):
        resealing.reseal(connection, old, new)
        place = f"setting/{KEY}".encode()
        (text,) = connection.execute("SELECT value FROM setting WHERE id = ?", (KEY,)).fetchone()
        sealed = seal(new.confidential, b"{}", place)
        told = json.dumps(json.loads(text) | {"sealed": base64.b64encode(sealed).decode()})
        connection.execute("UPDATE setting SET value = ? WHERE id = ?", (told, KEY))

    with pytest.raises(DamagedFileError, match="不一致"):
        handed_over(store, move=careless)
    assert setting(store, KEY)


def test_a_secret_that_is_damaged_already_stops_the_handover_and_changes_nothing(branch, path):
    store = branch[0]
    store.file.connection.execute("UPDATE draft SET \"values\" = x'0102' WHERE id = 'talk/new'")
    with pytest.raises(DamagedFileError):
        handed_over(store)
    assert store.file.is_open
    store.close()
    branch_files.open_branch(path, PASSWORD).close()


def test_a_switch_that_fails_says_so_and_the_old_file_can_be_opened_again(
    branch, path, monkeypatch
):
    store, _, (talk, _, _) = branch

    def refused(*_):
        raise StorageError("磁盘读写出错。")

    monkeypatch.setattr(handover, "put_in_place", refused)
    with pytest.raises(StorageError):
        handed_over(store)
    assert not store.file.is_open
    with branch_files.open_branch(path, PASSWORD) as opened:
        assert talk_values(opened, talk)["content"] == LATER


def test_a_deputy_and_a_weak_password_can_not_hand_over(branch, path):
    store = branch[0]
    sheet = handing_over.new_sheet(store, TODAY)
    with pytest.raises(InvalidValuesError):
        handing_over.hand_over(store, "12345678901", sheet, cost=CHEAP)
    store.close()
    with branch_files.open_branch(path, DEPUTY) as deputy, pytest.raises(RefusedError):
        handing_over.new_sheet(deputy, TODAY)


def test_the_new_sheet_names_the_file_that_it_will_open(branch):
    store = branch[0]
    old_number = branch_files.file_number(store)
    sheet = handing_over.new_sheet(store, TODAY)
    done = handing_over.hand_over(store, SUCCESSOR, sheet, cost=CHEAP)
    with done.store as opened:
        assert branch_files.file_number(opened) in text_of(sheet.pdf)
        assert branch_files.file_number(opened) != old_number


def test_trying_a_sheet_says_whether_it_opens_this_file_and_changes_nothing(branch, tmp_path):
    store, sheet, _ = branch
    before = fingerprints(tmp_path)
    handing_over.try_sheet(store, sheet)
    with pytest.raises(InvalidValuesError) as typo:
        handing_over.try_sheet(store, f"{(int(sheet[:6]) + 1) % 10**6:06d}{sheet[6:]}")
    assert list(typo.value.by_field) == ["group_1"]
    assert fingerprints(tmp_path) == before
    done, newer = handed_over(store)
    with done.store as opened:
        handing_over.try_sheet(opened, newer)
        with pytest.raises(WrongPasswordError, match="恢复单不是“育才支部"):
            handing_over.try_sheet(opened, sheet)
