"""Pictures that notes name: what we hold of each."""


from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('episodes', '0013_know_when_episodes_changed'),
    ]

    operations = [
        migrations.CreateModel(
            name='NotePicture',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('url', models.URLField(max_length=2000, unique=True, verbose_name='address')),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('stored', 'here'), ('failed', 'failed')], default='waiting', max_length=10)),
                ('key', models.CharField(blank=True, db_index=True, help_text='The object in the storage.', max_length=80)),
                ('width', models.PositiveIntegerField(default=0)),
                ('height', models.PositiveIntegerField(default=0)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('tried_at', models.DateTimeField(blank=True, null=True)),
                ('problem', models.CharField(blank=True, max_length=500)),
                ('episodes', models.ManyToManyField(help_text='Whose notes name it.', related_name='note_pictures', to='episodes.episode')),
            ],
            options={
                'verbose_name': 'picture in notes',
                'verbose_name_plural': 'pictures in notes',
                'ordering': ['-pk'],
            },
        ),
    ]
