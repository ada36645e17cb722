"""Bodies are read strictly: what is not plain, bounded JSON of the declared shape is refused with 400 before anything else."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gezi.api import body
from gezi.core.errors import Kind, Refusal

REFUSED = {
    "nothing at all": (b"", "request.not_json"),
    "half an object": (b'{"a":', "request.not_json"),
    "a trailing comma": (b'{"a":1,}', "request.not_json"),
    "single quotes": (b"{'a':1}", "request.not_json"),
    "two documents": (b"{}{}", "request.not_json"),
    "a byte order mark": (b"\xef\xbb\xbf{}", "request.not_json"),
    "bytes that are no UTF-8": (b'{"a":"\xff"}', "request.not_json"),
    "a raw line break in a text": (b'{"a":"x\ny"}', "request.not_json"),
    "NaN": (b'{"a":NaN}', "request.bad_number"),
    "Infinity": (b'{"a":-Infinity}', "request.bad_number"),
    "10 to the 401st": (b'{"a":1e401}', "request.bad_number"),
    "an exponent of a billion": (b'{"a":1e999999999}', "request.bad_number"),
    "an exponent beyond Decimal": (b'{"a":1e99999999999999999999}', "request.bad_number"),
    "5,000 digits": (b'{"a":' + b"9" * 5_000 + b"}", "request.bad_number"),
    "a key twice": (b'{"a":1,"a":2}', "request.duplicate_key"),
    "a key twice far inside": (b'{"x":[{"a":1,"a":1}]}', "request.duplicate_key"),
    "100,000 brackets": (b"[" * 100_000, "request.too_deep"),
    "65 levels": (b'{"a":' * 65 + b"1" + b"}" * 65, "request.too_deep"),
    "brackets behind an escaped quote": (b'{"a":"\\"",' + b'"b":' + b"[" * 70 + b"]" * 70 + b"}", "request.too_deep"),
    "a million and one elements": (b"[" + b"1," * 1_000_000 + b"1]", "request.too_many_parts"),
    "16 million quotes": (b'"' * 16_000_000, "request.too_many_parts"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_json_that_is_not_plain_and_bounded_is_refused(name: str) -> None:
    raw, code = REFUSED[name]
    with pytest.raises(Refusal) as refusal:
        body.parse_json(raw)
    assert [problem.code for problem in refusal.value.problems] == [code]
    assert refusal.value.kind is Kind.MALFORMED


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        (b'{"a": 51.26}', {"a": Decimal("51.26")}),
        (b'{"a": 0.1}', {"a": Decimal("0.1")}),
        (b'{"a": 1e3}', {"a": Decimal("1E+3")}),
        (b'{"a": 12345678901234567890}', {"a": 12345678901234567890}),
        (b'{"a": "[[[[{{{{"}', {"a": "[[[[{{{{"}),
        (b'{"a": "\\u5f20\\u4e09"}', {"a": "张三"}),
        (b'{"a": "\\ud800"}', {"a": "\ud800"}),  # judged by the field it is meant for
        (b"[" * 64 + b"]" * 64, eval("[" * 64 + "]" * 64)),
        (b'["' + b"[" * 1_000 + b'"]', ["[" * 1_000]),
    ],
)
def test_numbers_are_exact_and_brackets_in_texts_count_for_nothing(raw: bytes, value: object) -> None:
    assert body.parse_json(raw) == value


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(JSON)
def test_what_python_writes_is_read_back(value: object) -> None:
    import json

    assert body.parse_json(json.dumps(value).encode()) == value


@given(st.binary(max_size=200))
def test_no_bytes_cause_anything_but_a_refusal(raw: bytes) -> None:
    with suppress(Refusal):
        body.parse_json(raw)
