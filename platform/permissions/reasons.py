"""Sentences of explanations, and the decision that they add up to."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Reason:
    """One sentence of an explanation; `role` is the key of the role group it speaks of."""

    code: str
    zh: str
    en: str
    role: str | None = None
    effect: str = "none"  #: allow, block, or none where it does not bear on this record

    def text(self, locale: str) -> str:
        return self.en if locale.startswith("en") else self.zh


@dataclass(frozen=True, slots=True)
class Explanation:
    """The decision, every reason met, and where it is a refusal, what would change it."""

    allowed: bool
    reasons: tuple[Reason, ...]
    hint: Reason | None = None

    @property
    def decisive(self) -> Reason | None:
        """The reason that settles it: the first that allows, or the first that stands against it; where nothing allows and
        nothing stands against it, the last that falls short."""
        wanted = "allow" if self.allowed else "block"
        found = next((reason for reason in self.reasons if reason.effect == wanted), None)
        return found or (self.reasons[-1] if self.reasons else None)

    def blocked(self, reason: Reason) -> Explanation:
        """The same with something that stands against it, whatever rights there are."""
        return replace(self, allowed=False, reasons=(*self.reasons, reason))

    def opened(self, reason: Reason) -> Explanation:
        """The same with something that allows it, whatever rights there are: where rights fell short, that is why."""
        reasons = tuple(replace(one, effect="none") if one.effect == "block" else one for one in self.reasons)
        return Explanation(True, (*reasons, reason))

    def noted(self, reason: Reason) -> Explanation:
        """The same with something that does not settle it."""
        return replace(self, reasons=(*self.reasons, reason))
