"""Versions of notes."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('episodes', '0016_know_other_names_of_sponsors'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='NotesVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('saved', 'saved'), ('merged', 'merged'), ('imported', 'imported'), ('draft', 'not saved')], default='saved', max_length=10)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('text', models.TextField(blank=True)),
                ('hash', models.CharField(help_text='SHA-256 of the text, its line ends as “\\n”.', max_length=64)),
                ('base', models.CharField(blank=True, max_length=64)),
                ('page', models.CharField(blank=True, max_length=32)),
                ('settled', models.BooleanField(default=False)),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='notes_versions', to=settings.AUTH_USER_MODEL)),
                ('episode', models.ForeignKey(help_text='None for the draft of an episode that is not saved yet.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='notes_versions', to='episodes.episode')),
            ],
            options={
                'ordering': ['-made_at', '-pk'],
                'indexes': [models.Index(fields=['episode', '-made_at'], name='notes_version_newest'), models.Index(fields=['episode', 'hash'], name='notes_version_hash')],
            },
        ),
    ]
