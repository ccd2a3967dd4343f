"""What the law wants a council to say of itself."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("authorities", "0003_logo_and_guard")]
    operations = [
        migrations.AddField(
            model_name="council",
            name="page_facts",
            field=models.JSONField(blank=True, default=dict, help_text="As `rules.written_facts` writes them."),
        ),
    ]
