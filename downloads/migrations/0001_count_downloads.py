import django.db.models.deletion
from django.db import migrations, models


# What tells listeners apart for a day stays out of the log that is archived and sent to other machines.
# After a crash of the database the two are empty, and some listeners of that day count twice.
UNLOGGED = "ALTER TABLE downloads_salt SET UNLOGGED; ALTER TABLE downloads_seen SET UNLOGGED"
LOGGED = "ALTER TABLE downloads_salt SET LOGGED; ALTER TABLE downloads_seen SET LOGGED"


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('episodes', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='AgentList',
            fields=[
                ('kind', models.CharField(max_length=20, primary_key=True, serialize=False)),
                ('entries', models.JSONField()),
                ('source', models.CharField(max_length=500)),
                ('updated_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Salt',
            fields=[
                ('day', models.DateField(primary_key=True, serialize=False)),
                ('key', models.BinaryField(max_length=32)),
            ],
        ),
        migrations.CreateModel(
            name='AgentCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('app', models.CharField(max_length=100)),
                ('device', models.CharField(max_length=100)),
                ('downloads', models.PositiveIntegerField()),
                ('episode', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='agent_counts', to='episodes.episode')),
            ],
            options={
                'indexes': [models.Index(fields=['day'], name='agent_count_day')],
                'constraints': [models.UniqueConstraint(fields=('episode', 'day', 'app', 'device'), name='agent_count_once'), models.CheckConstraint(condition=models.Q(('downloads__gt', 0)), name='agent_count_is_more_than_none')],
            },
        ),
        migrations.CreateModel(
            name='HourCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('hour', models.DateTimeField()),
                ('downloads', models.PositiveIntegerField()),
                ('episode', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='hour_counts', to='episodes.episode')),
            ],
            options={
                'indexes': [models.Index(fields=['day'], name='hour_count_day')],
                'constraints': [models.UniqueConstraint(fields=('episode', 'day', 'hour'), name='hour_count_once'), models.CheckConstraint(condition=models.Q(('downloads__gt', 0)), name='hour_count_is_more_than_none')],
            },
        ),
        migrations.CreateModel(
            name='Seen',
            fields=[
                ('pk', models.CompositePrimaryKey('listener', 'episode_id', blank=True, editable=False, primary_key=True, serialize=False)),
                ('listener', models.BinaryField(max_length=16)),
                ('day', models.DateField()),
                ('at', models.DateTimeField()),
                ('requested', models.PositiveBigIntegerField()),
                ('needed', models.PositiveBigIntegerField()),
                ('episode', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='episodes.episode')),
            ],
            options={
                'indexes': [models.Index(fields=['day'], name='seen_day')],
            },
        ),
        migrations.RunSQL(UNLOGGED, LOGGED),
    ]
