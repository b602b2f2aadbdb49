"""The curators' list of questions begins with what is contested: an index in that order."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("conflictdb", "0008_workflow"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="question",
            index=models.Index(
                fields=["-contested", "-speakers_count", "slug"], name="question_contested_first"
            ),
        ),
    ]
