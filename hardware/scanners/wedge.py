"""A scanner that types like a keyboard, told from a person who types. PURE: whoever has the keys feeds them in.

A scanner's characters come a few milliseconds apart and end with Enter. A person's do not come that fast, not that
many in a row.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WedgeRules:
    """`gap_s`: the longest time between two characters of one scan; a computer that is busy delivers late."""

    gap_s: float = 0.05
    shortest: int = 6
    longest: int = 1024
    ends: str = "\r\n"

    def __post_init__(self) -> None:
        if not (self.gap_s > 0 and 2 <= self.shortest <= self.longest and self.ends):
            raise ValueError(f"rules that no scan can meet: {self}")


class Wedge:
    """Keys go in one by one; a scanned text comes out of the Enter that ends it."""

    def __init__(self, rules: WedgeRules | None = None) -> None:
        self._rules = rules or WedgeRules()
        self._typed: list[str] = []
        self._at_s = float("-inf")

    @property
    def is_scanning(self) -> bool:
        """The characters so far came too fast for a person: the screen need not take them as typed."""
        return len(self._typed) >= self._rules.shortest

    def key(self, char: str, at_s: float) -> str | None:
        """The scanned text, or nothing yet. A key without a character (Shift) changes nothing."""
        if not char:
            return None
        if at_s - self._at_s > self._rules.gap_s:
            self.forget()
        self._at_s = at_s
        if char in self._rules.ends:
            text, is_scan = "".join(self._typed), self.is_scanning and len(self._typed) <= self._rules.longest
            self.forget()
            return text if is_scan else None
        if len(self._typed) <= self._rules.longest:
            self._typed.append(char)
        return None

    def forget(self) -> None:
        """Nothing that was typed stays: call it also when a visit ends."""
        self._typed.clear()
