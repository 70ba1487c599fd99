"""A headless Chromium with nothing of its own, and what tests ask of a page in it."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement

PATIENCE_SECONDS = 60
ARGUMENTS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-dev-shm-usage",
)  # fmt: skip


def start(profile: Path) -> webdriver.Chrome:
    """The browser; skips the test where it is missing, and fails under CI. Downloads nothing."""
    browser, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if browser is None or driver is None:
        tell = pytest.fail if os.environ.get("CI") else pytest.skip
        tell("this needs Chromium (apt-get install chromium chromium-driver)")
    options = webdriver.ChromeOptions()
    options.binary_location = browser
    for argument in (*ARGUMENTS, f"--user-data-dir={profile}"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    return webdriver.Chrome(options=options, service=Service(driver))


class Page:
    """One page, as an author uses it."""

    def __init__(self, driver: webdriver.Chrome, url: str) -> None:
        self.driver = driver
        self.url = url

    def open(self, width: int = 1400, height: int = 900, scheme: str = "light") -> None:
        """The page anew, once its talk has begun."""
        self.look_like(width, height, scheme)
        self.driver.get(self.url)
        self.until(lambda: self.here)

    def look_like(self, width: int, height: int, scheme: str) -> None:
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        features = [
            {"name": "prefers-color-scheme", "value": scheme},
            {"name": "prefers-reduced-motion", "value": "reduce"},
        ]
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})

    def until(self, holds: Callable[[], object]) -> None:
        """Wait until it holds; a test that waits for ever fails here."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not holds():
            assert time.monotonic() < deadline, f"never came: {self.text('main')[:2000]}"
            time.sleep(0.05)

    def find(self, css: str) -> WebElement:
        return self.driver.find_element(By.CSS_SELECTOR, css)

    def all(self, css: str) -> list[WebElement]:
        return self.driver.find_elements(By.CSS_SELECTOR, css)

    def text(self, css: str) -> str:
        return str(self.run(f"return document.querySelector({css!r})?.innerText || ''"))

    def run(self, script: str, *given: object) -> Any:
        return self.driver.execute_script(script, *given)

    def press(self, *keys: str) -> None:
        """Keys, sent to whatever has the focus."""
        for key in keys:
            self.driver.switch_to.active_element.send_keys(key)

    def say(self, words: str) -> None:
        """Words and Enter, and the answer to them is there."""
        before = len(self.all("#log .you"))
        self.find("#said").send_keys(words, Keys.ENTER)
        self.until(lambda: len(self.all("#log .you")) > before)

    @property
    def here(self) -> str:
        """The place whose node is lit; empty while none is."""
        return str(self.run("return document.querySelector('#canvas .here')?.dataset.place || ''"))

    @property
    def focus(self) -> str:
        """The id of what has the focus, else its text."""
        return str(
            self.run("const e = document.activeElement; return e.id || e.textContent.trim()")
        )

    @property
    def complaints(self) -> list[str]:
        """What the browser wrote to its console, such as a policy that was broken."""
        return [str(entry["message"]) for entry in self.driver.get_log("browser")]
