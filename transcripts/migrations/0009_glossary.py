import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('episodes', '0013_know_when_episodes_changed'),
        ('transcripts', '0008_remember_what_was_corrected'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='GlossaryRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('updated_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('running', 'at work'), ('done', 'done')], default='waiting', max_length=10)),
                ('done', models.PositiveIntegerField(default=0, help_text='Lines that are put right.')),
                ('total', models.PositiveIntegerField(default=0, help_text='Lines to put right; zero until it is known.')),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('show', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='glossary_runs', to='episodes.show')),
            ],
            options={
                'ordering': ['-asked_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='Term',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('heard', models.CharField(help_text='As transcripts have it wrong, in any case: pie test, fast api.', max_length=100)),
                ('meant', models.CharField(help_text='As it should read: pytest, FastAPI.', max_length=100)),
                ('whole_word', models.BooleanField(default=True, help_text='Only where it stands for itself: “pie test”, not “magpie tester”.')),
                ('keeps_case', models.BooleanField(default=False, help_text='Begins large or small as the line has it. Off, it is written exactly as above.', verbose_name='case kept')),
                ('show', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='glossary', to='episodes.show')),
            ],
            options={
                'verbose_name': 'glossary term',
                'verbose_name_plural': 'glossary',
                'ordering': [django.db.models.functions.text.Lower('heard'), 'id'],
                'constraints': [models.UniqueConstraint(models.F('show'), django.db.models.functions.text.Lower('heard'), name='term_heard_once'), models.CheckConstraint(condition=models.Q(models.Q(('heard', ''), _negated=True), models.Q(('meant', ''), _negated=True)), name='term_has_words')],
            },
        ),
    ]
