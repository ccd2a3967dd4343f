"""What each page of a journey shows."""

from dataclasses import dataclass

from markupsafe import Markup

from commonwheel.apps.payments.api import Cost
from commonwheel.design.fields import FieldError, FieldView
from commonwheel.design.frame import Link


@dataclass(frozen=True, slots=True)
class StartPage:
    """Where a service begins; `lang` is set where its words are in another language than the page."""

    title: str
    summary: str
    lang: str
    needs: tuple[str, ...]
    start_url: str
    privacy: str


@dataclass(frozen=True, slots=True)
class StepPage:
    """
    A page of questions.

    Attributes:
        heading_in_field: the only question's label is the heading.
        is_changing: they came from "check your answers" and go back there.
        news: what the title says first: how many addresses were found; "" for nothing.
        lang: language of the heading where it is not the page's; `text_lang` likewise of the text.
    """

    title: str
    text: Markup
    fields: tuple[FieldView, ...]
    errors: tuple[FieldError, ...]
    back_url: str
    action_url: str
    save_url: str
    heading_in_field: bool = False
    is_changing: bool = False
    has_files: bool = False
    caption: str = ""
    notice: str = ""
    news: str = ""
    lang: str = ""
    text_lang: str = ""


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One answer in a list; `lines` are shown one below the other, `change_url` may be ""."""

    label: str
    lines: tuple[str, ...]
    change_url: str
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Answers that belong together; `title` may be ""."""

    title: str
    rows: tuple[AnswerRow, ...]


@dataclass(frozen=True, slots=True)
class CheckPage:
    """
    Check your answers, and send.

    Attributes:
        cost: None where it costs nothing.
        pays_next: whether the payment page comes after sending.
        version: of the answers shown.
    """

    sections: tuple[Section, ...]
    cost: Cost | None
    pays_next: bool
    back_url: str
    save_url: str
    version: int
    notice: str = ""


@dataclass(frozen=True, slots=True)
class StopPage:
    """The service is not for them; they may go on unless `law` says why not."""

    title: str
    text: Markup
    law: str
    start_url: str
    start_title: str
    phone: str
    back_url: str


@dataclass(frozen=True, slots=True)
class ChangePage:
    """A change makes these answers needless."""

    sections: tuple[Section, ...]
    back_url: str


@dataclass(frozen=True, slots=True)
class SentPage:
    """
    The confirmation.

    Attributes:
        officer_links: lead on an officer who entered it for somebody.
        account_url: "" where it never joins an account.
    """

    reference: str
    next_words: str
    clocks: tuple[str, ...]
    track_url: str
    account_url: str
    is_signed_in: bool
    offers: tuple[Link, ...]
    sections: tuple[Section, ...]
    sent_at: str
    officer_links: tuple[Link, ...] = ()
    cost: Cost | None = None
    pay_url: str = ""
    is_paid: bool = False


@dataclass(frozen=True, slots=True)
class SavePage:
    """Save and come back later; `link` is "" before one was made."""

    fields: tuple[FieldView, ...]
    errors: tuple[FieldError, ...]
    link: str
    until: str
    emailed_to: str
    back_url: str


@dataclass(frozen=True, slots=True)
class ResumePage:
    """What a saved link leads to."""

    title: str
    until: str


@dataclass(frozen=True, slots=True)
class ProblemPage:
    """Something stands in the way; the words say what to do next."""

    title: str
    words: tuple[str, ...]
    link_url: str = ""
    link_text: str = ""


@dataclass(frozen=True, slots=True)
class RemovePage:
    """Whether to remove an entry."""

    title: str
    back_url: str
