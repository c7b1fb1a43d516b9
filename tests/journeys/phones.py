"""A worker's phone that loses its signal, its tabs and its clock, over plain loopback."""

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from random import Random

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect

from tests.journeys.live import Live
from tests.journeys.screens import PHONE, Screen, move

HERE = (32.0108, 120.8614)
# What the browser itself writes when there is no network; the page handles it.
NO_NETWORK = ("net::ERR_INTERNET_DISCONNECTED", "net::ERR_FAILED", "when fetching the script")


class Phone:
    """One phone with its storage; its tabs come and go."""

    def __init__(self, context: BrowserContext, live: Live) -> None:
        self.context = context
        self.live = live
        self.screens: list[Screen] = []
        self.asked: list[Request] = []
        context.on("request", self._asked)

    def tab(self, path: str = "") -> Screen:
        """Another tab of the phone entry."""
        page = self.context.new_page()
        screen = Screen(page, "nantong.worker", phone=True)
        screen.home = self.live.url
        self.screens.append(screen)
        if path:
            page.goto(f"{self.live.url}/m/{path}")
        return screen

    def entered(self, *, kept: bool = False) -> Screen:
        """A tab whose person is logged in; `kept`: its pages open without a signal from now on."""
        screen = self.tab().enter(self.live.url, self.live.password)
        if kept:
            screen.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        screen["tab-start"].click()
        expect(screen["report-button"]).to_be_visible()
        # What a report needs is on the phone before the signal goes.
        screen.page.wait_for_function(
            """() => new Promise(done => {
                 const opening = indexedDB.open('anshu-kept');
                 opening.onsuccess = () => {
                   const all = opening.result.transaction('remembered').objectStore('remembered')
                     .getAllKeys();
                   all.onsuccess = () => { opening.result.close(); done(all.result.length >= 3); };
                 };
               })"""
        )
        return screen

    def offline(self) -> None:
        self.context.set_offline(True)

    def online(self) -> None:
        self.context.set_offline(False)

    def sent(self, method: str, path: str) -> list[Request]:
        """Requests of this kind that were answered."""
        return [
            one
            for one in self.asked
            if one.method == method and path in one.url and one.failure is None
        ]

    def _asked(self, request: Request) -> None:
        self.asked.append(request)

    def check(self) -> None:
        for screen in self.screens:
            screen.failures = [
                text for text in screen.failures if not any(sign in text for sign in NO_NETWORK)
            ]
            screen.check()


@contextmanager
def phone(browser: Browser, live: Live, *, script: str = "") -> Iterator[Phone]:
    """A phone of the worker; a failure behind any of its tabs fails the test."""
    context = browser.new_context(
        viewport=PHONE, is_mobile=True, has_touch=True, locale="zh-CN",
        timezone_id="Asia/Shanghai", permissions=["geolocation"],
    )  # fmt: skip
    move(context, HERE)
    if script:
        context.add_init_script(script)
    opened = Phone(context, live)
    try:
        yield opened
        opened.check()
    finally:
        context.close()


def fill_report(screen: Screen, description: str, photos: list[Path]) -> None:
    """From the report button to a form that may be sent."""
    screen["report-camera"].set_input_files(photos[0])
    expect(screen["report-form"]).to_be_visible()
    for count, photo in enumerate(photos[1:], start=2):
        screen["camera-photos"].set_input_files(photo)
        expect(screen["photo-tile"]).to_have_count(count)
    screen.fill("description", description)


def large_photo(folder: Path, *, side: int = 700) -> Path:
    """A photo of noise, too large for one request on a bad signal."""
    noise = Random().randbytes(side * side * 3)
    out = BytesIO()
    Image.frombytes("RGB", (side, side), noise).save(out, "JPEG", quality=92)
    file = folder / f"IMG_{sha256(out.getvalue()).hexdigest()[:8]}.jpg"
    file.write_bytes(out.getvalue())
    return file


def hash_of(file: Path) -> str:
    return sha256(file.read_bytes()).hexdigest()


def shift_clock(page: Page, milliseconds: int) -> None:
    """The phone's clock is set wrong by so much, or right again; see SHIFTED."""
    page.evaluate("by => localStorage.setItem('test.shift', String(by))", milliseconds)


# A clock that can be set while the page lives, as a phone's can.
SHIFTED = """
const RealDate = Date;
const shift = () => Number(localStorage.getItem('test.shift') || 0);
globalThis.Date = class extends RealDate {
  constructor(...given) { given.length ? super(...given) : super(RealDate.now() + shift()); }
  static now() { return RealDate.now() + shift(); }
};
"""
