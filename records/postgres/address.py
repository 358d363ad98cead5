"""The address of a PostgreSQL, as the settings spell it."""

from dataclasses import dataclass, field
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from records.errors import StorageRefused

_SPELLED = "Write it as postgresql+psycopg://USER:PASSWORD@HOST:5432/NAME; signs like @ : / # in a password as %40 ..."
_SCHEMES = ("postgresql+psycopg", "postgresql")

_CONNECT_TIMEOUT_S = 5
# A line that was cut in the middle (a plug pulled out, a PC switched off) is noticed by both ends within half a minute.
_OURS: dict[str, str] = {
    "application_name": "gatehouse",
    "client_encoding": "UTF8",
    "connect_timeout": str(_CONNECT_TIMEOUT_S),
    "keepalives_idle": "10",
    "keepalives_interval": "5",
    "keepalives_count": "3",
    "tcp_user_timeout": "25000",
}
_SERVERS_END = "-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3"


@dataclass(frozen=True, slots=True)
class Address:
    """`name` says where it is, to people. `parameters` are libpq's; the password is among them."""

    name: str
    parameters: dict[str, str] = field(repr=False)


def address_of(url: str) -> Address:
    """Raises StorageRefused, whose words hold nothing of the address: there may be a password in it."""
    try:
        parts = urlsplit(url)
        host, port, asked = parts.hostname, parts.port, dict(parse_qsl(parts.query, strict_parsing=bool(parts.query)))
    except ValueError:
        raise StorageRefused("this is no address of a database", _SPELLED) from None
    database, at = unquote(parts.path.removeprefix("/")), host or asked.get("host", "")
    if parts.scheme not in _SCHEMES or not at or not database or "/" in database or parts.fragment:
        raise StorageRefused("this is no address of a database", _SPELLED)
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    told = {"host": host, "port": port and str(port), "user": user, "password": password, "dbname": database}
    given = {name: value for name, value in told.items() if value}
    options = {"options": f"{_SERVERS_END} {asked.pop('options', '')}".strip()}
    whose = f"{quote(user)}@" if user else ""
    return Address(
        f"postgresql://{whose}{at}{f':{port}' if port else ''}/{database}", {**_OURS, **asked, **given, **options}
    )
