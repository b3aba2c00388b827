"""Rows -> what an export says of them, as plain values: all that does not follow from the notes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from episodes.models import Credit, Episode, Person, Segment, Show, Sponsor, Sponsorship
from episodes.values import in_seconds, is_empty


def _written(**values: Any) -> dict[str, Any]:
    return {key: value for key, value in values.items() if not is_empty(value)}


def show_values(show: Show) -> dict[str, Any]:
    return _written(
        title=show.title,
        slug=show.slug,
        tagline=show.tagline,
        description=show.description,
        language=show.language,
        author=show.author,
        owner_name=show.owner_name,
        owner_email=show.owner_email,
        artwork=show.artwork.name,
        categories=list(show.categories),
        explicit=show.explicit,
        show_type="" if show.show_type == "episodic" else show.show_type,
        locked=show.locked,
        blocked=show.blocked,
        complete=show.complete,
        new_feed_url=show.new_feed_url,
        location=show.location,
        location_geo=show.location_geo,
        location_osm=show.location_osm,
        update_frequency=show.update_frequency,
        update_rule=show.update_rule,
        fundings=[_written(url=way.url, text=way.text, order=way.order) for way in show.fundings.all()],
        podroll=[
            _written(guid=str(entry.feed_guid), url=entry.feed_url, title=entry.title, order=entry.order)
            for entry in show.podroll.all()
        ],
        feed_texts=[
            _written(purpose=text.purpose, text=text.text, order=text.order) for text in show.feed_texts.all()
        ],
        seasons=[{"number": season.number, "name": season.name} for season in show.seasons.all()],
        old_feeds=[_written(host_name=old.host_name, path=old.path) for old in show.old_feeds.all()],
        topics=[{"name": topic.name, "slug": topic.slug} for topic in show.topics.order_by("slug")],
        licence=show.licence,
        licence_url=show.licence_url,
        copyright=show.copyright,
        site_address=show.site_address,
        host_name=show.host_name,
        time_zone=show.time_zone,
        guid=str(show.guid),
        hosts=[
            {"person": host.person.slug, "order": host.order}
            for host in show.show_hosts.select_related("person")
        ],
        aliases=[
            {"name": alias.name, "person": alias.person.slug}
            for alias in show.aliases.select_related("person").order_by("name", "pk")
        ],
        glossary=[
            {
                "heard": term.heard,
                "meant": term.meant,
                "inside_words": not term.whole_word,
                "keeps_case": term.keeps_case,
            }
            for term in show.glossary.all()
        ],
        subscribe=[
            {"label": link.label, "url": link.url, "order": link.order} for link in show.subscribe_links.all()
        ],
        people=[_person_values(person) for person in people_of(show).prefetch_related("links")],
        sponsors=[
            _written(
                name=sponsor.name,
                slug=sponsor.slug,
                url=sponsor.url,
                aliases=[alias.name for alias in sponsor.aliases.all()],
            )
            for sponsor in sponsors_of(show).prefetch_related("aliases")
        ],
    )


def _person_values(person: Person) -> dict[str, Any]:
    return _written(
        name=person.name,
        slug=person.slug,
        bio=person.bio,
        picture=person.picture.name,
        links=[_written(label=link.label, url=link.url, order=link.order) for link in person.links.all()],
    )


def people_of(show: Show) -> QuerySet[Person]:
    """Everybody but those whom only other shows know."""
    roles = ("show_hosts__show", "aliases__show", "credits__episode__show", "segments__episode__show")
    return Person.objects.exclude(_known_only_elsewhere(Person, show, roles)).order_by("slug")


def sponsors_of(show: Show) -> QuerySet[Sponsor]:
    roles = ("sponsorships__episode__show",)
    return Sponsor.objects.exclude(_known_only_elsewhere(Sponsor, show, roles)).order_by("slug")


def _known_only_elsewhere(model: type[Person | Sponsor], show: Show, roles: Iterable[str]) -> Q:
    here, elsewhere = Q(), Q()
    for role in roles:
        here |= Q(Exists(model._default_manager.filter(**{"pk": OuterRef("pk"), role: show})))
        others = model._default_manager.filter(pk=OuterRef("pk")).exclude(**{f"{role}__isnull": True})
        elsewhere |= Q(Exists(others.exclude(**{role: show})))
    return elsewhere & ~here


def episode_values(episode: Episode) -> dict[str, Any]:
    """What the notes do not say. What follows from them is left out, but for the segments' permalinks."""
    return _written(
        number=episode.number,
        number_display=episode.number_display,
        season=episode.season,
        title=episode.title,
        slug=episode.slug,
        type=episode.episode_type,
        summary=episode.summary,
        recorded_on=episode.recorded_on and episode.recorded_on.isoformat(),
        published_at=episode.published_at and episode.published_at.astimezone(UTC).isoformat(),
        first_published_at=episode.first_published_at
        and episode.first_published_at.astimezone(UTC).isoformat(),
        guid=episode.guid,
        explicit=episode.explicit,
        blocked=episode.blocked,
        artwork=episode.artwork.name,
        audio=_audio_values(episode),
        credits=[
            {"person": credit.person.slug, "role": credit.role, "order": credit.order}
            for credit in episode.credits.all()
            if not credit.from_notes
        ],
        sponsorships=[
            _sponsorship_values(sponsorship)
            for sponsorship in episode.sponsorships.all()
            if not sponsorship.from_notes
        ],
        segments=[_segment_values(segment) for segment in episode.segments.all()],
        topics=sorted(topic.slug for topic in episode.topics.all()),
        content_links=[
            {"url": link.url, "text": link.text, "order": link.order} for link in episode.content_links.all()
        ],
        soundbites=[
            _written(
                start=in_seconds(bite.start),
                duration=in_seconds(bite.duration),
                title=bite.title,
                text=bite.text,
                accepted=bite.accepted,
            )
            for bite in episode.soundbites.all()
        ],
    )


