"""What a file is by its first bytes, to tell a person what they gave instead of what was wanted. PURE."""

HEAD_BYTES = 512

_STARTS: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"GIF8", "GIF"),
    (b"BM", "BMP"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"%PDF", "PDF"),
    (b"PK\3\4", "ZIP"),
)
_HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"mif1", b"avif"}
PICTURES = {"JPEG", "PNG", "BMP", "TIFF", "WebP", "HEIC"}


def kind_of(head: bytes) -> str | None:
    """ "JPEG", "PNG", "HEIC", "text" and so on from at least the first bytes of a file; None when not known."""
    for start, kind in _STARTS:
        if head.startswith(start):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "WebP"
    if head[4:8] == b"ftyp" and head[8:12] in _HEIF_BRANDS:
        return "HEIC"
    return "text" if _is_text(head) else None


def _is_text(head: bytes) -> bool:
    if not head or b"\0" in head:
        return False
    try:
        head[:HEAD_BYTES].decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start > len(head[:HEAD_BYTES]) - 4
    return True
