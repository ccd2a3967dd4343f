"""Somebody who has answered everything and is about to send it."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from tests.support.killed_nodes import Browser, Served
from tests.support.resident import Resident

SERVICE = "/harbourside/report-missed-bin/"


@dataclass
class Ready:
    """A resident whose journey is answered, at "check your answers"."""

    resident: Resident
    browser: Browser
    handle: str
    version: str

    @property
    def check_url(self) -> str:
        return f"{SERVICE}{self.handle}/check-answers/"

    def send(self, *, at: int = 0) -> Any:
        """Press "Send", from the page as it was first shown."""
        headers = {"X-Crash-At": str(at)} if at else {}
        return self.browser.post(self.check_url, {"version": self.version}, headers=headers)


def ready(node: Served) -> Ready:
    yesterday = dt.datetime.now(dt.UTC).date() - dt.timedelta(days=1)
    browser = node.browser()
    resident = Resident(browser, SERVICE).begin()  # type: ignore[arg-type]  # the same two calls
    resident.answer(
        property__typed="yes", property__line_1="1 Harbour Street", property__town="Town", property__postcode="BN1 1JE"
    )
    resident.answer(
        container="refuse",
        missed_on__day=str(yesterday.day),
        missed_on__month=str(yesterday.month),
        missed_on__year=str(yesterday.year),
    )
    resident.answer(assisted="no").answer(out_on_time="yes").answer(tag="none")
    resident.answer(full_name="Amina Yusuf", email="amina@residents.example")
    assert resident.heading == "Check your answers before you send", resident.text
    return Ready(resident, browser, resident.base.rstrip("/").rpartition("/")[2], resident.hidden("version"))
