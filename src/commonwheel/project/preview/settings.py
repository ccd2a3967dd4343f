"""Django's settings for a preview: the house as it is, with the preview's own pages."""

from typing import Any, cast

from commonwheel.project import settings as house
from commonwheel.project.settings import *  # noqa: F403  # Django reads settings as the names of one module

PREVIEW = True
ROOT_URLCONF = "commonwheel.project.preview.urls"
WSGI_APPLICATION = "commonwheel.project.preview.wsgi.application"
MIDDLEWARE = [*house.MIDDLEWARE, "commonwheel.project.preview.middleware.NewestPages"]
_JINJA, *_OTHERS = cast("list[dict[str, Any]]", house.TEMPLATES)
_OPTIONS = _JINJA["OPTIONS"]
_PROCESSORS = [*_OPTIONS["context_processors"], "commonwheel.project.preview.context.page_context"]
TEMPLATES = [
    {
        **_JINJA,
        "DIRS": [house.PACKAGE / "project" / "preview" / "templates", *_JINJA["DIRS"]],
        "OPTIONS": {**_OPTIONS, "context_processors": _PROCESSORS},
    },
    *_OTHERS,
]
_LOGGERS = cast("dict[str, Any]", house.LOGGING["loggers"])
# Each open page asks once a second whether anything was saved: a line for each would bury what matters.
LOGGING = {
    **house.LOGGING,
    "loggers": {**_LOGGERS, "commonwheel": {**_LOGGERS["commonwheel"], "level": "WARNING"}},
}
