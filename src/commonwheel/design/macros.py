"""GOV.UK Frontend's components as functions: parameters in, HTML out."""

from collections.abc import Mapping
from functools import cache
from typing import Any

import jinja2
from markupsafe import Markup

Parameters = Mapping[str, Any]


def render(component: str, parameters: Parameters) -> Markup:
    """
    Return a component's HTML from its macro.

    Args:
        component: the component's folder in GOV.UK Frontend, such as `date-input`.
        parameters: the macro's options, as the Design System documents them.

    Returns:
        What the macro prints, without white space around it. About a millisecond; see `design.memory`.
    """
    return Markup(_macro(component)(parameters)).strip()  # noqa: S704  # the macro escapes


@cache
def _macro(component: str) -> Any:
    name = "govuk" + "".join(word.capitalize() for word in component.split("-"))
    return getattr(_environment().get_template(f"components/{component}/macro.html").module, name)


@cache
def _environment() -> jinja2.Environment:
    macros = jinja2.PackageLoader("govuk_frontend_jinja")
    return jinja2.Environment(
        # The macros import one another under the package's name.
        loader=jinja2.ChoiceLoader([macros, jinja2.PrefixLoader({"govuk_frontend_jinja": macros})]),
        autoescape=True,
    )
