"""Signatures and seals of WeChat Pay APIv3: SHA256 with RSA, AEAD_AES_256_GCM. Time and nonces are arguments."""

import base64
from collections.abc import Mapping

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_pem_public_key
from cryptography.x509 import load_pem_x509_certificate

from hardware.payments.wechat_merchant import PlatformKey, WeChatMerchant
from hardware.payments.wechat_messages import Encrypted, to_sign

SCHEME = "WECHATPAY2-SHA256-RSA2048"
WINDOW_S = 300
TIME_DIGITS = 12
_PROBE = "WECHATPAY/SIGNTEST/"


class NotSigned(ValueError):
    """There is no signature at all: a proxy may have answered."""


class DoesNotHold(ValueError):
    """There is a signature, and it is not one to be believed."""


class OutOfTime(DoesNotHold):
    """Replayed, or one of the two clocks is wrong."""


class Signer:
    """Raises ValueError when the merchant's key cannot be read."""

    def __init__(self, merchant: WeChatMerchant) -> None:
        self._merchant = merchant
        self._key = _private_key(merchant.private_key_pem)

    def authorization(self, method: str, path: str, body: bytes, timestamp: int, nonce: str) -> str:
        """The header's value. `path` is everything after the host, with its query."""
        message = to_sign(method, path, str(timestamp), nonce, body.decode())
        signature = base64.b64encode(self._key.sign(message, PKCS1v15(), SHA256())).decode()
        parts = {
            "mchid": self._merchant.mchid,
            "nonce_str": nonce,
            "signature": signature,
            "timestamp": str(timestamp),
            "serial_no": self._merchant.serial,
        }
        return SCHEME + " " + ",".join(f'{key}="{value}"' for key, value in parts.items())


class Verifier:
    """Raises ValueError when a platform key cannot be read."""

    def __init__(self, merchant: WeChatMerchant) -> None:
        self._keys = {key.key_id: _public_key(key) for key in merchant.platform_keys}
        self._api_v3_key = merchant.api_v3_key.encode()

    def verify(self, headers: Mapping[str, str], body: bytes, now: float) -> None:
        """Raises NotSigned, DoesNotHold, or OutOfTime for an old message although its signature may be right."""
        told = {key.lower(): value for key, value in headers.items()}
        names = ("wechatpay-signature", "wechatpay-serial", "wechatpay-timestamp", "wechatpay-nonce")
        signature, serial, timestamp, nonce = (told.get(name, "") for name in names)
        if not signature:
            raise NotSigned("no signature")
        if serial not in self._keys:
            raise DoesNotHold(f"signed with the key {serial!r}, which is not among the platform keys of the settings")
        self._check_time(timestamp, now)
        try:
            given = base64.b64decode(signature, validate=True)
            message = to_sign(timestamp, nonce).join((b"", body + b"\n"))
            self._keys[serial].verify(given, message, PKCS1v15(), SHA256())
        except (InvalidSignature, ValueError):
            kind = "a probe with a wrong signature" if signature.startswith(_PROBE) else "its signature does not hold"
            raise DoesNotHold(kind) from None

    def _check_time(self, timestamp: str, now: float) -> None:
        if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= TIME_DIGITS):
            raise DoesNotHold(f"its time is {timestamp[: TIME_DIGITS * 2]!r}")
        late_s = now - int(timestamp)
        if abs(late_s) > WINDOW_S:
            raise OutOfTime(f"signed {late_s:.0f} s ago: replayed, or this computer's clock is wrong")

    def opened(self, sealed: Encrypted) -> bytes:
        """Raises DoesNotHold when it was sealed with another key, or touched."""
        try:
            ciphertext = base64.b64decode(sealed.ciphertext, validate=True)
            return AESGCM(self._api_v3_key).decrypt(sealed.nonce.encode(), ciphertext, sealed.associated_data.encode())
        except (InvalidTag, ValueError):
            raise DoesNotHold("it cannot be opened with the APIv3 key") from None


def _private_key(pem: str) -> RSAPrivateKey:
    try:
        key = load_pem_private_key(pem.encode(), None)
    except TypeError as error:
        raise ValueError("the merchant's private key is locked with a password") from error
    if not isinstance(key, RSAPrivateKey):
        raise ValueError("the merchant's private key is no RSA key")  # noqa: TRY004 a file is wrong, not an argument
    return key


def _public_key(key: PlatformKey) -> RSAPublicKey:
    public = _of_certificate(key) if "BEGIN CERTIFICATE" in key.pem else load_pem_public_key(key.pem.encode())
    if not isinstance(public, RSAPublicKey):
        raise ValueError(f"the platform key {key.key_id} is no RSA key")  # noqa: TRY004 as above
    return public


def _of_certificate(key: PlatformKey) -> object:
    certificate = load_pem_x509_certificate(key.pem.encode())
    if f"{certificate.serial_number:X}" != key.key_id.upper().lstrip("0"):
        raise ValueError(f"{key.key_id} is not the serial number of the certificate beside it")
    return certificate.public_key()
