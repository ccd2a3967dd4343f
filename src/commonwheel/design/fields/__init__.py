"""Questions of the pattern language as GOV.UK Frontend's fields."""

from commonwheel.design.fields.boxes import PARTS
from commonwheel.design.fields.finder import news_of
from commonwheel.design.fields.html import question_html
from commonwheel.design.fields.summary import error_summary, errors_of
from commonwheel.design.fields.view import EntryView, FieldError, FieldView, FileView, FoundAddress, OptionView

__all__ = [
    "PARTS",
    "EntryView",
    "FieldError",
    "FieldView",
    "FileView",
    "FoundAddress",
    "OptionView",
    "error_summary",
    "errors_of",
    "news_of",
    "question_html",
]
