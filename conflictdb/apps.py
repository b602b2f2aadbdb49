"""The domain as a Django application."""

from django.apps import AppConfig


class ConflictDBConfig(AppConfig):
    name = "conflictdb"
    verbose_name = "ConflictDB"
    default_auto_field = "django.db.models.BigAutoField"
