"""Laws that hold for every field type; a new type is covered as soon as it has a sample."""

from __future__ import annotations

import contextlib
import json
from datetime import UTC
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from gezi.fields import registry
from gezi.fields.fieldtype import FieldType, InvalidValue, is_empty
from gezi.fields.registry import TYPES, kind_of, type_of, value_spec
from support.field_samples import SAMPLES, Sample, name_of
from support.steps import within

LOSSY = {"subtable", "attachment"}
every_sample = pytest.mark.parametrize("sample", SAMPLES, ids=name_of)
a_moment = settings(max_examples=25, deadline=None)

HOSTILE: dict[str, Any] = {
    "NaN": float("nan"),
    "infinity": float("-inf"),
    "10^400": 10**400,
    "10^5000": 10**5_000,
    "1e400 as text": "1e400",
    "1e999999999": "1e999999999",
    "NUL": "a\x00b",
    "lone surrogate": "a\ud800b",
    "5,000 digits": "9" * 5_000,
    "100,001 letters": "字" * 100_001,
    "1,000,000 dots": "a." * 500_000,
    "list of lists": [[[1]]],
    "object": {"x": {"$ne": None}},
    "raw default": ["x", {"isRaw": True}],
    "negative id": {"id": -1},
    "set": {1, 2},
    "bytes": b"x",
}


def test_every_type_has_a_sample() -> None:
    assert {sample.type for sample in SAMPLES} == set(TYPES)


def test_the_registry_keeps_its_own_rules() -> None:
    registry.verify()


def test_a_field_type_has_at_most_fifteen_public_methods() -> None:
    methods = [name for name, part in vars(FieldType).items() if callable(part) and not name.startswith("_")]
    assert len(methods) <= 15, methods


@every_sample
def test_what_is_dumped_is_json_and_leads_back_to_the_value(sample: Sample) -> None:
    spec, type_ = sample.spec, type_of(sample.spec)

    @a_moment
    @given(sample.cells)
    def law(value: Any) -> None:
        dumped = type_.dump(value, spec)
        assert type_.parse(json.loads(json.dumps(dumped)), spec) == value

    law()


@every_sample
def test_what_is_written_as_text_leads_back_to_the_value(sample: Sample) -> None:
    if sample.type in LOSSY:
        pytest.skip("the type says that its text is not the whole value")
    spec, type_ = sample.spec, type_of(sample.spec)

    @a_moment
    @given(sample.values, st.sampled_from(["zh-CN", "en"]))
    def law(value: Any, locale: str) -> None:
        assert type_.parse(type_.to_text(value, spec, locale, UTC), spec, UTC) == value

    law()


@every_sample
def test_what_is_bound_fits_the_columns_and_loads_again(sample: Sample) -> None:
    spec, type_ = sample.spec, type_of(sample.spec)
    columns = type_.columns(spec)
    assert [column.name for column in columns][:1] == ([spec.column] if columns else [])

    @a_moment
    @given(sample.cells)
    def law(value: Any) -> None:
        bound = type_.bind(value, spec)
        assert len(bound) == len(columns)
        if columns:
            assert type_.load(bound, spec) == value

    law()


@every_sample
@pytest.mark.parametrize("blank", [None, "", "   ", "\u3000"])
def test_blank_is_empty_and_comes_back_as_empty(sample: Sample, blank: object) -> None:
    spec, type_ = sample.spec, type_of(sample.spec)
    value = type_.parse(blank, spec)
    assert is_empty(value) or value is False
    assert type_.parse(type_.dump(value, spec), spec) == value
    assert type_.to_text(value, spec) in ("", "否")
    assert len(type_.bind(value, spec)) == len(type_.columns(spec))


@every_sample
def test_a_value_leads_through_a_formula_and_back(sample: Sample) -> None:
    if sample.type in LOSSY:
        pytest.skip("formulas see only a part of it")
    spec, type_ = sample.spec, type_of(sample.spec)

    @a_moment
    @given(sample.cells)
    def law(value: Any) -> None:
        assert type_.from_formula(type_.to_formula(value, spec), spec) == value

    law()


@every_sample
@pytest.mark.parametrize("raw", HOSTILE.values(), ids=HOSTILE)
def test_hostile_values_are_refused_quickly_or_harmless(sample: Sample, raw: object) -> None:
    spec, type_ = sample.spec, type_of(sample.spec)
    sentences: list[str] = []
    with within(5_000):
        try:
            value = type_.parse(raw, spec)
        except InvalidValue as refused:
            sentences = [refused.problem("f", 0).text(locale) for locale in ("zh-CN", "en")]
        else:
            json.dumps(type_.dump(value, spec), allow_nan=False).encode()
            assert len(type_.bind(value, spec)) == len(type_.columns(spec))
    assert all(len(sentence.encode()) < 600 for sentence in sentences)


SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
JSON = st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=4)


@settings(max_examples=100, deadline=None)
@given(JSON)
def test_no_json_makes_a_type_stumble(raw: object) -> None:
    for sample in SAMPLES:
        spec, type_ = sample.spec, type_of(sample.spec)
        with contextlib.suppress(InvalidValue):
            value = type_.parse(raw, spec)
            assert type_.parse(type_.dump(value, spec), spec) == value


@every_sample
def test_operands_are_typed_as_values_are(sample: Sample) -> None:
    spec = value_spec(sample.spec)
    type_ = type_of(spec)
    for op in type_.operators:
        with pytest.raises(InvalidValue):
            type_.operand(None, op, spec)
        with pytest.raises(InvalidValue):
            type_.operand({"x": 1}, op, spec)


@every_sample
def test_the_kind_for_formulas_is_known(sample: Sample) -> None:
    kind = kind_of(sample.spec)
    assert kind.name == type_of(value_spec(sample.spec)).kind
    assert kind.is_list == (kind.name == "list")


@every_sample
def test_physical_names_come_from_ids_alone(sample: Sample) -> None:
    for column in type_of(sample.spec).columns(sample.spec):
        assert column.name in ("f_5", "f_5_n", "f_5_k", "f_5_e")
        assert column.nullable
        assert isinstance(column, sa.Column)
