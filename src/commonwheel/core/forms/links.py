"""Links of a source: to GOV.UK and the law as they are, to anywhere else by a setting of the council's own."""

import re
from dataclasses import dataclass, field
from typing import Any

from commonwheel.core.forms.names import Ids
from commonwheel.core.forms.report import Report

_LINK = re.compile(
    r"\[([^\]\n]{0,500})\]\(\s*<?(tel:[+0-9 ()-]{1,40}|[^\s)>]{0,1000})>?(?:\s+\"[^\"\n]{0,200}\")?\s*\)"
)
_DEFINITION = re.compile(r"\]:")
_ALLOWED = re.compile(r"https://(?:www\.)?(?:gov\.uk|legislation\.gov\.uk)(?:[/?#]|$)")
_WEB = re.compile(r"https?://[^\s]+")
_CONTACT = re.compile(r"(mailto|tel):\s*([^?]+?)\s*(?:\?.*)?")
_KINDS = {"mailto": "email", "tel": "phone"}
_DECLARED = "Where it leads is a setting, so that each council can say its own; the address stands as its default."
_NO_LINK = "A link leads to a page on the web, an email address or a telephone: this stands as words."


@dataclass(slots=True)
class Links:
    """
    Turns links into such as a pattern may have.

    Attributes:
        ids: of settings.
        settings: those that links need, in order, by address.
    """

    ids: Ids
    report: Report
    settings: dict[str, dict[str, Any]] = field(default_factory=dict)

    def kept(self, text: str, where: str) -> str:
        """Return Markdown with its links turned."""
        return _LINK.sub(lambda found: self._turned(found[1], found[2], where), _DEFINITION.sub("] :", text))

    def _turned(self, words: str, address: str, where: str) -> str:
        if _ALLOWED.match(address):
            return f"[{words}]({address})"
        contact = _CONTACT.fullmatch(address)
        if contact is None and not _WEB.fullmatch(address):
            self.report.change(f"The link to {address or 'nowhere'}", where, _NO_LINK)
            return words
        self.report.change(f"The link to {address}", where, _DECLARED)
        before, kind, default = (
            ("", "url", address) if contact is None else (f"{contact[1]}:", _KINDS[contact[1]], contact[2])
        )
        name = self._setting(words, kind, default)
        return f"[{words or 'this page'}]({before}{{{{ settings.{name} }}}})"

    def _setting(self, words: str, kind: str, default: str) -> str:
        """Return the id of the setting that says where a link leads."""
        if default not in self.settings:
            label = (words.strip() or default)[:100]
            self.settings[default] = {
                "id": self.ids.give(f"link {words}" if words else "link", "link"),
                "type": kind,
                "label": f"Where “{label}” leads",
                "default": default,
            }
        found: str = self.settings[default]["id"]
        return found
