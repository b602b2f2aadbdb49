"""Why and by whom: the log entry of each change."""

from django.contrib.admin.models import ADDITION, LogEntry
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError

from conflictdb.models import Record, Revision


def due(reason: str) -> str:
    if not reason.strip():
        raise ValidationError("Say why: this step needs a reason.")
    return reason.strip()


def log(record: Record | Revision, by: AbstractBaseUser, flag: int, message: str) -> None:
    LogEntry.objects.log_actions(
        user_id=by.pk,
        queryset=[record],
        action_flag=flag,
        change_message=message or ("Added." if flag == ADDITION else "Changed."),
        single_object=True,
    )
