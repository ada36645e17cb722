"""What can be written in a formula, as data for autocomplete and as the page docs/reference/formulas.md.

`python -m gezi.formulas.reference > docs/reference/formulas.md` writes the page anew; a test compares the two.
"""

from __future__ import annotations

import sys
from pathlib import Path

from .functions import GROUPS
from .functions.signature import Arg, Function, Var
from .kinds import Kind

_GROUPS = {
    "logic": ("逻辑", "Logic"),
    "number": ("数字", "Numbers"),
    "text": ("文本", "Text"),
    "dates": ("日期", "Dates"),
    "lists": ("列表", "Lists"),
    "rates": ("阶梯与生效期", "Tiers and periods"),
}


def reference() -> list[dict[str, object]]:
    """Every function in the order of the page; all values are fit for JSON."""
    return [
        {
            "name": function.name,
            "group": group,
            "group_label": {"zh-CN": _GROUPS[group][0], "en": _GROUPS[group][1]},
            "usage": function.usage(),
            "args": [
                _arg(arg) for arg in (*function.args, *function.repeat, *([function.last] if function.last else []))
            ],
            "returns": _kind(function.returns, function.returns_list),
            "volatile": function.volatile,
            "summary": {"zh-CN": function.zh, "en": function.en},
            "examples": [{"formula": formula, "result": result} for formula, result in function.examples],
        }
        for group, functions in GROUPS.items()
        for function in functions
    ]


def _arg(arg: Arg) -> dict[str, object]:
    return {
        "name": arg.name,
        "kind": _kind(arg.kind, arg.is_list),
        "optional": arg.optional,
        "choices": list(arg.choices or arg.samples),
    }


def _kind(kind: Kind | Var, listed: bool) -> str:
    if isinstance(kind, Kind):
        name = kind.name
    else:
        name = " | ".join(kind.among) if kind.among else "text" if kind.letter == "&" else "any"
    return f"list of {name}" if listed else name


def markdown() -> str:
    """The whole page."""
    guide = Path(__file__).with_name("guide.md").read_text(encoding="utf-8")
    parts = [guide.rstrip(), ""]
    for group, functions in GROUPS.items():
        zh, en = _GROUPS[group]
        parts += [f"### {en} {zh}", "", "| Function | Meaning | 含义 | Examples |", "| --- | --- | --- | --- |"]
        parts += [_row(function) for function in functions]
        parts.append("")
    return "\n".join(parts)


def _row(function: Function) -> str:
    examples = "<br>".join(f"`{formula}` → {_result(result)}" for formula, result in function.examples)
    mark = " *(changes with the clock)*" if function.volatile else ""
    cells = (f"`{function.usage()}`", function.en + mark, function.zh, examples)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _result(result: str) -> str:
    if not result:
        return "*empty*"
    return f"error `{result[1:]}`" if result.startswith("#formula.") else f"`{result}`"


if __name__ == "__main__":
    sys.stdout.write(markdown())
