"""Merging: two records of one thing become one, and whatever pointed at the loser its survivor.

The loser is withdrawn as a duplicate and its slug leads to the survivor. All in one transaction,
in a few statements however much there is. ``plan`` tells before what would happen.

Publishing the loser again parts the two; what was moved stays with the survivor.

What the loser says goes to the survivor: into a public one nobody merges their own work, and of one
that is not public yet it is everybody's work who worked on either.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.contrib.admin.models import CHANGE
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import connection, models
from django.utils import timezone

from conflictdb.curation import review
from conflictdb.curation.acting import acting
from conflictdb.curation.blockers import require_publishable
from conflictdb.curation.four_eyes import note_work_of_both, require_other_eyes
from conflictdb.curation.log import due, log
from conflictdb.models import Affiliation, Dataset, Record
from conflictdb.models.change import withdrawing_for
from conflictdb.models.name import Name

from .distinct import carry_notes_over
from .fields import FIELDS, choose
from .meeting import Meeting, stand_again
from .names import add_names
from .plan import MERGEABLE, Move, Plan, plan
from .posts import settle_posts
from .relations import Relation, move, relations_to

__all__ = [
    "FIELDS",
    "MERGEABLE",
    "Move",
    "Plan",
    "Relation",
    "merge",
    "plan",
    "relations_to",
    "stand_again",
]

Changed = dict[type[models.Model], set[int]]


def merge(
    loser: Record,
    survivor: Record,
    *,
    by: AbstractBaseUser,
    reason: str,
    taken: Collection[str] | None = None,
) -> None:
    """Make one record of two. ``taken``: the fields in which the loser's word stays.

    None takes what the survivor lacks. Raises ValidationError.
    """
    with acting(by, "merge", due(reason)):
        Dataset.objects.hold()
        _merge(*_locked(loser, survivor), by, due(reason), taken)


def _merge(
    loser: Record,
    survivor: Record,
    by: AbstractBaseUser,
    reason: str,
    taken: Collection[str] | None,
) -> None:
    planned = plan(loser, survivor, taken)
    if planned.blockers:
        raise ValidationError(planned.blockers)
    if survivor.status == "published":
        require_other_eyes(loser, by, "merge")
    else:
        note_work_of_both(loser, survivor, by)
    meeting = Meeting(loser, survivor)
    choose(loser, survivor, taken)
    _retire(loser, survivor)
    moment = _moment()
    changed: Changed = {}
    for relation in relations_to(type(loser)):
        if not issubclass(relation.model, Name):
            for model, ids in move(relation, loser, survivor, moment).items():
                changed.setdefault(model, set()).update(ids)
    changed.setdefault(Affiliation, set()).update(settle_posts(planned.posts, moment))
    add_names(survivor, planned.names)
    carry_notes_over(loser, survivor)
    survivor.full_clean()
    survivor.save()
    if survivor.status == "published":
        require_publishable(survivor)
    meeting.renew(moment)
    review.close(loser, by, "returned", f"Merged into {survivor.slug}: {reason}")
    _tell(loser, survivor, changed, by, reason)


def _locked(loser: Record, survivor: Record) -> tuple[Record, Record]:
    """Both as they are stored, locked in the order of their ids."""
    if type(loser) is not type(survivor):
        return loser, survivor
    rows = type(loser)._default_manager.select_for_update(of=("self",)).order_by("pk")
    found = {row.pk: row for row in rows.filter(pk__in=[loser.pk, survivor.pk])}
    if len(found) < len({loser.pk, survivor.pk}):
        raise ValidationError("One of the two has been deleted meanwhile.")
    return found[loser.pk], found[survivor.pk]


def _retire(loser: Any, survivor: Record) -> None:
    loser.status = "withdrawn"
    loser.merged_into = survivor
    with withdrawing_for("duplicate"):
        loser.save()


def _moment() -> datetime:
    """When this transaction's public changes count as made: later times would be put right."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT conflictdb_moment()")
        moment: datetime = cursor.fetchone()[0]
    return moment


def _tell(
    loser: Record, survivor: Record, changed: Changed, by: AbstractBaseUser, reason: str
) -> None:
    """A log entry for both, and one for each record that points elsewhere now."""
    log(loser, by, CHANGE, f"merged into {survivor.slug}: {reason}")
    log(survivor, by, CHANGE, f"merged with {loser.slug}: {reason}")
    for model, ids in changed.items():
        sql = (
            "INSERT INTO django_admin_log (action_time, user_id, content_type_id, object_id,"  # noqa: S608
            " object_repr, action_flag, change_message)"
            " SELECT %s, %s, %s, id::text, left(slug, 200), %s, %s"
            f" FROM {model._meta.db_table} WHERE id = ANY(%s)"  # the model's own name
        )
        with connection.cursor() as cursor:
            cursor.execute(
                sql,
                [
                    timezone.now(),
                    by.pk,
                    ContentType.objects.get_for_model(model).pk,
                    CHANGE,
                    f"{loser.slug} became {survivor.slug}: {reason}",
                    [*ids],
                ],
            )
