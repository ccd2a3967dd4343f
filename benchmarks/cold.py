"""What a process remembers of expressions, forgotten: so that a benchmark measures the work and not the memory."""

from commonwheel.core.patterns.expressions import analysis, engine


def forget_compiled() -> None:
    """Forget every expression that was read or compiled."""
    analysis.examine.cache_clear()
    engine._list_program.cache_clear()  # noqa: SLF001  # only a measurement wants it forgotten
