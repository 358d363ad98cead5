"""Addresses of cameras as they may be shown and logged. PURE."""

import re

_USER_INFO = re.compile(r"^([a-z][a-z0-9+.-]*://)([^:/@]*):.*@", re.IGNORECASE)
_QUERY_VALUE = re.compile(r"([?&;][^=&;]*)=[^&;]*")
_PATH_SECRET = re.compile(r"((?:pass|password|passwd|pwd|token|key|secret|auth)=)[^&/?_]*", re.IGNORECASE)


def masked(url: str) -> str:
    """The address without any secret: the password before the host, every query value, `password=...` in the path.

    A password with an unescaped "/" or "@" in it is hidden too; a harmless "@" in the path may take text with it.
    """
    shown = _USER_INFO.sub(r"\1\2:***@", url)
    return _PATH_SECRET.sub(r"\1***", _QUERY_VALUE.sub(r"\1=***", shown))
