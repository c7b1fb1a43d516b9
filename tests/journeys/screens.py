"""A person's screen in a real browser: what is on it, what went wrong behind it, pictures of it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    ViewportSize,
    expect,
    sync_playwright,
)

from tests.journeys.people import picture

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
WAIT_MILLISECONDS = 20_000
PHONE = ViewportSize(width=390, height=844)
DESK = ViewportSize(width=1440, height=900)
HERE = ("127.0.0.1", "localhost")
# The browser itself writes a line for an answer of these; the page handles them.
REFUSALS = (401, 403, 404, 409, 422)


class Screen:
    """One person before one page."""

    def __init__(self, page: Page, login: str, *, phone: bool) -> None:
        self.page = page
        self.login = login
        self.phone = phone
        self.home = ""
        self.failures: list[str] = []
        self.foreign: list[str] = []
        page.set_default_timeout(WAIT_MILLISECONDS)
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.failures.append(str(error)))
        page.context.on("request", self._asked)

    def __getitem__(self, name: str) -> Locator:
        """What carries this data-testid."""
        return self.page.get_by_test_id(name)

    def enter(self, url: str, password: str) -> "Screen":
        """Opens the entry and logs in."""
        self.home = url
        self.page.goto(f"{url}/m/" if self.phone else f"{url}/")
        self["login-name"].fill(self.login)
        self["login-password"].fill(password)
        self.shot("log-in")
        self["login-send"].click()
        expect(self["login-form"]).to_have_count(0)
        return self

    def open_task(self, number: str) -> None:
        """From the work list to the record."""
        card = self.page.locator(f'[data-testid="task-card"][data-number="{number}"]')
        expect(card).to_be_visible()
        self.shot("work-list")
        card.click()
        expect(self["task-sheet"]).to_be_visible()
        self.shot("task")

    def fill(self, field: str, text: str) -> None:
        """Types into a field."""
        self[f"field-{field}"].locator("textarea, input").first.fill(text)

    def choose(self, field: str, label: str) -> None:
        """Takes a code, whether the list lies open or is folded."""
        place = self[f"field-{field}"]
        if place.locator("select").count():
            place.locator("select").select_option(label=label)
        else:
            place.locator("label", has_text=label).first.click()

    def pick(self, field: str, text: str) -> None:
        """Finds a person, area or machine by a part of its name."""
        self[f"field-{field}"].locator("input").fill(text)
        self[f"options-{field}"].locator("button", has_text=text).first.click()

    def photograph(self, field: str, folder: Path) -> None:
        """Takes a photo; returns when it has arrived."""
        place = self[f"field-{field}"]
        before = place.get_by_test_id("photo-tile").count()
        self[f"camera-{field}"].set_input_files(photo_file(folder))
        expect(place.locator('[data-testid="photo-tile"][data-state="sent"]')).to_have_count(
            before + 1
        )

    def sign(self, field: str) -> None:
        """Reads the sheet and signs with a stroke."""
        self[f"sign-{field}"].click()
        pad = self["signature-pad"]
        pad.scroll_into_view_if_needed()
        box = pad.bounding_box()
        assert box is not None
        x, y = box["x"] + 40, box["y"] + box["height"] / 2
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        for step in range(1, 8):
            self.page.mouse.move(x + step * 24, y + (-25 if step % 2 else 25), steps=4)
        self.page.mouse.up()
        self.shot("signing")
        self["signature-confirm"].click()
        expect(self["signed"]).to_be_visible()

    def decide(self, *, responsible: str) -> None:
        """The EHS manager's whole decision: level, person, three days."""
        self["outcome-approve"].click()
        self.choose("level", "一般隐患")
        self.pick("responsible", responsible)
        deadline = datetime.now(ZoneInfo("Asia/Shanghai")) + timedelta(days=3)
        self.fill("deadline", f"{deadline:%Y-%m-%dT%H:%M}")
        self.shot("filled")
        self.submit("ehs_decision")

    def account(self, item: str) -> None:
        """Takes an item of the menu under the person's name, at the desk."""
        self["who"].click()
        self.page.get_by_role("menuitem", name=item).click()

    def submit(self, done: str) -> None:
        """Sends the task; returns when this step of the chain is done."""
        self["task-submit"].click()
        expect(self[f"chain-{done}"]).to_have_attribute("data-state", "done")
        self.shot(f"after-{done}")

    def shot(self, name: str) -> None:
        """Keeps a picture of the whole page when ANSHU_SHOTS names a folder."""
        folder = os.environ.get("ANSHU_SHOTS")
        if folder:
            entry = "phone" if self.phone else "desk"
            person = self.login.partition(".")[2]
            count = len(list(Path(folder).glob("*.png")))
            file = Path(folder) / f"{count:03d}-{entry}-{person}-{name}.png"
            self.page.screenshot(path=file, full_page=True)

    def check(self) -> None:
        """No script failed, nothing was complained of, no other host was asked."""
        assert self.failures == [], f"{self.login}: {self.failures}"
        assert self.foreign == [], f"{self.login}: {self.foreign}"

    def _said(self, message: ConsoleMessage) -> None:
        refused = any(f"status of {status} " in message.text for status in REFUSALS)
        # The tests' own certificate: no browser lets a worker live on one that it does not trust.
        uncertified = "SSL certificate error occurred when fetching the script" in message.text
        if message.type == "error" and not refused and not uncertified:
            self.failures.append(message.text)

    def _asked(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in ("http", "https", "ws", "wss") and address.hostname not in HERE:
            self.foreign.append(request.url)


class Stage:
    """Opens a screen for each person, each with cookies and storage of its own."""

    def __init__(self, browser: Browser, url: str, https_url: str, password: str) -> None:
        self._browser = browser
        self._urls = {"desk": url, "phone": https_url}
        self._password = password
        self._screens: list[tuple[BrowserContext, Screen]] = []

    def phone(
        self, post: str, *, at: tuple[float, float] | None = None, named: bool = False
    ) -> Screen:
        """The person's phone, at this latitude and longitude.

        `named`: it knows the server by a name: signing keys belong to names, not to numbers.
        """
        context = self._browser.new_context(
            viewport=PHONE, is_mobile=True, has_touch=True, locale="zh-CN",
            ignore_https_errors=True, timezone_id="Asia/Shanghai",
        )  # fmt: skip
        if at is not None:
            context.grant_permissions(["geolocation"])
            move(context, at)
        url = f"http://localhost:{urlsplit(self._urls['desk']).port}" if named else ""
        return self._opened(context, post, phone=True, url=url)

    def desk(self, post: str, *, password: str = "") -> Screen:
        """The person's desk; the demonstration's password unless another is known."""
        context = self._browser.new_context(
            viewport=DESK, locale="zh-CN", timezone_id="Asia/Shanghai", accept_downloads=True
        )
        return self._opened(context, post, phone=False, password=password)

    def stranger(self) -> Screen:
        """A phone of somebody who has no log-in."""
        context = self._browser.new_context(
            viewport=PHONE, is_mobile=True, has_touch=True, locale="zh-CN",
            timezone_id="Asia/Shanghai",
        )  # fmt: skip
        screen = Screen(context.new_page(), "nobody.stranger", phone=True)
        self._screens.append((context, screen))
        return screen

    def close(self) -> None:
        """Closes every screen; a failure behind any of them is a failure of the test."""
        for context, _ in self._screens:
            context.close()
        for _, screen in self._screens:
            screen.check()

    def _opened(
        self, context: BrowserContext, post: str, *, phone: bool, password: str = "", url: str = ""
    ) -> Screen:
        screen = Screen(context.new_page(), f"nantong.{post}", phone=phone)
        self._screens.append((context, screen))
        entry = url or self._urls["phone" if phone else "desk"]
        return screen.enter(entry, password or self._password)


def move(context: BrowserContext, at: tuple[float, float]) -> None:
    """The phone is carried to another place."""
    context.set_geolocation({"latitude": at[0], "longitude": at[1], "accuracy": 9})


def photo_file(folder: Path) -> Path:
    """A picture file that nobody has sent before."""
    file = folder / f"IMG_{len(list(folder.iterdir())):04d}.jpg"
    file.write_bytes(picture())
    return file


@contextmanager
def chromium() -> Iterator[Browser]:
    """A real browser."""
    expect.set_options(timeout=WAIT_MILLISECONDS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()
