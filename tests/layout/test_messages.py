"""Every sentence that a user can meet exists in both languages, under a code of its own, and is on the page of codes."""

from __future__ import annotations

import re
from string import Formatter

import pytest

from gezi.core.errors import Kind, Message
from support.sentences import PAGE, STATUS, collected, page

CHINESE = re.compile(r"[\u4e00-\u9fff]")
CODE = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*")


@pytest.fixture(scope="module")
def messages() -> dict[Message, str]:
    return collected()


def places(sentence: str) -> set[str]:
    """The names to fill in; a part that has a text per language is called `…_zh` in one sentence and `…_en` in the other."""
    return {re.sub("_(zh|en)$", "", name) for _, name, _, _ in Formatter().parse(sentence) if name}


def test_every_message_speaks_chinese_and_english(messages: dict[Message, str]) -> None:
    assert [m.code for m in messages if not CHINESE.search(m.zh)] == []
    assert [m.code for m in messages if not m.en.strip() or CHINESE.search(m.en)] == []


def test_both_languages_fill_in_the_same_places(messages: dict[Message, str]) -> None:
    assert [m.code for m in messages if places(m.zh) != places(m.en)] == []


def test_codes_are_words_joined_by_dots(messages: dict[Message, str]) -> None:
    assert [m.code for m in messages if not CODE.fullmatch(m.code)] == []


def test_a_code_belongs_to_one_module_and_one_kind_of_refusal(messages: dict[Message, str]) -> None:
    """Variants of one sentence (with and without a hint) may share a code; two rooms may not."""
    homes: dict[str, set[tuple[str, Kind]]] = {}
    for message, module in messages.items():
        homes.setdefault(message.code, set()).add((module, message.kind))
    assert {code: sorted(found) for code, found in homes.items() if len(found) > 1} == {}


def test_every_kind_of_refusal_has_a_status() -> None:
    assert set(STATUS) == set(Kind)


def test_the_page_of_error_codes_is_as_the_code_would_write_it(messages: dict[Message, str]) -> None:
    assert PAGE.read_text(encoding="utf-8") == page(messages), "run `make errors`"
