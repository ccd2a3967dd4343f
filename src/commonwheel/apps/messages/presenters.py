"""Messages and the demonstration's mailbox, ready to print."""

from collections.abc import Sequence
from dataclasses import dataclass
from email.utils import parseaddr
from urllib.parse import urlencode

from django.urls import reverse
from markupsafe import Markup

from commonwheel.apps.messages.queries import KeptLetter
from commonwheel.design.moments import moment

PAGE = 25


@dataclass(frozen=True, slots=True)
class Envelope:
    """One letter in the list."""

    href: str
    sender: str
    to: str
    subject: str
    at: str
    language: str


@dataclass(frozen=True, slots=True)
class MailboxPage:
    """A page of the mailbox."""

    envelopes: tuple[Envelope, ...]
    to: str
    following: str


@dataclass(frozen=True, slots=True)
class LetterPage:
    """One letter, opened; `html` is of our own making, from Markdown without HTML."""

    sender: str
    to: str
    subject: str
    at: str
    language: str
    html: Markup
    text: str
    copies: int


def mailbox_page(letters: Sequence[KeptLetter], *, to: str) -> MailboxPage:
    """Return a page of letters, newest first; `letters` may hold one more than a page shows."""
    shown = letters[:PAGE]
    following = ""
    if len(letters) > PAGE:
        following = "?" + urlencode({**({"to": to} if to else {}), "before": str(shown[-1].id)})
    return MailboxPage(envelopes=tuple(_envelope(one) for one in shown), to=to, following=following)


def letter_page(letter: KeptLetter) -> LetterPage:
    """Return one letter."""
    return LetterPage(
        sender=parseaddr(letter.sender)[0] or letter.sender,
        to=letter.to,
        subject=letter.subject,
        at=moment(letter.written_at),
        language=letter.language,
        html=Markup(letter.html),  # noqa: S704  # made from Markdown with HTML switched off, see cases.queries.wording
        text=letter.text,
        copies=letter.copies,
    )


def _envelope(letter: KeptLetter) -> Envelope:
    return Envelope(
        href=reverse("messages:letter", kwargs={"letter_id": letter.id}),
        sender=parseaddr(letter.sender)[0] or letter.sender,
        to=letter.to,
        subject=letter.subject,
        at=moment(letter.written_at),
        language=letter.language,
    )
