"""The choices of a form's question beside those of a shared one: the same, and those that only the form has."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from commonwheel.core.forms.likeness import same_words
from commonwheel.core.forms.names import Ids
from commonwheel.core.patterns.model.questions import Option

_YES, _NO = ("yes", "true", "1"), ("no", "false", "0")


@dataclass(frozen=True, slots=True)
class Choices:
    """
    The choices of a form's question beside those of a shared one.

    Only the same words are the same choice: “Zone A” and “Zone B” are as close as words can be.

    Attributes:
        values: of the shared question, by those of the form's; with the new ones.
        new: choices that only the form has, with values that are free in the shared question.
    """

    values: Mapping[str, str]
    new: tuple[Option, ...]

    @classmethod
    def beside(cls, ours: Sequence[Option], theirs: Sequence[Option]) -> "Choices":
        """Compare two lists of choices."""
        ids = Ids("-", {option.value for option in theirs})
        values: dict[str, str] = {}
        new: list[Option] = []
        for option in ours:
            same = next((one for one in theirs if same_words(str(one.label), str(option.label))), None)
            if same is not None:
                values[option.value] = same.value
                continue
            values[option.value] = option.value if option.value not in ids.taken else ids.give(option.value)
            ids.taken.add(values[option.value])
            new.append(option.model_copy(update={"value": values[option.value]}))
        return cls(values, tuple(new))


def is_yes_or_no(option: Option) -> bool | None:
    """Tell whether a choice is yes (True) or no (False) by its value and its words; None where it is neither."""
    said = {option.value.lower(), str(option.label).strip().lower()}
    for words, answer in ((_YES, True), (_NO, False)):
        if said <= {*words}:
            return answer
    return None
