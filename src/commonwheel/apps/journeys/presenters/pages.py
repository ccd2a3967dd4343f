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
        filled: what to say of boxes that another service filled in; "" where there are none.
        say: what an officer says to somebody who hears them; () where nobody does. Likewise on the pages below.
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
    filled: str = ""
    say: tuple[str, ...] = ()


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
        goes_to: which council it goes to, and why; () where the place decides nothing.
    """

    sections: tuple[Section, ...]
    cost: Cost | None
    pays_next: bool
    back_url: str
    save_url: str
    version: int
    notice: str = ""
    goes_to: tuple[str, ...] = ()
    say: tuple[str, ...] = ()


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
    say: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CouncilChoice:
    """One council that it may be for: what names it in the form, its name, and why."""

    value: str
    name: str
    why: str


@dataclass(frozen=True, slots=True)
class CouncilPage:
    """
    Which council it is for, before it is sent.

    Attributes:
        title: names the council where there is one.
        words: why, and what happens next.
        law: with `law_url`; "" where there is no one council.
        choices: those to choose from; () where there is one, or it cannot be sent here.
        goes_on: what the button says; "" for a plain signpost.
        page_url, page_name: where it can be reported instead; "" for none.
        phone: the number there; `own_phone` that of the council whose page this is.
        besides: who has it instead on some roads there, said and linked; None for nobody.
    """

    title: str
    words: tuple[str, ...]
    back_url: str
    law: str = ""
    law_url: str = ""
    choices: tuple[CouncilChoice, ...] = ()
    goes_on: str = ""
    page_url: str = ""
    page_name: str = ""
    phone: str = ""
    own_phone: str = ""
    besides: tuple[str, Link] | None = None
    error: str = ""
    errors: tuple[FieldError, ...] = ()
    say: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ChangePage:
    """A change makes these answers needless."""

    sections: tuple[Section, ...]
    back_url: str
    say: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SentPage:
    """
    The confirmation.

    Attributes:
        officer_links: lead on an officer who entered it for somebody.
        account_url: "" where it never joins an account.
        went_to: which council has it; "" where the place decides nothing.
        copy_url: of the printed copy; "" where none is offered.
    """

    reference: str
    next_words: str
    clocks: tuple[str, ...]
    track_url: str
    account_url: str
    copy_url: str
    is_signed_in: bool
    offers: tuple[Link, ...]
    sections: tuple[Section, ...]
    sent_at: str
    officer_links: tuple[Link, ...] = ()
    cost: Cost | None = None
    pay_url: str = ""
    is_paid: bool = False
    went_to: str = ""
    say: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FollowPage:
    """
    What the service that follows on takes over.

    Attributes:
        without_url: begins it empty.
        council_name: of another council that has it; "" where it is the same one.
    """

    title: str
    sections: tuple[Section, ...]
    without_url: str
    back_url: str
    council_name: str = ""


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
    """Something stands in the way; the words say what to do next. `leaves_frame`: the link is for the whole window."""

    title: str
    words: tuple[str, ...]
    link_url: str = ""
    link_text: str = ""
    leaves_frame: bool = False


@dataclass(frozen=True, slots=True)
class RemovePage:
    """Whether to remove an entry."""

    title: str
    back_url: str
