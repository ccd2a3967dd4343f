"""What a process remembers of expressions and words, forgotten: so that work is measured and not memory."""

from commonwheel.core.patterns.expressions import analysis, engine, scope
from commonwheel.core.patterns.wording import words


def forget_compiled() -> None:
    """Forget every expression, set of names and text with holes that was read or compiled."""
    analysis.examine.cache_clear()
    engine._list_program.cache_clear()  # noqa: SLF001  # only a measurement wants it forgotten
    scope._shared.cache_clear()  # noqa: SLF001  # the same
    words._parsed.cache_clear()  # noqa: SLF001  # the same
