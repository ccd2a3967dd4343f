"""Room for the names under which the files of officers are kept."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("files", "0002_row_security"),
    ]

    operations = [
        migrations.AlterField(
            model_name="upload",
            name="journey",
            field=models.UUIDField(help_text="The key of the journey, or of the case, that it was given in."),
        ),
        migrations.AlterField(
            model_name="upload",
            name="question",
            field=models.CharField(
                help_text="The question's id; GROUP.ENTRY.MEMBER inside a group; an officer's with a prefix.",
                max_length=200,
            ),
        ),
    ]
