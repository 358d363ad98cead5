"""The payment service that the settings name."""

from pathlib import Path

from hardware.payments.protocol import PaymentChannel
from hardware.payments.simulator import SimulatedPayments
from scripts.errors import SettingsError
from scripts.hub.settings import PaymentSettings


def open_payments(settings: PaymentSettings) -> PaymentChannel | None:
    """None for a site that is paid at its counter. Raises SettingsError."""
    if settings.kind == "simulator":
        return SimulatedPayments()
    return _wechat(settings) if settings.kind == "wechat" else None


def _wechat(settings: PaymentSettings) -> PaymentChannel:
    from hardware.payments.wechat import WeChatPay  # loads cryptography and httpx, for those who use it
    from hardware.payments.wechat_merchant import PlatformKey, WeChatMerchant

    private_key = _text("wechat_key_file", settings.wechat_key_file)
    platform_key = _text("wechat_platform_key_file", settings.wechat_platform_key_file)
    api_key = _text("wechat_apiv3_key_file", settings.wechat_apiv3_key_file).strip()
    try:
        merchant = WeChatMerchant(
            settings.wechat_mchid,
            settings.wechat_appid,
            settings.wechat_serial,
            private_key,
            (PlatformKey(settings.wechat_platform_key_id, platform_key),),
            api_key,
            settings.wechat_notify_url,
        )
    except ValueError as error:
        raise SettingsError(f"payment: {error}") from error
    return WeChatPay(merchant, settings.wechat_api_url)


def _text(name: str, path: str) -> str:
    try:
        return Path(path).read_text(encoding="ascii")
    except (OSError, ValueError) as error:
        why = f"payment.{name} cannot be read: {error}"
        raise SettingsError(why, f"Write the path of that file as payment.{name}.") from error
