"""A service owner who changes a service on the pages."""

import re
from typing import Any

from django.test import Client
from tests.support.cast import Person, sign_in
from tests.support.words_on_screen import FOR_OFFICERS, seen_on, wrong_words

from commonwheel.apps.services import api as services
from commonwheel.core.patterns.reading.read import read_folder
from commonwheel.core.patterns.versions.effective import effective_of
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.links import council_url
from commonwheel.foundation.scope import council_scope

SLUG = "report-missed-bin"


class Owner:
    """A service owner at the pages."""

    def __init__(self, council: CouncilView, person: Person) -> None:
        self.council, self.person, self.browser = council, person, sign_in(Client(), person)

    def url(self, name: str, **arguments: Any) -> str:
        return council_url(self.council, f"changes:{name}", slug=SLUG, **arguments)

    def open(self, name: str, **arguments: Any) -> str:
        answer = self.browser.get(self.url(name, **arguments))
        assert answer.status_code == 200
        page = answer.content.decode()
        assert wrong_words(seen_on(page), wrong=FOR_OFFICERS) == []
        return page

    @property
    def seen(self) -> str:
        found = re.findall(r'name="seen" value="([^"]*)"', self.open("overview"))
        return str(found[0])

    def press(self, name: str, data: dict[str, str] | None = None, *, seen: str | None = None, **at: Any) -> Any:
        shown = self.seen if seen is None else seen
        return self.browser.post(self.url(name, **at), {"seen": shown, **(data or {})})

    def begun(self) -> "Owner":
        self.browser.post(self.url("begin"))
        return self

    def press_plain(self, name: str, **at: Any) -> Any:
        """Press a button that says nothing of a draft."""
        return self.browser.post(self.url(name, **at))

    def written(self) -> services.Written:
        with council_scope(self.council.id):
            return services.get_written(self.council.id, SLUG)

    def layer_saying(self, line: str) -> str:
        """Return a layer that fits the service, with this in it."""
        bundle = read_folder(self.written().files).bundle
        assert bundle is not None
        digest = effective_of(bundle).digest
        made = f"made_against: {{version: {bundle.pattern.version}, digest: {digest}}}"
        return f"language: 1\nlayer: harbourside\npattern: {bundle.pattern.full_name}\n{made}\n{line}\n"

    def layer(self) -> str:
        with council_scope(self.council.id):
            return services.get_written(self.council.id, SLUG).layer


def retitle(owner: Owner, title: str, *, seen: str | None = None) -> Any:
    page = owner.open("words", at="steps.bin")
    names = re.findall(r'name="(steps\.bin\.[a-z]+)"', page)
    return owner.press("words", {**dict.fromkeys(names, ""), "steps.bin.title": title}, seen=seen, at="steps.bin")


def published(owner: Owner) -> Any:
    owner.press("send")
    return owner.press("publish", {"note": "Clearer words"})
