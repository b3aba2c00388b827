from __future__ import annotations

from django.db import models


class Word(models.Model):
    """A word that the notes or the transcripts of a show have, so that a mistyped one can be mended.

    Words are added and never taken away: a suggestion is made only where a search for it finds something.
    """

    show = models.ForeignKey("episodes.Show", on_delete=models.CASCADE, related_name="words")
    word = models.CharField(max_length=40)
    sound = models.CharField(max_length=40, blank=True, help_text="How it sounds, roughly.")

    class Meta:
        indexes = [
            models.Index(fields=["show", "sound"], name="word_sound"),
            models.Index(
                fields=["show", "word"], name="word_start", opclasses=["int8_ops", "varchar_pattern_ops"]
            ),
        ]
        constraints = [models.UniqueConstraint(fields=["show", "word"], name="word_once")]

    def __str__(self) -> str:
        return self.word
