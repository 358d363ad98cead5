"""Keys of a merchant and of a stand-in for WeChat Pay, made for one run of the tests."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from cryptography.x509.oid import NameOID

from hardware.payments.wechat_merchant import PlatformKey, WeChatMerchant

MCHID = "1900000109"
APPID = "wx0123456789abcdef"
SERIAL = "5157F09EFDC096DE15EBE81A47057A7232F1B8E1"
API_V3_KEY = "0123456789abcdef0123456789ABCDEF"
PUBLIC_KEY_ID = "PUB_KEY_ID_0119000001092026010100112200000001"
CERTIFICATE_NUMBER = 0x0A1B2C3D4E5F60718293A4B5C6D7E8F901234567
NOTIFY_URL = "https://desk.example.org/payments/wechat"


@dataclass(frozen=True)
class Keys:
    merchant: RSAPrivateKey
    platform: RSAPrivateKey
    old_platform: RSAPrivateKey


@cache
def keys() -> Keys:
    return Keys(*(generate_private_key(65537, 2048) for _ in range(3)))


def private_pem(key: RSAPrivateKey) -> str:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def public_pem(key: RSAPrivateKey) -> str:
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


@cache
def certificate_pem(number: int = CERTIFICATE_NUMBER) -> str:
    """Of the key that the platform signed with before it had a public key of its own."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "stand-in")])
    start = datetime(2026, 1, 1, tzinfo=UTC)
    builder = x509.CertificateBuilder(name, name, keys().old_platform.public_key(), number, start, start + timedelta(9))
    return builder.sign(keys().old_platform, SHA256()).public_bytes(Encoding.PEM).decode()


def merchant(**changes: object) -> WeChatMerchant:
    fields: dict[str, object] = {
        "mchid": MCHID,
        "appid": APPID,
        "serial": SERIAL,
        "private_key_pem": private_pem(keys().merchant),
        "platform_keys": (
            PlatformKey(PUBLIC_KEY_ID, public_pem(keys().platform)),
            PlatformKey(f"{CERTIFICATE_NUMBER:040X}", certificate_pem()),
        ),
        "api_v3_key": API_V3_KEY,
        "notify_url": NOTIFY_URL,
    }
    return WeChatMerchant(**(fields | changes))  # type: ignore[arg-type]
