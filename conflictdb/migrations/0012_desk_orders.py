"""Orders of the curators' desks: questions contested first, an incident's parts in time."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("conflictdb", "0011_cache"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="question",
            index=models.Index(
                fields=["-contested", "-speakers_count", "slug"], name="question_contested_first"
            ),
        ),
        migrations.AddIndex(
            model_name="incident",
            index=models.Index(
                fields=["part_of", "occurred_earliest", "slug"], name="incident_parts_in_time"
            ),
        ),
    ]
