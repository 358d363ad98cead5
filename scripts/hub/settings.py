"""The settings of the hub: the tables of the file that its program goes by. Loads nothing of the watchlist."""

import re
from dataclasses import dataclass, field

from kiosk.rules.limits import BookingLimits
from scripts.settings import SiteSettings

OWN_BOOK = "sql"
NO_LIST, AUTHORITY, FOLLOWER = "none", "authority", "follower"
_LIST_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
PAYMENTS = ("none", "simulator", "wechat")


@dataclass(frozen=True, slots=True)
class DeskSettings:
    """`database`: SQLAlchemy's address; empty is SQLite in the home directory. `book`: "sql", or a FHIR R4 server's
    address. Anything but loopback needs a certificate and its key. `limits`: the rules against hoarding."""

    host: str = "127.0.0.1"
    port: int = 8414
    certificate_file: str = ""
    certificate_key_file: str = ""
    database: str = ""
    book: str = OWN_BOOK
    book_token_file: str = ""
    record_book_fen: int = 150
    limits: BookingLimits = field(default_factory=BookingLimits)

    def __post_init__(self) -> None:
        if not 0 <= self.port <= 65535:
            raise ValueError("port must be 0 to 65535")
        if bool(self.certificate_file) != bool(self.certificate_key_file):
            raise ValueError("certificate_file and certificate_key_file go together")
        if self.database and not self.database.startswith(("sqlite:///", "postgresql+psycopg://")):
            raise ValueError("database must begin with postgresql+psycopg:// or sqlite:///, or be left out")
        if self.book != OWN_BOOK and not self.book.startswith(("http://", "https://")):
            raise ValueError('book must be "sql" or the address of a FHIR server')
        if self.record_book_fen < 1:
            raise ValueError("record_book_fen must be at least 1")


@dataclass(frozen=True, slots=True)
class PaymentSettings:
    """How the site is paid at its kiosks. The files hold the merchant's secrets and lie outside the home directory.

    `wechat_api_url`: WeChat Pay's second address, where the first cannot be reached; or a stand-in on this PC.
    """

    kind: str = "none"
    wechat_mchid: str = ""
    wechat_appid: str = ""
    wechat_serial: str = ""
    wechat_key_file: str = ""
    wechat_platform_key_id: str = ""
    wechat_platform_key_file: str = ""
    wechat_apiv3_key_file: str = ""
    wechat_notify_url: str = ""
    wechat_api_url: str = "https://api.mch.weixin.qq.com"

    def __post_init__(self) -> None:
        if self.kind not in PAYMENTS:
            raise ValueError(f"kind must be one of {', '.join(PAYMENTS)}")
        if not self.wechat_api_url.startswith(("https://", "http://127.0.0.1:")):
            raise ValueError("wechat_api_url must begin with https://")


@dataclass(frozen=True, slots=True)
class PhoneSettings:
    """`serve`: this hub serves the guards' page for phones, over the list and the alarms of its home. How guards are
    asked stands in [guard]. A hub that does not serve it loads nothing of the watchlist."""

    serve: bool = False


@dataclass(frozen=True, slots=True)
class HubSettings:
    """The list that this hub serves to others; where it listens stands in [desk]. `role`: "authority" of the shared
    list `list_id`, "follower" of another hub's ([follow]), or "none". A hub that follows may sign a second list,
    `own_list_id`, of the hospital's own entries, for the hospital's watches. `source` is this hospital's name;
    `database` as in [desk], empty is hub.db in the home directory. A hub without a list loads nothing of the
    watchlist."""

    role: str = NO_LIST
    list_id: str = ""
    own_list_id: str = ""
    source: str = ""
    database: str = ""

    def __post_init__(self) -> None:
        if self.role not in (NO_LIST, AUTHORITY, FOLLOWER):
            raise ValueError(f'role must be "{NO_LIST}", "{AUTHORITY}" or "{FOLLOWER}"')
        if self.role != NO_LIST and not _LIST_ID.fullmatch(self.list_id):
            raise ValueError("list_id must be 1 to 40 small letters, digits and hyphens, as in beijing")
        if self.own_list_id and (self.role != FOLLOWER or not _LIST_ID.fullmatch(self.own_list_id)):
            raise ValueError("own_list_id is a follower's, and as list_id: small letters, digits and hyphens")
        if self.own_list_id and self.own_list_id == self.list_id:
            raise ValueError("own_list_id must be another than list_id, which is signed elsewhere")
        if self.role != NO_LIST and not self.source.strip():
            raise ValueError("source must be this hospital's name: entries bear it")
        if self.database and not self.database.startswith("postgresql+psycopg://"):
            raise ValueError("database must begin with postgresql+psycopg://, or be left out")

    @property
    def has_list(self) -> bool:
        return self.role != NO_LIST

    @property
    def signed_list_id(self) -> str:
        """Which list this hub is to sign; empty for none."""
        return self.list_id if self.role == AUTHORITY else self.own_list_id


@dataclass(frozen=True, slots=True)
class HubTree:
    site: SiteSettings = field(default_factory=SiteSettings)
    desk: DeskSettings = field(default_factory=DeskSettings)
    payment: PaymentSettings = field(default_factory=PaymentSettings)
    phone: PhoneSettings = field(default_factory=PhoneSettings)
    hub: HubSettings = field(default_factory=HubSettings)
