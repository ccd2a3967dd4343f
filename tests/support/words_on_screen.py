"""The words of the makers, which nobody reads on a page: found in what a page says."""

import re

MAKERS = (
    "patterns? | journeys? | nodes? | adopt(?:s|ed|ion|ions|ing)? | layers? | merg(?:e|es|ed|ing) | commons | releases?"
)
FOR_OFFICERS = re.compile(rf"\b(?:{MAKERS})\b".replace(" ", ""), re.IGNORECASE)
FOR_RESIDENTS = re.compile(rf"\b(?:{MAKERS} | cases?)\b".replace(" ", ""), re.IGNORECASE)
ORDINARY = re.compile(
    r"\bin (?:any|that|this|which) case\b|\bin case\b|\b(?:court|legal) cases?\b|\bpress releases?\b|\brelease of information\b",
    re.IGNORECASE,
)
"""Where such a word is plain English."""
HOLES = re.compile(r"\{\{.*?\}\}", re.DOTALL)
SEEN = re.compile(r"<(script|style)\b.*?</\1>|<!--.*?-->", re.DOTALL)
READ_OUT = re.compile(r'\b(?:alt|title|aria-label|placeholder)="([^"]*)"')


def wrong_words(text: str, *, wrong: re.Pattern[str]) -> list[str]:
    """Return the words that should not be there, each with what stands around it."""
    plain = ORDINARY.sub("", HOLES.sub("", text))
    return [plain[max(0, found.start() - 40) : found.end() + 40] for found in wrong.finditer(plain)]


def seen_on(html: str) -> str:
    """Return what a page says, to the eye and to a screen reader."""
    html = SEEN.sub(" ", html)
    return re.sub(r"<[^>]*>", " ", html) + " ".join(READ_OUT.findall(html))
