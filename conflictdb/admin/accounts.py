"""The desks of accounts: Django's own, in this admin's looks."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group, User
from django.http import HttpRequest

from . import deletion
from .skin import AdminPasswordChangeForm, ModelAdmin, UserChangeForm, UserCreationForm

admin.site.unregister([User, Group])


@admin.register(User)
class UserAdmin(DjangoUserAdmin, ModelAdmin):
    form = UserChangeForm
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple:
        """A few of what it worked on are named: the log of a year would fill no page."""
        deleted, counts, protected = deletion.told(objs)
        missing = set() if self.has_delete_permission(request) else {self.opts.verbose_name}
        return deleted, counts, missing, protected


@admin.register(Group)
class GroupAdmin(DjangoGroupAdmin, ModelAdmin):
    pass
