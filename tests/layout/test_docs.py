"""The documents keep up with the tree: decisions are listed, links lead somewhere, commands named in them exist."""

from __future__ import annotations

import re

import click
import pytest

from support.tree import ROOT, sources, text, tracked

PAGES = [path for path in tracked() if path.suffix == ".md" and path.parts[0] not in {"seeds", "tests", "web"}]
TARGETS = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


def test_every_decision_is_listed_and_numbered_without_gaps() -> None:
    pages = sorted(path.name for path in sources("docs/decisions", ".md") if path.name != "README.md")
    assert [int(name[:4]) for name in pages] == list(range(1, len(pages) + 1))
    listed = re.findall(r"\]\((\d{4}-[\w-]+\.md)\)", text(ROOT / "docs/decisions/README.md"))
    assert listed == pages


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_links_between_pages_lead_to_files(page) -> None:
    links = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text(page))
    local = [link for link in links if "://" not in link and not link.startswith(("mailto:", "/"))]
    assert [link for link in local if not ((ROOT / page).parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_make_commands_in_the_documents_exist(page) -> None:
    named = set(re.findall(r"`make ([a-z]+)", text(page))) | set(
        re.findall(r"^make ([a-z]+)", text(page), re.MULTILINE)
    )
    assert sorted(named - TARGETS) == []


def test_both_readmes_show_the_two_commands() -> None:
    for name in ("README.md", "README.zh-CN.md"):
        assert {"run", "test"} <= set(re.findall(r"^make ([a-z]+)", text(ROOT / name), re.MULTILINE)), name


def test_every_feature_of_the_semantics_page_is_named_by_a_test() -> None:
    rows = set(re.findall(r"^\| ([CES]\d+) \|", text(ROOT / "docs/reference/semantics.md"), re.MULTILINE))
    written = "\n".join(text(path) for path in sources("tests", ".py"))
    named = set(re.findall(r"\b[CES]\d+\b", written)) | {
        row.upper() for row in re.findall(r"(?<=_)[ces]\d+(?=_)", written)
    }
    assert sorted(rows - named) == []


def documented_commands() -> list[tuple[str, str]]:
    """(page, command line) of every `gezi …` shown in a document, without what a shell adds."""
    found = []
    for page in PAGES:
        for line in text(page).splitlines():
            for match in re.finditer(r"(?:\.venv/bin/|`)gezi ([^`#|)>\n]+)", line):
                found.append((str(page), match[1].strip().rstrip("…").strip()))
    return [entry for entry in found if entry[1] and not entry[1].split()[0].isupper()]


@pytest.mark.parametrize(("page", "line"), documented_commands())
def test_a_documented_command_exists_with_its_options(page: str, line: str) -> None:
    from gezi.cli.program import program

    words = line.split()
    command: click.Command = program
    while isinstance(command, click.Group) and words:
        name = words.pop(0)
        assert name in command.commands, f"{page}: gezi {line}"
        command = command.commands[name]
    options = {option for parameter in command.params for option in parameter.opts}
    assert [word for word in words if word.startswith("--") and word.split("=")[0] not in options] == []


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_the_readme_lists_every_setting(readme: str) -> None:
    known = {name for path in sources("platform", ".py") for name in re.findall(r'"(GEZI_[A-Z_]+)"', text(path))}
    assert set(re.findall(r"^\| `(GEZI_[A-Z_]+)`", text(ROOT / readme), re.MULTILINE)) == known
