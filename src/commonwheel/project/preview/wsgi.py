"""The preview's web application; it also watches the folder, so that the terminal says at once what a save brought."""

import os
import threading

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonwheel.project.preview.settings")
application = get_wsgi_application()

from commonwheel.project.preview.watching import watch_folder  # noqa: E402  # needs the settings set up above

threading.Thread(target=watch_folder, name="preview-watch", daemon=True).start()
