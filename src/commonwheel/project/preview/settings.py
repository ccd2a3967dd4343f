"""Django's settings for a preview: the house as it is, with the preview's own pages."""

from typing import Any, cast

from commonwheel.project.settings import *  # noqa: F403  # Django reads settings as the names of one module
from commonwheel.project.settings import LOGGING, MIDDLEWARE, PACKAGE, TEMPLATES

PREVIEW = True
ROOT_URLCONF = "commonwheel.project.preview.urls"
WSGI_APPLICATION = "commonwheel.project.preview.wsgi.application"
MIDDLEWARE = [*MIDDLEWARE, "commonwheel.project.preview.middleware.NewestPages"]
_JINJA = cast("dict[str, Any]", TEMPLATES[0])
_JINJA["DIRS"].insert(0, PACKAGE / "project" / "preview" / "templates")
_JINJA["OPTIONS"]["context_processors"].append("commonwheel.project.preview.context.page_context")
# Each open page asks once a second whether anything was saved: a line for each would bury what matters.
cast("dict[str, Any]", LOGGING)["loggers"]["commonwheel"]["level"] = "WARNING"
