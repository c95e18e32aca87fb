"""A package cut for the mail comes together whole, or a sentence says which volume is wrong."""

import json
import random
import shutil

import pytest

from partydesk import cli
from partydesk.errors import InvalidValuesError, PackageError, RefusedError
from partydesk.package.volumes import MAGIC
from partydesk.services.receiving import verify_package
from partydesk.services.volumes import split_package
from tests.core import test_collecting as office
from tests.core.packages import INFO, PHOTO_NAME, sample_files

BRANCH, OFFICE, outcomes, put = office.BRANCH, office.OFFICE, office.outcomes, office.put
bureau, intake, stick = office.bureau, office.intake, office.stick
LARGE = random.Random(1).randbytes(5 << 19)  # 2.5 MB


@pytest.fixture
def package(tmp_path):
    path = tmp_path / "育才.pdp"
    put(path, files={**sample_files(), f"data/att/{PHOTO_NAME[::-1]}": LARGE})
    return path


def cut(package, stick):
    return split_package(package, stick / "育才", 1)


def test_volumes_keep_within_the_limit_and_come_together_whatever_they_are_called(
    package,
    stick,
    bureau,
    intake,
):
    volumes = cut(package, stick)
    assert [each.name for each in volumes] == [f"育才.pdp.00{n}" for n in (1, 2, 3)]
    assert all(each.stat().st_size <= 1 << 20 for each in volumes)
    volumes[1].rename(volumes[1].with_name("附件二"))
    shutil.copy(volumes[0], volumes[0].with_name("再来一份.001"))

    report = verify_package(volumes[2], bureau.key_file, OFFICE, signer=BRANCH.fingerprint)
    assert (report.sequence, report.is_confirmed) == (1, True)
    assert list(outcomes(intake()).values()) == ["已接收"]
    assert list(outcomes(intake()).values()) == ["以前已接收"]


@pytest.mark.parametrize("harm", ["missing", "flipped", "cut", "foreign", "renumbered", "head"])
def test_a_volume_that_is_missing_damaged_or_foreign_is_named_and_nothing_taken(
    package,
    stick,
    intake,
    tmp_path,
    harm,
):
    _, second, _ = cut(package, stick)
    data = second.read_bytes()
    if harm == "missing":
        second.unlink()
    elif harm == "foreign":
        put(tmp_path / "别.pdp", seq=2, files={**sample_files(), f"data/att/{'a' * 64}": LARGE})
        other = split_package(tmp_path / "别.pdp", tmp_path / "别", 1)[1]
        head, _, _ = data[len(MAGIC) :].partition(b"\n")
        _, _, body = other.read_bytes()[len(MAGIC) :].partition(b"\n")
        second.write_bytes(MAGIC + head + b"\n" + body)
    else:
        flipped = bytearray(data)
        flipped[-5] ^= 1
        changed = {
            "flipped": bytes(flipped),
            "cut": data[:-1],
            "renumbered": data.replace(b'"number": 2', b'"number": 3'),
            "head": data.replace(b'"of": 3', b'"of": 9'),
        }
        second.write_bytes(changed[harm])

    found = intake()
    assert set(outcomes(found).values()) == {"拒收"}
    sentences = "".join(each.sentence for each in found.values())
    assert ("缺第 2 卷" in sentences) or ("第 2 卷损坏" in sentences)
    assert not list((tmp_path / "收件").rglob("members.jsonl"))
    second.write_bytes(data)
    assert "已接收" in outcomes(intake()).values()


def test_what_can_not_be_cut_is_said_and_nothing_stays(package, stick):
    for size, error in ((0, InvalidValuesError), (-1, InvalidValuesError), (20, RefusedError)):
        with pytest.raises(error):
            split_package(package, stick, size)
    (stick / "育才").mkdir(exist_ok=True)
    (stick / "育才" / f"{package.name}.003").write_bytes(b"there")
    with pytest.raises(RefusedError):
        cut(package, stick)
    assert [each.name for each in (stick / "育才").iterdir()] == [f"{package.name}.003"]


def test_the_command_cuts_and_a_lone_head_is_no_package(package, stick, bureau, capsys):
    arguments = ["split", str(package), "--to", str(stick), "--size", "1", "--json"]
    assert cli.main(arguments) == 0
    assert len(json.loads(capsys.readouterr().out)["volumes"]) == 3
    assert cli.main(arguments) == 3
    lone = stick / "空.001"
    lone.write_bytes(MAGIC)
    with pytest.raises(PackageError, match="分卷"):
        verify_package(lone, bureau.key_file, OFFICE)
    assert INFO.branch_id not in lone.name
