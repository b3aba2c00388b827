"""Words of a show, and words of links, to be searched."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('episodes', '0011_remember_old_slugs'),
    ]

    operations = [
        migrations.CreateModel(
            name='Word',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('word', models.CharField(max_length=40)),
                ('sound', models.CharField(blank=True, help_text='How it sounds, roughly.', max_length=40)),
            ],
        ),
        migrations.AddField(
            model_name='link',
            name='search_vector',
            field=models.GeneratedField(db_persist=True, expression=django.contrib.postgres.search.SearchVector('text', models.Func(models.F('url'), models.Value('[^[:alnum:]]+'), models.Value(' '), models.Value('g'), function='regexp_replace', output_field=models.TextField()), config='simple'), output_field=django.contrib.postgres.search.SearchVectorField()),
        ),
        migrations.AddIndex(
            model_name='link',
            index=django.contrib.postgres.indexes.GinIndex(fields=['search_vector'], name='link_search'),
        ),
        migrations.AddField(
            model_name='word',
            name='show',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='words', to='episodes.show'),
        ),
        migrations.AddIndex(
            model_name='word',
            index=models.Index(fields=['show', 'sound'], name='word_sound'),
        ),
        migrations.AddIndex(
            model_name='word',
            index=models.Index(fields=['show', 'word'], name='word_start', opclasses=['int8_ops', 'varchar_pattern_ops']),
        ),
        migrations.AddConstraint(
            model_name='word',
            constraint=models.UniqueConstraint(fields=('show', 'word'), name='word_once'),
        ),
    ]
