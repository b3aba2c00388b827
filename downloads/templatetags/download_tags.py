from __future__ import annotations

from django import template

register = template.Library()


@register.filter
def thousands(number: int | None) -> str:
    """12,345; a dash where there is no number."""
    return "–" if number is None else f"{number:,}"
