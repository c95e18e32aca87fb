"""What the tests of the package share: a bureau, a branch, forgers and outside tools."""

import hashlib
import io
import re
import shutil
import subprocess
import zipfile
import zlib
from dataclasses import dataclass, replace
from datetime import date

import pytest

from partydesk.errors import PackageError
from partydesk.package import bag as bags
from partydesk.package.archive import TAG_FILES, Entry, archive_chunks
from partydesk.package.build import Content, Order, freeze, write_package
from partydesk.package.cards import BureauCard, make_bureau
from partydesk.package.keys import BranchKeys, BureauKeys, new_branch_keys
from partydesk.package.minisig import sign
from partydesk.package.opened import Opener, Registry
from partydesk.package.records import json_document, json_lines
from partydesk.package.seal import seal_to
from partydesk.package.spool import Spool
from partydesk.package.verify import check_plain, open_package

PHOTO = bytes(range(256)) * 3
PHOTO_NAME = hashlib.sha256(PHOTO).hexdigest()
INFO = bags.PackageInfo("jyj-017", "育才小学党支部", "quarter", "2026-Q3", 1, "", "0.1.0")


@dataclass(frozen=True)
class Scene:
    card: BureauCard
    bureau: BureauKeys
    branch: BranchKeys

    @property
    def opener(self):
        return Opener.for_bureau(
            self.card, self.bureau, Registry({INFO.branch_id: self.branch.public})
        )

    def order(self, files=None, **changes):
        return Order(
            Content(files or sample_files()), replace(INFO, **changes), self.branch, self.card
        )

    def sealed(self, files=None, **changes):
        out = io.BytesIO()
        write_package(self.order(files, **changes), out)
        return out.getvalue()

    def plain(self, files=None, **changes):
        """The archive without its seal."""
        return b"".join(freeze(self.order(files, **changes)).chunks())

    def seal(self, plain):
        return sealed_for(plain, self.card.recipient)


def new_scene():
    card, bureau = make_bureau("城关区教育局党委", "350100", date(2026, 1, 1))
    return Scene(card, bureau, new_branch_keys())


def sample_files():
    return {
        "data/members.jsonl": json_lines(
            [
                {"name": "欧阳𬭎宇", "joined_on": "2001-07-01"},
                {"name": "陈志远", "note": "—\n“引号”"},
            ]
        ),
        "data/meetings.jsonl": json_lines([{"title": "主题党日", "votes": 12}]),
        "data/attachments.json": json_document([{"sha256": PHOTO_NAME, "name": "签到 照片.jpg"}]),
        f"data/att/{PHOTO_NAME}": PHOTO,
        "data/left-out.json": json_document(["谈心谈话"]),
    }


def sealed_for(plain, *recipients):
    out = io.BytesIO()
    seal_to([plain], out, recipients)
    return out.getvalue()


def unzipped(plain):
    with zipfile.ZipFile(io.BytesIO(plain)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(files):
    """Our archive of any files, so that only the forged part is wrong."""
    return b"".join(
        archive_chunks(
            [
                (Entry(name, len(data), zlib.crc32(data)), lambda data=data: [data])
                for name, data in files.items()
            ]
        )
    )


def relisted(files):
    """The same files with true manifests and sizes; the signature is left as it is."""
    files = dict(files)
    payload = [len(d) for n, d in files.items() if n.startswith("data/")]
    oxum = f"Payload-Oxum: {sum(payload)}.{len(payload)}"
    info = re.sub(r"Payload-Oxum: .*", oxum, files["bag-info.txt"].decode())
    files["bag-info.txt"] = info.encode()
    data = {n: hashlib.sha256(d).hexdigest() for n, d in files.items() if n.startswith("data/")}
    files["manifest-sha256.txt"] = bags.manifest(data)
    return retagged(files)


def retagged(files):
    tags = {name: hashlib.sha256(files[name]).hexdigest() for name in TAG_FILES}
    return {**files, "tagmanifest-sha256.txt": bags.manifest(tags)}


def resigned(files, seed, seq=1):
    """The same files signed by whoever has the seed, with a fitting trusted comment."""
    tags = files["tagmanifest-sha256.txt"]
    pairs = dict(line.split(": ", 1) for line in files["bag-info.txt"].decode().splitlines())
    to = pairs["Recipient-Fingerprint"].replace(" ", "")
    comment = f"cid={hashlib.sha256(tags).hexdigest()} to={to} seq={seq}"
    return {**files, "tagmanifest-sha256.txt.minisig": sign(tags, seed, comment)}


def outcome(data, opener, folder):
    """``ok``, or the code with which a sealed package is refused. Anything else is a bug."""
    try:
        with open_package(io.BytesIO(data), opener, folder) as opened:
            return "ok" if opened.caution is None else opened.caution.code
    except PackageError as refused:
        return refused.code


def plain_outcome(plain, opener, folder):
    """The same without the seal."""
    spool = Spool(folder, 1 << 30)
    spool.write(plain)
    spool.finish()
    try:
        check_plain(spool, opener)
    except PackageError as refused:
        return refused.code
    finally:
        spool.close()
    return "ok"


def run_tool(*command, cwd=None, data=None):
    """Run an outside program; a missing one is a failure with the name of what to install."""
    if shutil.which(command[0]) is None:
        pytest.fail(f"{command[0]} is not installed: install the packages age, minisign, unzip")
    return subprocess.run(command, cwd=cwd, input=data, capture_output=True, check=False)
