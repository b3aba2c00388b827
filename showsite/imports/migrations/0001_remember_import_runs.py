"""Imports from the admin: what was uploaded, how far it is, what was said of each file."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('episodes', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ImportRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('kind', models.CharField(choices=[('everything', 'everything: notes from .md files, transcripts from the rest'), ('notes', 'notes alone'), ('transcripts', 'transcripts alone, .md files too'), ('export', 'a whole show from its export'), ('feed', 'a whole show from its feed')], default='everything', max_length=11)),
                ('upload_key', models.CharField(blank=True, help_text='What the storage calls the upload.', max_length=100)),
                ('upload_name', models.CharField(blank=True, max_length=255)),
                ('url', models.URLField(blank=True, max_length=2000)),
                ('is_owner', models.BooleanField(default=False, help_text='Needed where a feed says that it is locked.', verbose_name='the feed is ours')),
                ('resolution', models.CharField(blank=True, choices=[('theirs', 'the file wins'), ('ours', 'what is here stays')], help_text='Who wins where both sides changed.', max_length=6)),
                ('state', models.CharField(choices=[('uploaded', 'waiting to be checked'), ('checking', 'being checked'), ('checked', 'checked, nothing is written yet'), ('running', 'being imported'), ('done', 'imported'), ('failed', 'failed')], default='uploaded', max_length=8)),
                ('done', models.PositiveIntegerField(default=0)),
                ('total', models.PositiveIntegerField(default=0, help_text='Zero until it is known.')),
                ('summary', models.CharField(blank=True, max_length=255)),
                ('report', models.JSONField(blank=True, default=list)),
                ('error', models.TextField(blank=True, help_text='Why it failed, for the host.')),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('show', models.ForeignKey(blank=True, help_text='May be left empty for a feed or the export of a whole show: it becomes a show of its own.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='imports', to='episodes.show')),
            ],
            options={
                'verbose_name': 'import',
                'ordering': ['-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('upload_key', ''), ('url', ''), _connector='OR'), name='import_has_an_upload_or_an_address'), models.CheckConstraint(condition=models.Q(('state', 'done'), models.Q(('upload_key', ''), ('url', ''), _negated=True), _connector='OR'), name='import_keeps_its_source_until_done'), models.CheckConstraint(condition=models.Q(('done__lte', models.F('total'))), name='import_done_within_total'), models.UniqueConstraint(condition=models.Q(('state', 'running')), fields=('show',), name='import_one_running_for_a_show', nulls_distinct=False)],
            },
        ),
    ]
