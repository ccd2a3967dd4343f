"""The page on which staff download a service of the council's own, to be shared with others."""

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commonwheel.apps.authorities.api import Permission
from commonwheel.apps.changes.forms import download_fields
from commonwheel.apps.changes.presenters.overview import said_of
from commonwheel.apps.changes.queries.folded import fold_service, next_number
from commonwheel.apps.changes.views.shared import UNPROCESSABLE, page_of_changes, render
from commonwheel.apps.services import api as services
from commonwheel.core.layers.refusals import Refused
from commonwheel.core.packages.refusals import ReleaseRefused
from commonwheel.core.packages.release import Release
from commonwheel.core.packages.versions import NotAVersion
from commonwheel.foundation.access import staff_only
from commonwheel.foundation.boxes import BoxForm
from commonwheel.foundation.requests import StaffRequest


@staff_only(Permission.CHANGE_SERVICES)
@require_http_methods(["GET", "HEAD", "POST"])
@page_of_changes
def download(request: StaffRequest, slug: str) -> HttpResponse:
    """Ask for a number and what has changed, and give the service as one file; only the council's own."""
    written = services.get_written(request.council.id, slug)
    if not written.service.pattern_name.startswith(f"{request.council.slug}/"):
        raise Http404
    form = BoxForm(download_fields(next_number(written)), request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            release = fold_service(written, version=form.texts["version"], what_changed=form.texts["changed"])
        except NotAVersion as why:
            form.add_error("version", str(why))
        except Refused as why:
            form.add_error(None, said_of(why))
        except ReleaseRefused as why:
            form.add_error(None, _("It is not complete yet: %(why)s") % {"why": str(why)})
        else:
            return _file(release)
    context = {"form": form, "slug": slug, "title": written.service.title_in("en")}
    return render(request, "download", context, status=UNPROCESSABLE if form.is_bound else 200)


def _file(release: Release) -> HttpResponse:
    name = f"{release.manifest.name}-{release.manifest.version}.tar"
    given = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(release.data, content_type="application/x-tar", headers=given)
