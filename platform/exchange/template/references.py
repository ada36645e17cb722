"""Whether everything that a template refers to is in it, and of the right sort. Looked at once its shape is right."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...core.errors import Problem
from . import guards, messages, ordering, placements, pressing, structure, timing
from .findings import Findings


def problems(document: Mapping[str, Any]) -> list[Problem]:
    """Every reference that leads nowhere or to the wrong sort of thing, and every key that is used twice."""
    findings = Findings(document)
    structure.look(findings)
    guards.look(findings)
    placements.look(findings)
    pressing.look(findings)
    timing.look(findings)
    if not findings.problems:
        try:
            ordering.generations(document)
        except ordering.Circle as circle:
            findings.report(messages.CIRCLE, ("tables",), fields=" → ".join(circle.fields))
    return findings.problems
