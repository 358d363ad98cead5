"""What a hospital has from WeChat Pay to be paid with. Pure."""

from dataclasses import dataclass, field

API_KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class PlatformKey:
    """One of WeChat Pay's own keys. `key_id` begins with PUB_KEY_ID_ for a public key, or is a certificate's serial
    number; `pem` is the text of either."""

    key_id: str
    pem: str

    def __post_init__(self) -> None:
        if not self.key_id or "-----BEGIN" not in self.pem:
            raise ValueError("a platform key has an id and the text of a PEM file")


@dataclass(frozen=True, slots=True)
class WeChatMerchant:
    """Secrets are shown by no repr. The first of `platform_keys` is the one answers are asked to be signed with; while
    a merchant moves from certificates to the public key, call-backs come signed with either."""

    mchid: str
    appid: str
    serial: str
    private_key_pem: str = field(repr=False)
    platform_keys: tuple[PlatformKey, ...] = field(repr=False)
    api_v3_key: str = field(repr=False)
    notify_url: str

    def __post_init__(self) -> None:
        if not (self.mchid.isascii() and self.mchid.isdigit()):
            raise ValueError(f"a merchant's number has digits only: {self.mchid!r}")
        if not self.appid or not self.serial:
            raise ValueError("appid and the serial number of the merchant's certificate are needed")
        if "PRIVATE KEY-----" not in self.private_key_pem:
            raise ValueError("private_key_pem is not the text of a private key's PEM file")
        if not self.platform_keys:
            raise ValueError("without a platform key no answer could be believed")
        if len(self.api_v3_key.encode()) != API_KEY_BYTES:
            raise ValueError(f"the APIv3 key has {API_KEY_BYTES} bytes")
        if not self.notify_url.startswith(("https://", "http://")) or "?" in self.notify_url:
            raise ValueError("notify_url is a web address without parameters")
