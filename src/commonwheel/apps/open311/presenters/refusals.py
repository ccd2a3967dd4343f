"""Why a report is not taken, in sentences that a partner's programmer and its users understand."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from commonwheel.apps.journeys import api as journeys
from commonwheel.core.open311.filling import Filled
from commonwheel.core.patterns.answering.answers import AnswerError
from commonwheel.core.patterns.answering.shown import words_of
from commonwheel.core.patterns.running.programme import PlacedStop, Programme
from commonwheel.core.places.register.authority import Authority
from commonwheel.design.markdown import html_of, lines_of
from commonwheel.design.questions.fields import blank_field
from commonwheel.design.questions.sentences import sentence_for
from commonwheel.foundation.councils import CouncilView

Values = Mapping[str, Any]


def errors_words(
    programme: Programme, errors: Iterable[AnswerError], parameters: Mapping[str, str], *, language: str, values: Values
) -> list[str]:
    """Return what is wrong with answers, each with the parameter it came in."""
    return [_error_words(programme, one, parameters, language, values) for one in errors]


def stop_words(programme: Programme, placed: PlacedStop, *, language: str, values: Values) -> str:
    """Return what a stop says."""
    stop, effective = placed.stop, programme.effective
    title = words_of(effective, f"{placed.address}.title", stop.title, language, values)
    text = words_of(effective, f"{placed.address}.text", stop.text, language, values) if stop.text else ""
    return " ".join((f"{title.rstrip('.')}.", *lines_of(text, with_addresses=True)))


def unfinished_words(filled: Filled, page: str) -> str:
    """Return what to do about a report that cannot be sent though nothing is wrong with its answers."""
    asked = filled.walk.next
    what = f" “{asked.step.title}” has to be answered there." if asked else ""
    return f"This cannot be reported through Open311.{what} Report it on {page}."


def elsewhere_words(holding: journeys.Holding) -> str:
    """Return whose it is where it is not the council's, with the page on which to report it."""
    whose = [holder_words(each) for each in holding.holders]
    return " ".join(("This is not for this council at this place.", *whose))


def holder_words(holder: journeys.Holder) -> str:
    """Return one who has the duty, or may have it."""
    if holder.council is not None:
        return council_words(holder.council)
    return authority_words(holder.authority) if holder.authority else "Nobody can say whose it is."


def council_words(council: CouncilView) -> str:
    """Return a council of this node, and how it is reported to."""
    return f"{council.name} has this duty: send it with jurisdiction_id={council.slug}."


def authority_words(authority: Authority) -> str:
    """Return an authority that is not on this node, with its page."""
    where = f": {authority.page}" if authority.page else ""
    return f"{authority.name.full} has this duty{where}."


def several_words(councils: Sequence[CouncilView]) -> str:
    """Return that one of several has to be named."""
    slugs = ", ".join(f"{one.slug} ({one.name})" for one in councils)
    return f"Near this place it may be for several councils. Name one in jurisdiction_id: {slugs}."


# Private


def _error_words(
    programme: Programme, error: AnswerError, parameters: Mapping[str, str], language: str, values: Values
) -> str:
    placed = programme.questions.get(error.question)
    name = parameters.get(error.question, "")
    if placed is None:
        return f"{error.question}: {error.code}."
    own = placed.words_at(error.address) if error.address else ""
    if own:
        said = words_of(programme.effective, error.address, own, language, values)
    else:
        field = blank_field(programme.effective, placed, language=language, values=values, markdown=html_of)
        said = sentence_for(error, field)
    return f"{name}: {said}." if name else f"{said}. Open311 cannot ask this; report it on the council’s own pages."
