"""Addresses of the whole site. The API is named only as a string: this package never imports it."""

from django.contrib import admin
from django.templatetags.static import static
from django.urls import include, path
from django.utils.module_loading import import_string
from django.views.generic import RedirectView

from conflictdb import health

urlpatterns = [
    path("", import_string("api.pages.home"), name="home"),
    path("api/v1/", include("api.urls")),
    path("admin/", include("conflictdb.account.urls")),  # its log-in is the admin's
    path("admin/", admin.site.urls),
    # Browsers ask for it whatever they show.
    path("favicon.ico", RedirectView.as_view(url=static("conflictdb/icon.svg"), permanent=True)),
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
]

handler500 = "conflictdb.unavailable.server_error"
