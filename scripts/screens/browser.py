"""A browser without a window, the size of a phone, for pictures and tests of the guards' page."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scripts.errors import CommandError

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

ACROSS_PX, HIGH_PX, SHARPNESS = 390, 844, 2
WAITS_S = 15
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_ARGUMENTS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars")


class NoBrowser(CommandError):
    """`missing` is the part."""

    def __init__(self, missing: str) -> None:
        super().__init__(
            f"the phone page cannot be drawn: {missing} is missing",
            "Install chromium and chromium-driver, and the packages of the group dev.",
        )
        self.missing = missing


@dataclass(slots=True)
class PhoneBrowser:
    """`seconds` is the longest that anything is waited for."""

    driver: "Chrome"
    seconds: float = WAITS_S

    def open(self, url: str, language: str = "zh", dark: bool = False, frozen_ms: int | None = None) -> None:
        """As somebody who was never there. With `frozen_ms` the page's clock stands still at that moment."""
        script = f"if (!localStorage.length) localStorage.setItem('gatehouse-language', {json.dumps(language)});"
        if frozen_ms is not None:
            script += f"Date.now = () => {frozen_ms};"
        self.driver.delete_all_cookies()
        self._do("Storage.clearDataForOrigin", origin=url, storageTypes="all")
        scheme = "dark" if dark else "light"
        self._do("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
        known = self._do("Page.addScriptToEvaluateOnNewDocument", source=script)
        try:
            self.driver.get(f"{url}/guard/")
            self.until("return document.getElementById('main')?.childElementCount > 0")
        finally:
            self._do("Page.removeScriptToEvaluateOnNewDocument", identifier=known["identifier"])

    def until(self, script: str, *values: object) -> Any:
        """What the script answers as soon as that is something."""
        from selenium.webdriver.support.ui import WebDriverWait

        return WebDriverWait(self.driver, self.seconds, poll_frequency=0.05).until(
            lambda driver: driver.execute_script(script, *values), f"{script} {values}\n{self.text()}"
        )

    def press(self, element_id: str) -> None:
        """As soon as it can be pressed."""
        from selenium.common.exceptions import StaleElementReferenceException

        while True:
            self.until("const e = document.getElementById(arguments[0]); return e && !e.disabled", element_id)
            with suppress(StaleElementReferenceException):  # drawn anew in between
                self.driver.find_element("id", element_id).click()
                return

    def type(self, element_id: str, words: str) -> None:
        self.driver.find_element("id", element_id).send_keys(words)

    def log_in(self, number: str, pin: str) -> None:
        self.type("number", number)
        self.type("pin", pin)
        self.press("enter")
        self.until("return document.getElementById('lock')")

    def text(self) -> str:
        return str(self.driver.execute_script("return document.body.innerText"))

    def says(self, words: str) -> None:
        """Waits until the page does."""
        self.until("return document.body.innerText.includes(arguments[0])", words)

    def settled(self) -> None:
        """Every face is there, and every button can be pressed that can be at all."""
        self.until(
            "return [...document.images].every((i) => i.complete && i.naturalWidth)"
            " && !document.querySelector('.frame .muted') && !document.querySelector('button:disabled')"
        )

    def faults(self) -> tuple[tuple[str, str, str], ...]:
        """Kind, where, detail."""
        return tuple((str(kind), str(where), str(detail)) for kind, where, detail in self.driver.execute_script(AUDIT))

    def troubles(self) -> list[str]:
        """What went wrong in the page since this was asked last: scripts that failed, and what its policy stopped."""
        told = self.driver.get_log("browser")  # type: ignore[no-untyped-call]
        return [str(one["message"]) for one in told if one["source"] != "network"]

    def cookie(self, name: str) -> str | None:
        found = self.driver.get_cookie(name)
        return str(found["value"]) if found else None

    def png(self) -> bytes:
        return self.driver.get_screenshot_as_png()

    def _do(self, command: str, **parameters: Any) -> Any:
        return self.driver.execute_cdp_cmd(command, parameters)


@contextmanager
def phone_browser() -> Iterator[PhoneBrowser]:
    """Raises NoBrowser."""
    driver = _started()
    try:
        size = {"width": ACROSS_PX, "height": HIGH_PX, "deviceScaleFactor": SHARPNESS, "mobile": True}
        driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        driver.execute_cdp_cmd("Emulation.setTouchEmulationEnabled", {"enabled": True})
        yield PhoneBrowser(driver)
    finally:
        driver.quit()


def _started() -> "Chrome":
    browser = next(filter(None, map(shutil.which, _BROWSERS)), None)
    driver = shutil.which("chromedriver")
    if browser is None or driver is None:
        raise NoBrowser("chromium" if browser is None else "chromedriver")
    try:
        from selenium.webdriver import Chrome, ChromeOptions, ChromeService
    except ImportError as error:
        raise NoBrowser("selenium") from error
    options = ChromeOptions()
    options.binary_location = browser
    for argument in (*_ARGUMENTS, f"--window-size={ACROSS_PX},{HIGH_PX}"):
        options.add_argument(argument)
    return Chrome(options, ChromeService(driver))


AUDIT = """
const faults = [], shown = (e) => e.offsetParent !== null && e.getClientRects().length > 0;
const rgb = (text) => text.match(/[\\d.]+/g).map(Number);
const part = (c) => ((c /= 255) <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
const light = ([r, g, b]) => 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
const ground = (e) => {
  for (; e; e = e.parentElement) {
    const colour = rgb(getComputedStyle(e).backgroundColor);
    if (colour.length === 3 || colour[3] > 0) return colour;
  }
  return [255, 255, 255];
};
const wide = document.documentElement;
if (wide.scrollWidth > wide.clientWidth) faults.push(["wide", "page", `${wide.scrollWidth} px`]);
for (const e of document.querySelectorAll("button, input, textarea")) {
  const box = e.getBoundingClientRect();
  if (shown(e) && Math.min(box.width, box.height) < 48) faults.push(["small", e.id, `${box.width} x ${box.height}`]);
  if (shown(e) && e.scrollWidth > e.clientWidth + 1) faults.push(["cut", e.id, `${e.scrollWidth} > ${e.clientWidth}`]);
}
for (const e of document.querySelectorAll("body *")) {
  const words = [...e.childNodes].filter((n) => n.nodeType === 3).map((n) => n.data.trim()).join("");
  if (!words || !shown(e)) continue;
  const [a, b] = [light(rgb(getComputedStyle(e).color)), light(ground(e))];
  const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  if (contrast < 4.5) faults.push(["faint", words, contrast.toFixed(1)]);
  if (/^[a-z]+\\.[a-z_]+$|[{}]|undefined|NaN|null/.test(words)) faults.push(["unworded", words, ""]);
}
for (const e of document.querySelectorAll("img, input, textarea")) {
  if (!e.alt && !(e.labels && e.labels.length)) faults.push(["unnamed", e.id, ""]);
}
return faults;
"""
"""What is wrong with what is shown: kind, where, detail. Too wide, hard to press, cut off, faint, without words."""
