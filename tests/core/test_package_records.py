"""Records are written one way on every machine, and read within limits."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partydesk.errors import PackageError
from partydesk.package.records import json_document, json_lines, read_document, read_lines

TEXT = st.text(st.characters(codec="utf-8"), max_size=12)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)


def refused(data, chunk=7):
    with pytest.raises(PackageError) as caught:
        list(read_lines([data[i : i + chunk] for i in range(0, len(data), chunk)], "data/x.jsonl"))
    assert "data/x.jsonl" in caught.value.sentence
    return caught.value.code


@settings(max_examples=100, deadline=None)
@given(st.lists(st.dictionaries(TEXT, VALUES, max_size=3), max_size=4))
def test_what_was_written_is_read_whatever_the_portions(rows):
    data = json_lines(rows)
    for size in (1, 5, 4096):
        portions = [data[i : i + size] for i in range(0, len(data), size)]
        assert list(read_lines(portions, "x")) == rows
    assert read_document(json_document(rows), "x") == rows


def test_the_order_of_fields_does_not_change_the_bytes():
    assert json_lines([{"b": 1, "a": "甲"}]) == json_lines([{"a": "甲", "b": 1}])
    assert json_lines([{"b": 1, "a": "甲"}]) == '{"a":"甲","b":1}\n'.encode()


@pytest.mark.parametrize(
    "line",
    [
        b"{",
        b"[]",
        b"7",
        b"",
        b'{"a":1}{}',
        b'{"a":NaN}',
        b'{"a":-Infinity}',
        b'{"a":1e999}',
        b'{"a":1,"a":2}',
        b'{"a":"\xff"}',
        b'{"a":"\\ud800"}',
        b'{"a":"\n"}',
        b'{"a":99999999999999999999}',
        b'{"a":' + b"9" * 5000 + b"}",
        b"\xef\xbb\xbf{}",
        '{"a":1}'.encode("utf-16"),
    ],
)
def test_what_is_not_a_record_is_refused(line):
    assert refused(line + b"\n") == "DATA_FORM"


def test_a_last_line_without_an_end_is_a_cut_file():
    assert refused(b'{"a":1}') == "DATA_FORM"


def nested(depth):
    return b'{"a":' * depth + b"1" + b"}" * depth + b"\n"


def test_depth_and_length_have_limits_that_are_checked_before_parsing():
    assert list(read_lines([nested(32)], "x"))
    assert refused(nested(33)) == "DATA_LIMIT"
    assert refused(nested(100_000), 1 << 20) == "DATA_LIMIT"
    brackets_in_text = json.dumps({"a": "[{" * 100 + '\\"'}).encode() + b"\n"
    assert list(read_lines([brackets_in_text], "x"))
    long = b'{"a":"' + b"x" * (1 << 20) + b'"}\n'
    assert refused(long, 1 << 16) == "DATA_LIMIT"
    with pytest.raises(PackageError) as caught:
        read_document(b"[" + b" " * (16 << 20), "x")
    assert caught.value.code == "DATA_LIMIT"


def test_an_endless_line_is_refused_before_memory_fills():
    def endless():
        while True:
            yield b"x" * 65_536

    with pytest.raises(PackageError):
        list(read_lines(endless(), "x"))


def test_an_endless_number_of_records_is_refused(monkeypatch):
    monkeypatch.setattr("partydesk.package.records.MOST_RECORDS", 1000)
    assert len(list(read_lines([b"{}\n" * 1000], "x"))) == 1000
    assert refused(b"{}\n" * 1001) == "DATA_LIMIT"
