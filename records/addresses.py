"""Where a server of ours is, and how sure its client may be that it is this one."""

import ssl
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from records.errors import AddressRefused


def checked_address(base_url: str, what: str, hint: str) -> str:
    """The address with its scheme in small letters and no last slash; `what` is there, as in "the desk".

    Raises AddressRefused with this hint: plain HTTP stays on this PC.
    """
    try:
        parts = urlsplit(base_url)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise AddressRefused(f"{base_url!r} is no address", hint) from error
    if parts.username or parts.query or parts.fragment:
        raise AddressRefused(f"the address of {what} has a user, a query or a fragment in it", hint)
    if not host or parts.scheme not in ("https", "http"):
        raise AddressRefused(f"{base_url!r} is no address of {what}", hint)
    if parts.scheme == "http" and not is_this_pc(host):
        raise AddressRefused(f"{base_url!r} would send personal data over the network in clear", hint)
    return parts.geturl().rstrip("/")


def tls_for(ca_file: Path | None) -> ssl.SSLContext:
    """Trusts this file's certificates alone, or the system's where there is no file. Raises AddressRefused."""
    if ca_file is None:
        return ssl.create_default_context()
    try:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.load_verify_locations(cadata=ca_file.read_text(encoding="ascii"))
    except (OSError, ValueError) as error:
        raise AddressRefused(
            f"{ca_file} holds no certificates: {error}", "Put the certificate of the server's authority (PEM) there."
        ) from error
    return context


def is_this_pc(host: str) -> bool:
    """Whether only programs on this PC reach it."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def tls_trouble(error: BaseException) -> str | None:
    """Why no secure connection came about; None where that is not what is wrong."""
    why: BaseException | None = error
    while why is not None:
        if isinstance(why, ssl.SSLError):
            return why.reason or str(why)
        why = why.__cause__ or why.__context__
    return None
