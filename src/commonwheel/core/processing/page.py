"""The record of processing as a page, in Markdown."""

from collections.abc import Iterable, Iterator, Sequence

from commonwheel.core.processing.record import Processing

HEAD = (
    "| what article 30 asks | of this service |",
    "| --- | --- |",
)


def page_of(records: Iterable[Processing], *, controller: str) -> str:
    """
    Return the sections of a record of processing, one for each service, in the order of their titles.

    Args:
        controller: the council; it stands in each section.
    """
    ordered = sorted(records, key=lambda one: (one.title, one.pattern))
    return "\n".join(line for one in ordered for line in _section(one, controller))


def rows_of(record: Processing, *, controller: str) -> Iterator[tuple[str, str]]:
    """Yield what is asked and what is said, in the order of article 30(1)."""
    residents, officers = record.questions
    of_officers = f", and {officers} to officers" if officers else ""
    yield "Controller", controller
    yield "Service", f"`{record.pattern}` {record.version}"
    yield "Purpose", f"{record.purpose} Duty: {_apart(record.duties)}."
    if not record.basis:
        yield "Personal data", "None: the service asks for none, and what is not asked for is not kept."
        return
    yield "Lawful basis (article 6)", f"{_begun(record.basis)}. Power: {record.power}."
    yield "Special categories (articles 9, 10)", f"{_begun(_listed(record.special))}." if record.special else "None."
    yield "Whose data", "Residents who use the service, whoever they act for, and people whom they write about."
    kinds = f"{_begun(_listed(record.data))}; answers to {residents} questions{of_officers}"
    yield "Kinds of personal data", f"{kinds}; when what happened to the request, and who did it; messages sent."
    if record.facts:
        yield "Of these, about the resident", f"{_begun(_listed(record.facts))}."
    yield "Recipients", f"The council’s officers for this service; {_apart(record.recipients)}."
    yield "Transfers out of the United Kingdom", "None by the software. Whoever hosts it says where."
    yield "Kept for", f"{record.kept}; then {record.then}."
    for one in record.shorter:
        yield f"“{one.label}”", f"{one.time}; then deleted."
    yield "Security (article 32)", "See [the cloud security principles](cloud-security.md)."


# Private


def _section(record: Processing, controller: str) -> Iterator[str]:
    yield f"## {_plain(record.title)}"
    yield ""
    yield from HEAD
    for what, said in rows_of(record, controller=controller):
        yield f"| {_plain(what)} | {_plain(said)} |"
    yield ""


def _plain(text: str) -> str:
    """Return a text that cannot leave its cell of a table."""
    return " ".join(text.split()).replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;")


def _begun(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def _apart(words: Sequence[str]) -> str:
    return "; ".join(dict.fromkeys(words))


def _listed(words: Sequence[str]) -> str:
    unique = list(dict.fromkeys(words))
    if len(unique) < len(("one", "two")):
        return "".join(unique)
    return f"{', '.join(unique[:-1])} and {unique[-1]}"
