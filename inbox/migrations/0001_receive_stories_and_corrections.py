import datetime
import django.contrib.postgres.fields
import django.db.models.deletion
import inbox.models
from django.db import migrations, models


# What tells senders apart for a day stays out of the log that is archived and sent to other machines.
# After a crash of the database the two are empty, and everybody begins anew.
UNLOGGED = "ALTER TABLE inbox_salt SET UNLOGGED; ALTER TABLE inbox_sender SET UNLOGGED"
LOGGED = "ALTER TABLE inbox_salt SET LOGGED; ALTER TABLE inbox_sender SET LOGGED"

class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('episodes', '0009_recordings'),
    ]

    operations = [
        migrations.CreateModel(
            name='Salt',
            fields=[
                ('day', models.DateField(primary_key=True, serialize=False)),
                ('key', models.BinaryField(max_length=32)),
            ],
        ),
        migrations.CreateModel(
            name='Sender',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.BinaryField(max_length=16)),
                ('kind', models.CharField(choices=[('story', 'Story'), ('correction', 'Correction')], max_length=10)),
                ('day', models.DateField()),
                ('times', django.contrib.postgres.fields.ArrayField(base_field=models.DateTimeField(), default=list, size=None)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('place', 'kind'), name='sender_once')],
            },
        ),
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.CharField(default=inbox.models.new_token, editable=False, max_length=40, unique=True)),
                ('start', models.DurationField(help_text='Of the cue.')),
                ('text', models.TextField(verbose_name='as it was')),
                ('suggestion', models.TextField()),
                ('remark', models.CharField(blank=True, max_length=500)),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('applied', 'applied'), ('not used', 'not used')], default='waiting', max_length=10)),
                ('note', models.CharField(blank=True, help_text='Shown on the private page of whoever sent it. Plain text.', max_length=500, verbose_name='word to the listener')),
                ('sent_at', models.DateTimeField(auto_now_add=True)),
                ('episode', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='corrections', to='episodes.episode')),
            ],
            options={
                'ordering': ['-sent_at', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('start__gte', datetime.timedelta(0))), name='correction_start_not_negative'), models.CheckConstraint(condition=models.Q(('suggestion', ''), _negated=True), name='correction_suggests_something')],
            },
        ),
        migrations.CreateModel(
            name='Story',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.CharField(default=inbox.models.new_token, editable=False, max_length=40, unique=True)),
                ('url', models.CharField(max_length=2000, verbose_name='link')),
                ('why', models.TextField(verbose_name='why it matters')),
                ('kind', models.CharField(choices=[('topic', 'A story'), ('extra', 'A short extra'), ('joke', 'A joke')], default='topic', max_length=10)),
                ('name', models.CharField(blank=True, max_length=100)),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('planned', 'planned'), ('used', 'used'), ('not used', 'not used')], default='waiting', max_length=10)),
                ('note', models.CharField(blank=True, help_text='Shown on the private page of whoever sent it. Plain text.', max_length=500, verbose_name='word to the listener')),
                ('sent_at', models.DateTimeField(auto_now_add=True)),
                ('episode', models.ForeignKey(blank=True, help_text='Choose the episode, and the story is used. The listener sees it once that is public.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='stories', to='episodes.episode', verbose_name='used in')),
                ('show', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='stories', to='episodes.show')),
            ],
            options={
                'verbose_name_plural': 'stories',
                'ordering': ['-sent_at', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('url__startswith', 'https://'), ('url__startswith', 'http://'), _connector='OR'), name='story_leads_to_the_web'), models.CheckConstraint(condition=models.Q(('episode__isnull', True), ('state', 'used'), _connector='OR'), name='story_with_an_episode_is_used')],
            },
        ),
        migrations.RunSQL(UNLOGGED, LOGGED),
    ]
