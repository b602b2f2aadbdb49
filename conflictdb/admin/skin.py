"""What the admin takes from django-unfold: no other module names it.

To do without it, take ``ModelAdmin``, ``StackedInline``, ``TabularInline`` and ``display`` from
``django.contrib.admin``, the filters from its ``filters``, and the widgets from ``django.forms``.
Only the buttons of ``actions_detail`` then go; every step remains a bulk action.

Unfold brings no types. Its classes are checked as the ones of Django that they extend.
"""

from typing import TYPE_CHECKING

from unfold.contrib.filters.admin import (  # type: ignore[import-untyped]
    AutocompleteSelectFilter,
    BooleanRadioFilter,
    MultipleChoicesDropdownFilter,
    RadioFilter,
    RangeDateFilter,
)
from unfold.decorators import action, display  # type: ignore[import-untyped]
from unfold.enums import ActionVariant  # type: ignore[import-untyped]
from unfold.forms import (  # type: ignore[import-untyped]
    AdminPasswordChangeForm,
    UserChangeForm,
    UserCreationForm,
)
from unfold.widgets import UnfoldAdminSelect2MultipleWidget as SelectSeveral  # type: ignore[import-untyped]
from unfold.widgets import UnfoldAdminSelectWidget as Select
from unfold.widgets import UnfoldAdminTextareaWidget as Textarea

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin, StackedInline, TabularInline
else:
    from unfold.admin import ModelAdmin, StackedInline, TabularInline

__all__ = [
    "ActionVariant",
    "AdminPasswordChangeForm",
    "AutocompleteSelectFilter",
    "BooleanRadioFilter",
    "ModelAdmin",
    "MultipleChoicesDropdownFilter",
    "RadioFilter",
    "RangeDateFilter",
    "Select",
    "SelectSeveral",
    "StackedInline",
    "TabularInline",
    "Textarea",
    "UserChangeForm",
    "UserCreationForm",
    "action",
    "display",
]
