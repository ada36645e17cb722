"""What every source file keeps: size, names, no word of the CRM in the engine, one clock, exact numbers, no machine's paths."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.tree import ROOT, sources, text, tracked

LIMIT = 400  # lines
VAGUE = re.compile(r"^_?(utils?|helpers?|common|managers?|handlers?|misc|stuff)$", re.IGNORECASE)
CRM = re.compile(
    r"客户|线索|商机|订单|回款|开票|报价|\bcustomers\b|opportunit|order_lines|quote_lines"
    r"|\bleads\b(?! (?:to|from|nowhere|into)\b)"  # the noun, not the verb
)
PLACES = re.compile(
    "|".join(
        [re.escape("/wo" + "rk/"), re.escape("/ro" + "ot/"), '"resolved": "ht' + "tp", "--(extra-)?index" + "-url[ =]"]
    )
)
REGISTRY = re.compile(r"^\s*registry\s*=", re.MULTILINE)
TEXT = {
    ".py",
    ".ts",
    ".tsx",
    ".md",
    ".json",
    ".toml",
    ".lock",
    ".yml",
    ".yaml",
    ".css",
    ".html",
    ".svg",
    ".sh",
    ".txt",
    ".csv",
    "",
}


def engine() -> list[Path]:
    return sources("platform", ".py")


def test_files_stay_short_enough_to_hold_in_the_head() -> None:
    files = [
        *sources("platform", ".py"),
        *sources("tests", ".py"),
        *sources("bench", ".py"),
        *sources("web/src", ".ts", ".tsx"),
    ]
    long = {
        str(path): lines
        for path in files
        if (lines := text(path).count("\n")) > LIMIT and "generated" not in text(path)[:200].lower()
    }
    assert long == {}


def test_no_module_has_a_name_that_says_nothing() -> None:
    files = [*sources("platform", ".py"), *sources("tests", ".py"), *sources("web/src", ".ts", ".tsx")]
    vague = [
        str(path) for path in files if any(VAGUE.match(part) for part in (*path.parent.parts, path.stem.split(".")[0]))
    ]
    assert vague == []


def test_the_engine_holds_no_word_of_the_crm() -> None:
    found = [
        f"{path}:{number}: {line.strip()}"
        for path in engine()
        for number, line in enumerate(text(path).splitlines(), 1)
        if CRM.search(line)
    ]
    assert found == []


def calls(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """(line, dotted name) of every call and of every reference to a dotted name that could be called later."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            parts = [node.attr]
            inner = node.value
            while isinstance(inner, ast.Attribute):
                parts.append(inner.attr)
                inner = inner.value
            if isinstance(inner, ast.Name):
                parts.append(inner.id)
            yield node.lineno, ".".join(reversed(parts))
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield node.lineno, node.func.id


ASKS_THE_TIME = re.compile(r"(^|\.)(datetime\.(now|utcnow|today)|date\.today|time\.(time|time_ns|localtime|gmtime))$")
INEXACT = re.compile(r"^(float|(sa|sqlalchemy)\.(Float|REAL|Double|Numeric))$")


def used(pattern: re.Pattern[str], *, besides: set[str]) -> list[str]:
    return [
        f"{path}:{line}: {name}"
        for path in engine()
        if str(path) not in besides
        for line, name in calls(ast.parse(text(path)))
        if pattern.search(name)
    ]


def test_only_the_clock_asks_the_machine_for_the_time() -> None:
    assert used(ASKS_THE_TIME, besides={"platform/core/clock.py"}) == []


CONNECTS = re.compile(
    r"^(urllib\.request|http\.client|http|socket|ssl|ftplib|smtplib|requests|httpx|urllib3|aiohttp|xmlrpc\.client)$"
)
#: the command line speaks to its own server; `streams` looks whether a browser has hung up; `mailing` hands letters to the
#: operator's own mail server, which nobody but the operator names
CONNECTING = {
    "platform/cli/channel.py",
    "platform/cli/performing.py",
    "platform/api/streams.py",
    "platform/core/mailing.py",
}


def test_only_the_guarded_module_opens_connections_to_others() -> None:
    found: list[str] = []
    for path in engine():
        if str(path) in CONNECTING or str(path).startswith("platform/core/outgoing/"):
            continue
        for node in ast.walk(ast.parse(text(path))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) and node.level == 0 else []
            found += [f"{path}:{node.lineno}: {name}" for name in names if CONNECTS.match(name)]
    assert found == []


def test_no_number_of_a_user_becomes_a_float() -> None:
    assert used(INEXACT, besides={"platform/core/numbers.py"}) == []


def test_rooms_import_each_other_relatively() -> None:
    """Migrations are loaded by Alembic from their files, outside any package."""
    absolute = re.compile(r"^\s*(from|import) gezi\b", re.MULTILINE)
    assert [str(path) for path in engine() if absolute.search(text(path)) and "migrations" not in path.parts] == []


def test_every_module_says_what_lives_in_it() -> None:
    silent = [str(path) for path in engine() if not (ast.get_docstring(ast.parse(text(path))) or "").strip(". ")]
    assert silent == []


@pytest.mark.parametrize("pattern", [PLACES, REGISTRY], ids=["paths and addresses", "registry settings"])
def test_no_file_holds_a_path_of_one_machine_or_the_address_of_a_registry(pattern: re.Pattern[str]) -> None:
    found = [
        str(path)
        for path in tracked()
        if path.suffix in TEXT and pattern.search((ROOT / path).read_text("utf-8", "replace"))
    ]
    assert found == []


def test_only_files_that_are_named_for_it_replace_a_module_of_the_front_end() -> None:
    """The others share their modules in one process (web/vite.config.ts), where a replaced one would stay replaced."""
    replacing = re.compile(r"\bvi\.(doM|m)ock\(")
    found = [
        str(path)
        for path in sources("web/src", ".ts", ".tsx")
        if ".mocked.test." not in path.name and replacing.search(text(path))
    ]
    assert found == []
