"""What an import from a feed remembers: what the feed said last, and which files are still to be copied."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('episodes', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='FeedImport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('url', models.CharField(blank=True, help_text='Where the feed was read; empty for a file.', max_length=2000)),
                ('values', models.JSONField(default=dict)),
                ('imported_at', models.DateTimeField(auto_now=True)),
                ('show', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='feed_import', to='episodes.show')),
            ],
        ),
        migrations.CreateModel(
            name='ImportedItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('values', models.JSONField(default=dict)),
                ('episode', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='feed_item', to='episodes.episode')),
            ],
        ),
        migrations.CreateModel(
            name='MediaCopy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('audio', 'audio'), ('artwork', 'artwork'), ('transcript', 'transcript'), ('chapters', 'chapters')], max_length=10)),
                ('url', models.CharField(max_length=2000)),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('done', 'copied'), ('failed', 'failed')], default='waiting', max_length=10)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('error', models.CharField(blank=True, max_length=500)),
                ('note', models.CharField(blank=True, help_text='What a host may want to know of the copy.', max_length=500)),
                ('stored', models.CharField(blank=True, help_text='What the storage calls it.', max_length=255)),
                ('episode', models.ForeignKey(help_text='Empty for what belongs to the show.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='media_copies', to='episodes.episode')),
                ('show', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='media_copies', to='episodes.show')),
            ],
            options={
                'verbose_name_plural': 'media copies',
                'ordering': ['id'],
                'indexes': [models.Index(fields=['show', 'state'], name='media_copy_state')],
                'constraints': [models.UniqueConstraint(fields=('episode', 'kind', 'url'), name='media_copy_once'), models.UniqueConstraint(condition=models.Q(('episode', None)), fields=('show', 'kind'), name='media_copy_of_show_once')],
            },
        ),
    ]
