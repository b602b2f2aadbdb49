"""The door for web servers: ``conflictdb.wsgi:application``.

Whoever enters here serves requests, and gets what that takes: connections that last, and time
limits. Commands enter by ``manage.py`` and may take as long as they need.
"""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "conflictdb.settings")
os.environ["CONFLICTDB_SERVING"] = "true"

from django.core.wsgi import get_wsgi_application  # after what settings read

application = get_wsgi_application()
