"""The desks of accounts: Django's own, in this admin's looks, where nobody gives more than he has.

Whoever is no superuser grants only roles whose every permission is his own as well, and changes no
account that may more than his. Whoever has a role may enter the admin.
"""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group, Permission, User
from django.db import models
from django.db.models import Q
from django.http import HttpRequest

from .safety import reset_second_factor
from .skin import AdminPasswordChangeForm, ModelAdmin, UserChangeForm, UserCreationForm, display

admin.site.unregister([User, Group])

_ROLE: tuple[str, Any] = ("Role", {"fields": ("groups",)})


def permissions_of(user: Any) -> models.QuerySet[Permission]:
    """What an account may by its roles and by itself, active or not."""
    return Permission.objects.filter(Q(group__user=user) | Q(user=user))


@admin.register(User)
class UserAdmin(DjangoUserAdmin, ModelAdmin):
    form = UserChangeForm
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm
    actions = [reset_second_factor]
    list_display = ("username", "first_name", "last_name", "roles", "is_active")
    list_filter = ("groups", "is_active")
    list_per_page = 50
    add_fieldsets = (*DjangoUserAdmin.add_fieldsets, _ROLE)
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        ("Person", {"fields": (("first_name", "last_name"), "email")}),
        _ROLE,
        ("Account", {"fields": ("is_active", ("last_login", "date_joined"))}),
    )
    readonly_fields = ("last_login", "date_joined")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[User]:
        return super().get_queryset(request).prefetch_related("groups")

    @display(description="Role")
    def roles(self, user: User) -> str:
        names = [group.name for group in user.groups.all()]
        return ", ".join([*(["Superuser"] if user.is_superuser else []), *names])

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or not request.user.is_superuser:
            return fieldsets
        beyond = ("Beyond roles", {"fields": ("is_superuser", "user_permissions")})
        return (*fieldsets, beyond)

    def formfield_for_manytomany(
        self, db_field: models.ManyToManyField, request: HttpRequest, **kwargs: Any
    ) -> Any:
        if db_field.name != "groups":
            return super().formfield_for_manytomany(db_field, request, **kwargs)
        groups = Group.objects.order_by("pk")
        if not request.user.is_superuser:
            more = Permission.objects.exclude(pk__in=permissions_of(request.user))
            groups = groups.exclude(pk__in=Group.objects.filter(permissions__in=more))
        return forms.ModelMultipleChoiceField(
            groups,
            required=False,
            label="Role",
            widget=forms.CheckboxSelectMultiple,
            help_text="Annotator: drafts and submits. Reviewer: also publishes, withdraws, merges "
            "and decides on revisions. Administrator: also redacts, and manages accounts.",
        )

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody changes an account, or its password, that may more than his own."""
        may = super().has_change_permission(request, obj)
        if not may or obj is None or request.user.is_superuser:
            return may
        more = permissions_of(obj).exclude(pk__in=permissions_of(request.user))
        return not obj.is_superuser and not more.exists()

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Whoever has a role may enter."""
        super().save_related(request, form, formsets, change)
        user = form.instance
        user.is_staff = user.is_superuser or user.groups.exists()
        user.save(update_fields=["is_staff"])


@admin.register(Group)
class GroupAdmin(DjangoGroupAdmin, ModelAdmin):
    pass
