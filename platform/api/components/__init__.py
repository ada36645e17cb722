"""The shapes that several answers share, by the names they have in the OpenAPI document."""

from __future__ import annotations

from ..shapes import Shape
from .figures import FIGURES
from .past import PAST
from .rows import ROWS
from .structure import STRUCTURE
from .workspace import WORKSPACE

COMPONENTS: dict[str, Shape] = {**FIGURES, **PAST, **ROWS, **STRUCTURE, **WORKSPACE}
