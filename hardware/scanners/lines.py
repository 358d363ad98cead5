"""Bytes of a serial scanner, cut into scanned texts. PURE."""

LONGEST_BYTES = 4096
PAUSE_S = 0.5


class Lines:
    """Texts end with CR, LF or both. Half a text that was left behind by a pause or is far too long is dropped."""

    def __init__(self) -> None:
        self._half = b""
        self._fed_at = float("-inf")
        self._too_long = False

    def feed(self, data: bytes, at_s: float) -> list[str]:
        if not data:
            return []
        if at_s - self._fed_at > PAUSE_S:
            self.forget()
        self._fed_at = at_s
        *whole, self._half = (self._half + data).replace(b"\r", b"\n").split(b"\n")
        if whole and self._too_long:
            whole, self._too_long = whole[1:], False
        if len(self._half) > LONGEST_BYTES:
            self._half, self._too_long = b"", True
        return [decoded(line) for line in whole if 0 < len(line) <= LONGEST_BYTES]

    def forget(self) -> None:
        """What is half read is nobody's any more: the line was cut."""
        self._half = b""
        self._too_long = False


def decoded(line: bytes) -> str:
    """Scanners send UTF-8 or GBK, as they are set up; what is neither becomes a text that no rule understands."""
    for encoding in ("utf-8", "gb18030"):
        try:
            return line.decode(encoding)
        except UnicodeDecodeError:
            continue
    return line.decode("ascii", errors="replace")
