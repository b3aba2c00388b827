"""Django's own ``translate``, ``url`` and ``static``, quicker where nothing in them changes.

An episode's page has a hundred of them, and Django begins each from nothing: it asks every catalogue for the words, and
matches the name against every address. What is written in a template is known after the first time. Whatever else they
can do is left to Django.
"""

from __future__ import annotations

from contextlib import suppress
from functools import cache

from django import template
from django.conf import settings
from django.template import Context, Node
from django.template.base import Parser, Token
from django.template.defaulttags import url as django_url
from django.templatetags.i18n import do_translate
from django.templatetags.static import do_static
from django.templatetags.static import static as django_static
from django.urls import NoReverseMatch
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from episodes.paths import path_to

register = template.Library()


class Words(Node):
    """What a template says, in the language of the page."""

    def __init__(self, text: str) -> None:
        self.text = text

    def render(self, context: Context) -> SafeString:
        return _words(get_language(), self.text)


class Path(Node):
    """Where a page is, of which there is one."""

    def __init__(self, name: str, variable: str | None) -> None:
        self.name, self.variable = name, variable

    def render(self, context: Context) -> str:
        if self.variable is None:
            return path_to(self.name)
        context[self.variable] = ""
        with suppress(NoReverseMatch):
            context[self.variable] = path_to(self.name)
        return ""


class File(Node):
    """Where a static file is, whose name has its hash."""

    def __init__(self, path: str) -> None:
        self.path = path

    def render(self, context: Context) -> str:
        return _file(settings.STORAGES["staticfiles"]["BACKEND"], self.path)


@register.tag
def translate(parser: Parser, token: Token) -> Node:
    node = do_translate(parser, token)
    text = getattr(node.filter_expression.var, "literal", None)
    does_more = node.noop or node.asvar or node.message_context or node.filter_expression.filters
    return Words(text) if isinstance(text, str) and not does_more else node


@register.tag
def url(parser: Parser, token: Token) -> Node:
    node = django_url(parser, token)
    name = node.view_name.var
    does_more = node.args or node.kwargs or node.view_name.filters
    return Path(str(name), node.asvar) if isinstance(name, str) and not does_more else node


@register.tag
def static(parser: Parser, token: Token) -> Node:
    node = do_static(parser, token)
    path = getattr(node.path, "var", None)
    does_more = node.varname or node.path.filters
    return File(path) if isinstance(path, str) and not does_more else node


@cache  # as many as the templates have
def _file(storage: str, path: str) -> SafeString:
    return conditional_escape(django_static(path))


@cache  # as many as the templates have
def _words(language: str | None, text: str) -> SafeString:
    # As Django does it: the signs of percent are doubled in the catalogues, and templates are ours.
    return mark_safe(gettext(text.replace("%", "%%")).replace("%%", "%"))  # noqa: S308
