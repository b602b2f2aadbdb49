"""The site's settings, with some pages that are made to fail."""

from conflictdb.settings import *  # noqa: F403
from conflictdb.settings import MIDDLEWARE

ROOT_URLCONF = "tests.faults.urls"
MIDDLEWARE = ["tests.faults.urls.FailingMiddleware", *MIDDLEWARE]
