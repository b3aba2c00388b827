"""The forms at the door, and the one that takes somebody into a team."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.utils.translation import gettext_lazy as _

from team.models import Member


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "off", "spellcheck": "false"}
        ),
    )


class MemberForm(forms.ModelForm[Member]):
    """Owners write the name of an account: a list of all accounts is nobody's but the superusers'."""

    account = forms.CharField(max_length=150, help_text=_("The name that somebody signs in with."))

    class Meta:
        model = Member
        fields = ["show", "role"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["account"].initial = self.instance.user.get_username()
            self.fields["account"].disabled = True

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        user = User.objects.filter(username=data.get("account", ""), is_active=True).first()
        if user is None:
            self.add_error(
                "account", _("There is no account of that name. Whoever runs this site can make one.")
            )
        elif data.get("show") and Member.objects.filter(user=user, show=data["show"]).exclude(
            pk=self.instance.pk
        ):
            self.add_error("account", _("They are in this team already."))
        else:
            self.instance.user = user
        return data
