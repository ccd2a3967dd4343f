"""A question's HTML."""

from markupsafe import Markup

from commonwheel.design.fields.parameters import component
from commonwheel.design.fields.view import FieldView
from commonwheel.design.macros import render


def question_html(field: FieldView) -> Markup:
    """Return the question as HTML."""
    if field.type == "show":
        return Markup('<div class="house-words">{}</div>').format(field.text)
    return render(*component(field))
