"""What is in the bucket, and what each file was made of."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('episodes', '0001_initial'),
        ('transcripts', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Words',
            fields=[
                ('transcript', models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, primary_key=True, related_name='+', serialize=False, to='transcripts.transcript')),
                ('changes', models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='PublishedSite',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stamp', models.CharField(blank=True, max_length=200)),
                ('due_at', models.DateTimeField(help_text='When a run is to begin; empty where none waits.', null=True)),
                ('tries', models.PositiveSmallIntegerField(default=0, help_text='Runs that failed, one after the other.')),
                ('error', models.CharField(blank=True, help_text='Why the last run failed.', max_length=500)),
                ('finished_at', models.DateTimeField(help_text='When all files were last right.', null=True)),
                ('show', models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='episodes.show')),
            ],
        ),
        migrations.CreateModel(
            name='PublishedFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=1000, unique=True)),
                ('version', models.CharField(blank=True, max_length=64)),
                ('digest', models.CharField(blank=True, max_length=64)),
                ('site', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='published.publishedsite')),
            ],
        ),
    ]
