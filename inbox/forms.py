"""What listeners may send. Nothing here asks for a cookie, an account or a picture of traffic lights."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from episodes.models import Episode, Show
from inbox.models import Correction, Story
from inbox.stamps import TooFast, TooOld, check_stamp, stamp
from transcripts.models import Cue

TOO_FAST: Final = _("That was faster than anybody reads. Wait a moment, then send it again.")
TOO_OLD: Final = _(
    "This form was open for long, or what it is about has changed. Look it over, then send it again."
)
NO_ADDRESS: Final = _("Write a whole web address, such as https://example.org/page")
# How much longer than the line a suggestion may be.
ADDED: Final = 2000


class WebAddress(forms.URLField):
    default_validators = [URLValidator(schemes=["http", "https"])]

    def to_python(self, value: Any) -> Any:
        scheme, colon, rest = (super().to_python(value) or "").partition(":")
        return scheme.lower() + colon + rest


class Lines(forms.CharField):
    """Text of several lines. Browsers send each line's end as two characters, and count it as one."""

    def to_python(self, value: Any) -> Any:
        return (super().to_python(value) or "").replace("\r\n", "\n")


class OneLine(forms.CharField):
    """Text that is one line, whatever was typed."""

    def to_python(self, value: Any) -> Any:
        return " ".join((super().to_python(value) or "").split())


class ListenersForm(forms.Form):
    """With a trap for programs, which fill in every field, and a stamp that says when the form was opened.

    ``purpose`` is what the stamp must have been made for.
    """

    homepage = forms.CharField(
        required=False,
        label=_("Leave this empty"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    use_required_attribute = False  # the server says in words what is missing

    def __init__(self, data: Any = None, *, purpose: str, **kwargs: Any) -> None:
        super().__init__(data, auto_id="In-%s", label_suffix="", **kwargs)
        self.purpose = purpose
        self.stamp = stamp(purpose)

    @property
    def is_trapped(self) -> bool:
        return bool(self.data.get("homepage"))

    def clean(self) -> dict[str, Any]:
        given = self.data.get("stamp", "")
        try:
            check_stamp(given, self.purpose)
        except TooOld:
            self.add_error(None, TOO_OLD)
            return self.cleaned_data
        except TooFast:
            self.add_error(None, TOO_FAST)
        self.stamp = given  # it goes on ageing while errors are mended
        return self.cleaned_data


class StoryForm(ListenersForm):
    url = WebAddress(
        label=_("Link"),
        max_length=2000,
        assume_scheme="https",
        help_text=_("The thing itself, rather than a post about it."),
        error_messages={
            "required": _("Put in a link"),
            "invalid": NO_ADDRESS,
            "max_length": _("The link is longer than 2,000 characters"),
        },
        widget=forms.URLInput(attrs={"class": "field", "inputmode": "url"}),
    )
    why = Lines(
        label=_("Why it matters"),
        max_length=2000,
        help_text=_("What did you do before, and what do you do now?"),
        error_messages={
            "required": _("Tell us why it matters, in a sentence or two"),
            "max_length": _("That is longer than 2,000 characters"),
        },
        widget=forms.Textarea(attrs={"class": "field", "rows": 5}),
    )
    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=Story.Kind.choices,
        initial=Story.Kind.TOPIC,
        error_messages={"required": _("Choose what it is"), "invalid_choice": _("Choose what it is")},
        widget=forms.RadioSelect,
    )
    name = OneLine(
        label=_("Your name on air"),
        required=False,
        max_length=100,
        error_messages={"max_length": _("The name is longer than 100 characters")},
        widget=forms.TextInput(attrs={"class": "field", "autocomplete": "nickname"}),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, purpose="story")

    def keep(self, show: Show) -> Story:
        words = {field: self.cleaned_data[field] for field in ("url", "why", "kind", "name")}
        return Story.objects.create(show=show, **words)


class CorrectionForm(ListenersForm):
    suggestion = OneLine(
        label=_("What was said"),
        error_messages={"required": _("Write what was said")},
        widget=forms.Textarea(attrs={"class": "field", "rows": 4}),
    )
    remark = OneLine(
        label=_("A remark"),
        required=False,
        max_length=500,
        help_text=_("How you know, or what else the hosts should know."),
        error_messages={"max_length": _("The remark is longer than 500 characters")},
        widget=forms.TextInput(attrs={"class": "field", "autocomplete": "off"}),
    )

    def __init__(self, data: Any = None, *, cue: Cue) -> None:
        purpose = f"correction {cue.pk} {cue.text}"
        super().__init__(data, purpose=purpose, initial={"suggestion": cue.text})
        self.cue = cue

    def clean_suggestion(self) -> str:
        text: str = self.cleaned_data["suggestion"]
        if text == " ".join(self.cue.text.split()):
            raise ValidationError(_("The line reads so already: change what was heard wrong"))
        if len(text) > len(self.cue.text) + ADDED:
            raise ValidationError(_("That is very much longer than the line"))
        return text

    def keep(self, episode: Episode) -> Correction:
        words = {field: self.cleaned_data[field] for field in ("suggestion", "remark")}
        return Correction.objects.create(episode=episode, start=self.cue.start, text=self.cue.text, **words)
