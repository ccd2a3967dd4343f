"""A resident at a browser without JavaScript: fills in pages and follows where they lead."""

import html
import re
from dataclasses import dataclass, field
from typing import Any

from django.test import Client


@dataclass
class Resident:
    """Somebody's browser, and the page it shows."""

    client: Client
    start_url: str
    url: str = ""
    status: int = 0
    text: str = ""
    raw: bytes = field(default=b"", repr=False)
    headers: dict[str, str] = field(default_factory=dict, repr=False)

    def begin(self) -> "Resident":
        """Press "Start now"."""
        return self.post(self.start_url, {})

    def get(self, url: str) -> "Resident":
        """Open an address and follow redirects."""
        return self._take(self.client.get(url, follow=True), url)

    def post(self, url: str, data: dict[str, Any]) -> "Resident":
        """Post to an address and follow redirects."""
        return self._take(self.client.post(url, data, follow=True), url)

    def answer(self, **data: Any) -> "Resident":
        """Fill in the page that is shown and press "Continue"; `a__b` names the control `a-b`."""
        return self.post(self.url, {name.replace("__", "-"): value for name, value in data.items()})

    @property
    def heading(self) -> str:
        """The page's h1."""
        found = re.search(r"<h1[^>]*>(.*?)</h1>", self.text, re.DOTALL)
        return " ".join(re.sub(r"<[^>]+>", "", found[1]).split()) if found else ""

    @property
    def base(self) -> str:
        """The journey's own address."""
        return "/".join(self.url.split("/")[:4]) + "/"

    @property
    def errors(self) -> list[str]:
        """The lines of the error summary."""
        summary = re.search(r'class="govuk-error-summary".*?</ul>', self.text, re.DOTALL)
        return (
            [" ".join(one.split()) for one in re.findall(r'<a href="#[^"]*">(.*?)</a>', summary[0], re.DOTALL)]
            if summary
            else []
        )

    def hidden(self, name: str) -> str:
        """The value of a hidden control."""
        found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', self.text)
        return found[1] if found else ""

    def _take(self, response: Any, url: str) -> "Resident":
        self.url = response.redirect_chain[-1][0] if response.redirect_chain else url
        self.status = response.status_code
        self.headers = dict(response.headers)
        self.raw = response.getvalue() if response.streaming else response.content
        self.text = html.unescape(self.raw.decode("utf-8", "replace"))
        return self
