"""Writes the first step of the file's format from the records; only until the first release."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))


def script() -> str:
    """The SQL that makes every table and index of today's records."""
    from sqlalchemy.dialects import sqlite
    from sqlalchemy.schema import CreateIndex, CreateTable

    from partydesk.domain.records import Record

    parts = []
    for table in Record.metadata.sorted_tables:
        parts.append(str(CreateTable(table).compile(dialect=sqlite.dialect())).strip() + ";\n")
        parts += [
            str(CreateIndex(index).compile(dialect=sqlite.dialect())).strip() + ";\n"
            for index in sorted(table.indexes, key=lambda each: str(each.name))
        ]
    lines = "\n".join(parts).replace("\t", "  ").splitlines()
    return "\n".join(line.rstrip() for line in lines) + "\n"


if __name__ == "__main__":
    target = ROOT / "resources" / "schema" / "0001.sql"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(script(), encoding="utf-8")
    print(f"{target.relative_to(ROOT)}: {len(script().splitlines())} lines")
