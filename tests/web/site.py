"""The settings of the pages for tests: a database in memory, files served as they are."""

import os
import tempfile

os.environ["POPLITEAL_LOCAL"] = "1"
os.environ["POPLITEAL_SECRET_KEY"] = "for tests only, and nowhere else"  # noqa: S105
os.environ.setdefault("POPLITEAL_DATA", tempfile.gettempdir())
# The browser tests leave a loop running in their process, where Django would refuse its database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

from popliteal.web.settings import *  # noqa: F403

STORAGES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
