"""The reference and the schemas are written from the model, and the committed page is never behind."""

from pathlib import Path

from commonwheel.cli.pattern.language import FILES, whole_reference
from commonwheel.core.patterns.model.keys import Shape
from commonwheel.core.patterns.model.questions import QUESTION_TYPES
from commonwheel.core.patterns.reference.schema import json_schema

PAGE = Path(__file__).parents[4] / "docs" / "reference" / "pattern.md"


def test_the_committed_reference_is_what_the_model_says() -> None:
    assert PAGE.read_text(encoding="utf-8") == whole_reference(), (
        "Run: commonwheel pattern schema --reference > docs/reference/pattern.md"
    )


def test_the_reference_lists_every_type_of_question() -> None:
    reference = whole_reference()
    assert [kind for kind in QUESTION_TYPES if f"Question of type `{kind}`" not in reference] == []


def test_each_key_has_its_meaning_and_says_whether_a_layer_may_set_it() -> None:
    reference = whole_reference()
    assert "| `title` | text for people | **required** | The page's heading. | yes |" in reference
    assert "| `when` | expression: true or false | none | Shown only when this is true;" in reference
    assert "| `amount` | expression: whole number |" in reference
    assert "| `max_mb` | whole number, 1 to 50 | `10` |" in reference
    assert "| `default` | text for people | **required** | The value where no layer sets one. | no |" in reference


def test_every_file_has_a_schema_for_editors() -> None:
    for shape, title in FILES.values():
        schema = json_schema(shape, title=title)
        assert schema["title"] == title
        assert schema["type"] == "object"


def test_every_key_of_every_shape_has_words_for_the_reference() -> None:
    def shapes(kind: type[Shape]) -> list[type[Shape]]:
        return [kind, *(inner for below in kind.__subclasses__() for inner in shapes(below))]

    unsaid = [
        f"{shape.__name__}.{name}"
        for shape in shapes(Shape)
        for name, info in shape.model_fields.items()
        if not info.description and name != "type"
    ]
    assert unsaid == []


def test_each_key_says_what_a_change_of_it_weighs() -> None:
    rows = [line for line in whole_reference().splitlines() if line.startswith("| `")]
    assert next(row for row in rows if row.startswith("| `accept`")).endswith(
        "| major where narrower, otherwise minor |"
    )
    assert next(row for row in rows if row.startswith("| `summary`")).endswith("| patch |")


def test_of_what_no_pattern_holds_neither_layer_nor_weight_is_told() -> None:
    rows = [line for line in whole_reference().splitlines() if line.startswith("| `")]
    assert next(row for row in rows if row.startswith("| `made_against`")).endswith("| What it was made against. |")
    assert "| `version` | version, `major.minor.patch` | **required** | Its own version. |" in rows
