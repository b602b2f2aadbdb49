"""Reviews, revisions, who worked on what; and the roles with their permissions."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

RECORDS = [
    "actor",
    "affiliation",
    "citation",
    "claim",
    "claimlink",
    "document",
    "incident",
    "place",
    "question",
    "statement",
    "statementlink",
]
PARTS = ["actorname", "documenttext", "hop", "participant", "placename"]

# What each role may do beyond the one before it: (app, model, codenames).
ANNOTATOR = [
    *(
        ("conflictdb", model, [f"{verb}_{model}" for verb in ("view", "add", "change", "delete")])
        for model in [*RECORDS, *PARTS]
    ),
    ("conflictdb", "review", ["view_review"]),
    ("conflictdb", "revision", ["view_revision"]),
]
REVIEWER = [("conflictdb", "dataset", ["review_records", "merge_records"])]
ADMINISTRATOR = [
    ("conflictdb", "dataset", ["redact_records"]),
    ("auth", "user", ["view_user", "add_user", "change_user"]),
    ("auth", "group", ["view_group"]),
]
ROLES = {
    "Annotator": ANNOTATOR,
    "Reviewer": [*ANNOTATOR, *REVIEWER],
    "Administrator": [*ANNOTATOR, *REVIEWER, *ADMINISTRATOR],
}


def make_roles(apps, schema_editor):
    """Django makes permissions only once all migrations are done: make here what roles need."""
    Group = apps.get_model("auth", "Group")
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    database = schema_editor.connection.alias
    for role, granted in ROLES.items():
        group, _ = Group.objects.using(database).get_or_create(name=role)
        for app, model, codenames in granted:
            kind, _ = ContentType.objects.db_manager(database).get_or_create(
                app_label=app, model=model
            )
            meta = apps.get_model(app, model)._meta
            names = dict(meta.permissions) | {
                f"{verb}_{model}": f"Can {verb} {meta.verbose_name_raw}"
                for verb in meta.default_permissions
            }
            for codename in codenames:
                permission, _ = Permission.objects.using(database).get_or_create(
                    content_type=kind, codename=codename, defaults={"name": names[codename]}
                )
                group.permissions.add(permission)


def remove_roles(apps, schema_editor):
    apps.get_model("auth", "Group").objects.using(schema_editor.connection.alias).filter(
        name__in=ROLES
    ).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("conflictdb", "0007_question_by_side"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="dataset",
            options={
                "permissions": [
                    (
                        "review_records",
                        "Can publish, return and withdraw records and decide on revisions",
                    ),
                    ("merge_records", "Can merge records"),
                    ("redact_records", "Can redact persons"),
                ]
            },
        ),
        migrations.CreateModel(
            name="Contribution",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "record_id",
                    models.BigIntegerField(editable=False, help_text="Which record it is about."),
                ),
                (
                    "record_type",
                    models.ForeignKey(
                        editable=False,
                        help_text="What kind of record it is about.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contenttypes.contenttype",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        help_text="Who worked on it.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("record_type", "record_id", "user"), name="contribution_once"
                    )
                ],
                "indexes": [
                    models.Index(fields=["user", "record_type"], name="contribution_by_user"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "record_id",
                    models.BigIntegerField(editable=False, help_text="Which record it is about."),
                ),
                (
                    "asked_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        help_text="When it was handed in.",
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[("published", "Published"), ("returned", "Returned")],
                        help_text="What came of it; null while it is open.",
                        max_length=10,
                        null=True,
                    ),
                ),
                ("reason", models.TextField(blank=True, help_text="Why it was returned.")),
                ("decided_at", models.DateTimeField(blank=True, help_text="When.", null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        help_text="Who handed it in.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        help_text="Who published or returned it.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "record_type",
                    models.ForeignKey(
                        editable=False,
                        help_text="What kind of record it is about.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contenttypes.contenttype",
                    ),
                ),
                (
                    "reviewer",
                    models.ForeignKey(
                        blank=True,
                        help_text="Who is asked to review it; null: whoever may.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-asked_at", "-id"],
                "indexes": [
                    models.Index(
                        fields=["record_type", "record_id", "-asked_at"], name="review_by_record"
                    ),
                    models.Index(
                        condition=models.Q(("outcome", None)),
                        fields=["reviewer", "asked_at"],
                        name="review_by_reviewer",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("outcome__in", ["published", "returned"])),
                        name="review_outcome_known",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("outcome", None)),
                        fields=("record_type", "record_id"),
                        name="review_open_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at", None), ("decided_by", None), ("outcome", None)),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                                ("outcome__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="review_decided_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Revision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "record_id",
                    models.BigIntegerField(editable=False, help_text="Which record it is about."),
                ),
                (
                    "slug",
                    models.CharField(
                        help_text="The record's slug when it was proposed.", max_length=300
                    ),
                ),
                (
                    "base_version",
                    models.PositiveIntegerField(help_text="The record's version that it changes."),
                ),
                ("base", models.JSONField(help_text="The record's state that it changes.")),
                ("state", models.JSONField(help_text="The state that it proposes.")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("pending", "Pending"),
                            ("approved", "Approved"),
                            ("rejected", "Rejected"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="pending",
                        help_text="Where the revision stands.",
                        max_length=10,
                    ),
                ),
                ("why", models.TextField(blank=True, help_text="Why the record should change.")),
                ("reason", models.TextField(blank=True, help_text="Why it was decided so.")),
                (
                    "decided_at",
                    models.DateTimeField(blank=True, help_text="When it was decided.", null=True),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        help_text="When it was proposed.",
                    ),
                ),
                (
                    "updated_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        help_text="When it was last worked on.",
                    ),
                ),
                (
                    "version",
                    models.PositiveIntegerField(
                        default=1, help_text="Rises with each save; guards against lost updates."
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        help_text="Who proposed it.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        help_text="Who decided.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "record_type",
                    models.ForeignKey(
                        editable=False,
                        help_text="What kind of record it is about.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contenttypes.contenttype",
                    ),
                ),
                (
                    "reviewer",
                    models.ForeignKey(
                        blank=True,
                        help_text="Who is asked to decide; null: whoever may.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-created_at", "-id"],
                "indexes": [
                    models.Index(fields=["record_type", "record_id"], name="revision_by_record"),
                    models.Index(
                        condition=models.Q(("status", "pending")),
                        fields=["reviewer", "created_at"],
                        name="revision_by_reviewer",
                    ),
                    models.Index(fields=["-created_at", "-id"], name="revision_by_time"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["pending", "approved", "rejected", "withdrawn"])
                        ),
                        name="revision_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("version__gte", 1)), name="revision_version_counts"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status", "pending")),
                        fields=("record_type", "record_id"),
                        name="revision_pending_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_at", None), ("decided_by", None), ("status", "pending")
                            ),
                            models.Q(
                                models.Q(("status", "pending"), _negated=True),
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="revision_decided_whole",
                    ),
                ],
            },
        ),
        migrations.RunPython(make_roles, remove_roles),
    ]
