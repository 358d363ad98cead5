"""Which names are those of a file wherever an archive is unpacked. Pure."""

import re

_SIGNS = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\ud800-\udfff]')
_DEVICE = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³]) *(\..*)?", re.IGNORECASE)
"""Windows writes into a device of that name, whatever follows the first dot."""


def is_plain(name: str) -> bool:
    """Of a file or a folder, without the way to it: no hidden one, and none that another system takes for more."""
    return (
        bool(name)
        and name[0] != "."
        and name[-1] not in ". "
        and not _SIGNS.search(name)
        and not _DEVICE.fullmatch(name)
    )
