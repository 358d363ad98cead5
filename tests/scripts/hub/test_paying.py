"""The payment service of the settings."""

from pathlib import Path

import pytest

from hardware.payments.simulator import SimulatedPayments
from scripts.errors import SettingsError
from scripts.hub.paying import open_payments
from scripts.hub.settings import PaymentSettings
from tests.hardware.payments import wechat_keys as wechat


def files(folder: Path) -> dict[str, str]:
    """The settings of the stand-in's merchant, its secrets in files."""
    texts = {
        "wechat_key_file": wechat.private_pem(wechat.keys().merchant),
        "wechat_platform_key_file": wechat.public_pem(wechat.keys().platform),
        "wechat_apiv3_key_file": wechat.API_V3_KEY + "\n",
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="ascii")
    said = {"wechat_mchid": wechat.MCHID, "wechat_appid": wechat.APPID, "wechat_serial": wechat.SERIAL}
    said |= {"wechat_platform_key_id": wechat.PUBLIC_KEY_ID, "wechat_notify_url": wechat.NOTIFY_URL}
    return said | {name: str(folder / name) for name in texts}


def test_each_kind_is_what_it_says(tmp_path: Path) -> None:
    assert open_payments(PaymentSettings()) is None
    assert isinstance(open_payments(PaymentSettings(kind="simulator")), SimulatedPayments)
    channel = open_payments(PaymentSettings(kind="wechat", **files(tmp_path)))
    assert channel is not None
    assert channel.name == "WeChat Pay"


def test_a_file_that_is_not_there_and_wrong_data_are_settings_faults(tmp_path: Path) -> None:
    said = files(tmp_path)
    with pytest.raises(SettingsError, match="wechat_key_file"):
        open_payments(PaymentSettings(kind="wechat", **{**said, "wechat_key_file": str(tmp_path / "none")}))
    with pytest.raises(SettingsError, match="merchant's number"):
        open_payments(PaymentSettings(kind="wechat", **{**said, "wechat_mchid": "x"}))