def _audio_values(episode: Episode) -> dict[str, Any]:
    if episode.audio_duration is None:
        return {}
    return _written(
        key=episode.audio_key,
        size=episode.audio_bytes,
        type=episode.audio_type,
        duration=in_seconds(episode.audio_duration),
        hash=episode.audio_hash,
        integrity=episode.audio_integrity,
        original=episode.audio_original_key,
        tags=episode.audio_tags_hash,
    )


def _sponsorship_values(sponsorship: Sponsorship) -> dict[str, Any]:
    return _written(
        sponsor=sponsorship.sponsor.slug,
        title=sponsorship.title,
        text=sponsorship.text,
        url=sponsorship.url,
        start=None if sponsorship.start is None else in_seconds(sponsorship.start),
        order=sponsorship.order,
        segment=sponsorship.segment.slug if sponsorship.segment else "",
    )


def _segment_values(segment: Segment) -> dict[str, Any]:
    return _written(
        slug=segment.slug,
        kind="" if segment.kind == "topic" else segment.kind,
        title=segment.title,
        url=segment.url,
        host=segment.host_name,
        person=segment.person.slug if segment.person else "",
        start=None if segment.start is None else in_seconds(segment.start),
        origin=segment.start_origin,
        proposal=_proposal_values(segment),
    )


def _proposal_values(segment: Segment) -> dict[str, Any]:
    if segment.proposed_start is None:
        return {}
    return _written(
        start=in_seconds(segment.proposed_start),
        confidence=segment.proposed_confidence,
        evidence=segment.proposed_evidence,
        refused=segment.proposal_refused,
    )


def for_export(episodes: QuerySet[Episode]) -> QuerySet[Episode]:
    """With all that their values are made of."""
    return episodes.prefetch_related(
        "topics",
        "content_links",
        "soundbites",
        Prefetch("credits", Credit.objects.select_related("person")),
        Prefetch("sponsorships", Sponsorship.objects.select_related("sponsor", "segment")),
        Prefetch(
            "segments",
            Segment.objects.select_related("person").defer("source", "html", "text", "search_vector"),
        ),
    )
