"""Check: everything in a pattern that would break a journey or a case, and what could be better."""

from collections.abc import Mapping

from commonwheel.core.patterns.checks.casework import check_clocks, check_renewal, check_states, check_told
from commonwheel.core.patterns.checks.companions import check_examples_name, check_papers
from commonwheel.core.patterns.checks.conditions import check_expressions
from commonwheel.core.patterns.checks.fees import check_fee
from commonwheel.core.patterns.checks.ground import check_data, check_duty, check_undecided
from commonwheel.core.patterns.checks.questions import (
    check_appointments,
    check_carried,
    check_deciding_place,
    check_facts,
    check_former_ids,
    check_questions,
    check_repeated_blocks,
    check_settings,
)
from commonwheel.core.patterns.checks.subject import Subject
from commonwheel.core.patterns.checks.texts import check_texts
from commonwheel.core.patterns.checks.translations import check_translations
from commonwheel.core.patterns.model.companions import Bundle
from commonwheel.core.patterns.reading.setting_values import SettingValue
from commonwheel.core.problems import Problem

_CHECKS = (
    check_expressions,
    check_questions,
    check_settings,
    check_facts,
    check_appointments,
    check_deciding_place,
    check_carried,
    check_former_ids,
    check_repeated_blocks,
    check_duty,
    check_data,
    check_undecided,
    check_states,
    check_clocks,
    check_renewal,
    check_told,
    check_fee,
    check_texts,
    check_translations,
    check_papers,
    check_examples_name,
)


def check(bundle: Bundle, values: Mapping[str, SettingValue] | None = None) -> tuple[Problem, ...]:
    """
    Return the problems of meaning in a pattern folder, in the order of files and lines.

    What reading the folder found (`ReadResult.problems`) is not repeated here. An error would break
    a journey or a case; a warning would not. `checks.codes.CODES` has every code there is.

    Args:
        values: of the settings that a layer sets, so that a council's own choices can be translated.
    """
    subject = Subject(bundle, values=values or {})
    for run in _CHECKS:
        run(subject)
    return tuple(sorted({*subject.problems, *subject.rest()}))
