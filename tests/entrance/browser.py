"""A browser without a script, as its user has it: pages read as text, forms filled in and sent by their buttons."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import aiohttp
from yarl import URL

ANDROID = "Mozilla/5.0 (Linux; Android 9; SM-A105F) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/74.0.3729 Mobile"


@dataclass
class HtmlForm:
    action: str
    fields: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    buttons: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Label -> name and value that it sends."""


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[HtmlForm] = []
        self.words: list[str] = []
        self._button: tuple[str, str] | None = None
        self._skipped = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(HtmlForm(said["action"]))
        elif tag == "input" and said.get("type") == "hidden":
            self.forms[-1].fields[said["name"]] = said.get("value", "")
        elif tag in ("input", "textarea"):
            self.forms[-1].asked.append(said["name"])
        elif tag == "button":
            self._button = (said.get("name", ""), said.get("value", ""))
        elif tag in ("script", "style"):
            self._skipped += 1

    def handle_endtag(self, tag: str) -> None:
        if tag == "button":
            self._button = None
        elif tag in ("script", "style"):
            self._skipped -= 1

    def handle_data(self, data: str) -> None:
        text = " ".join(data.split())
        if text and not self._skipped:
            self.words.append(text)
            if self._button is not None and self.forms:  # a button of the script stands in no form
                self.forms[-1].buttons[text] = self._button


class Browser:
    """One browser with its cookies. `root`: the address of the door, with its stroke."""

    def __init__(self, root: str, agent: str = ANDROID) -> None:
        self.root, self.taps = root, 0
        self._agent = agent
        self.session = aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))
        self.status, self.html, self.path = 0, "", ""
        self.headers: dict[str, str] = {}

    async def close(self) -> None:
        await self.session.close()

    async def opens(self, path: str) -> str:
        """Opens an address of the door, or a link to it; what it reads then."""
        url = self.root + urlsplit(path).path.partition("/thidua/")[2] if "://" in path else self.root + path
        await self.asks("GET", url)
        return self.reads()

    async def asks(self, method: str, url: str, **given: object) -> None:
        headers = {"User-Agent": self._agent, **given.pop("headers", {})}  # type: ignore[dict-item]
        async with self.session.request(method, url, headers=headers, **given) as answer:  # type: ignore[arg-type]
            self.html, self.status = await answer.text(), answer.status
            self.path, self.headers = answer.url.path, dict(answer.headers)

    def reads(self) -> str:
        reader = _Reader()
        reader.feed(self.html)
        return " ".join(reader.words)

    def forms(self) -> list[HtmlForm]:
        reader = _Reader()
        reader.feed(self.html)
        return reader.forms

    def form(self, label: str) -> HtmlForm:
        found = [form for form in self.forms() if label in form.buttons]
        assert found, f"no button {label!r} among {self.labels()} in {self.reads()!r}"
        return found[-1]

    def labels(self) -> list[str]:
        return [label for form in self.forms() for label in form.buttons]

    async def presses(self, label: str, **typed: str) -> str:
        """Fills the form with this button in, and sends it; what it reads then."""
        form = self.form(label)
        assert set(typed) <= set(form.asked), f"{form.asked} are asked for"
        name, value = form.buttons[label]
        fields = {**form.fields, **typed, **({name: value} if name else {})}
        self.taps += 1
        await self.asks("POST", urljoin(self.root, form.action), data=fields, headers=self._same_origin())
        return self.reads()

    async def says(self, text: str) -> str:
        """Writes in the field below the conversation, and sends it."""
        await self.opens("")
        form = next(form for form in self.forms() if form.action.endswith("/say"))
        fields = {**form.fields, "text": text}
        await self.asks("POST", urljoin(self.root, form.action), data=fields, headers=self._same_origin())
        return self.reads()

    def _same_origin(self) -> dict[str, str]:
        parts = urlsplit(self.root)
        return {"Origin": f"{parts.scheme}://{parts.netloc}"}

    def cookies(self) -> dict[str, str]:
        return {name: one.value for name, one in self.session.cookie_jar.filter_cookies(URL(self.root)).items()}

    def plant(self, **cookies: str) -> None:
        self.session.cookie_jar.update_cookies(cookies, URL(self.root))


def code_on(page: str) -> str:
    found = re.search(r"Mã đối chiếu: (\d{4})", page)
    assert found is not None, page
    return found[1]
