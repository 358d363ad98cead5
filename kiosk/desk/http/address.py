"""Where the desk is, and how sure the kiosk may be that it is the desk."""

import ssl
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from kiosk.errors import AddressRefused, KioskError


def checked_address(base_url: str) -> str:
    """The address with its scheme in small letters and no last slash. Raises AddressRefused: plain HTTP stays here."""
    try:
        parts = urlsplit(base_url)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise AddressRefused(f"{base_url!r} is no address") from error
    if parts.username or parts.query or parts.fragment:
        raise AddressRefused("the desk's address has a user, a query or a fragment in it")
    if not host or parts.scheme not in ("https", "http"):
        raise AddressRefused(f"{base_url!r} is no address of a desk")
    if parts.scheme == "http" and not _is_this_pc(host):
        raise AddressRefused(f"{base_url!r} would send patients' data over the network in clear")
    return parts.geturl().rstrip("/")


def tls_for(ca_file: Path | None) -> ssl.SSLContext:
    """Trusts this file's certificates alone, or the system's where there is no file."""
    if ca_file is None:
        return ssl.create_default_context()
    try:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.load_verify_locations(cadata=ca_file.read_text(encoding="ascii"))
    except (OSError, ValueError) as error:
        raise KioskError(
            f"{ca_file} holds no certificates: {error}", "Put the certificate of the desk's authority (PEM) there."
        ) from error
    return context


def _is_this_pc(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
