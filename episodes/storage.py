"""The S3 bucket that keeps audio, pictures and transcripts.

All that comes in is private. What the public may have is copied to the prefix ``public/``, which a policy of the
bucket opens for reading: an address signed for GET answers HEAD with 403, lives for hours, and no CDN can keep it.
Pages and feeds name permanent addresses of ours (``/media/…``, ``…/audio.mp3``) that redirect there, so the bucket's
own address stays private to this file.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from functools import cached_property
from typing import IO, Any, Final, NamedTuple, cast
from urllib.parse import quote

import boto3
from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.client import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.core.files.storage import storages
from django.urls import reverse
from storages.backends.s3 import S3Storage

# A download that is resumed asks our address again, so a signature need not live for long.
SIGNATURE_SECONDS = 6 * 60 * 60
CLIENT_CONFIG = Config(
    connect_timeout=2,
    read_timeout=5,
    retries={"mode": "standard", "max_attempts": 3},
    signature_version="s3v4",
    s3={"addressing_style": "path"},
)
# For asking whether it is there at all.
IMPATIENT: Final = Config(connect_timeout=1, read_timeout=2, retries={"total_max_attempts": 1})

# Without threads of its own: the worker has one task at a time, and tests one connection.
TRANSFER: Final = TransferConfig(use_threads=False)
PUBLIC: Final = "public/"
# A key holds the hash of its content or a random name: what is under it never changes.
IMMUTABLE: Final = "public, max-age=31536000, immutable"
# One rule: some stores look no further than the first whose origin fits. The signature in its address allows a PUT.
CORS: Final = [
    {
        "AllowedMethods": ["GET", "HEAD", "PUT"],
        "AllowedOrigins": ["*"],
        "AllowedHeaders": ["*"],
        "ExposeHeaders": ["ETag", "Content-Length", "Content-Range", "Accept-Ranges"],
        "MaxAgeSeconds": 3600,
    },
]


class PublicFile(NamedTuple):
    """A public object as everybody gets it."""

    content: bytes
    media_type: str
    cache_control: str = IMMUTABLE
    encoding: str = ""


# What the store's client raises when the store does not answer, or refuses.
NOT_STORED = (Boto3Error, BotoCoreError, ClientError, OSError)


class MediaStorage(S3Storage):
    def get_default_settings(self) -> dict[str, Any]:
        return {
            **super().get_default_settings(),
            "bucket_name": settings.S3_BUCKET,
            "endpoint_url": settings.S3_ENDPOINT_URL or None,
            "region_name": settings.S3_REGION,
            "access_key": settings.S3_ACCESS_KEY_ID or None,
            "secret_key": settings.S3_SECRET_ACCESS_KEY or None,
            "client_config": CLIENT_CONFIG,
            "default_acl": None,
            "file_overwrite": False,
            "querystring_auth": True,
        }

    def url(self, name: str | None, *args: Any, **kwargs: Any) -> str:
        """The permanent address of a picture, on our own site."""
        return reverse("media", args=[name])

    def signed_url(self, key: str, method: str) -> str:
        """Where an object can be fetched for a while.

        A signature holds for one method: what is signed for GET answers HEAD with 403.
        """
        operation = "head_object" if method == "HEAD" else "get_object"
        return str(
            self._public_client.generate_presigned_url(
                operation, Params={"Bucket": self.bucket_name, "Key": key}, ExpiresIn=SIGNATURE_SECONDS
            )
        )

    def put(self, key: str, file: IO[bytes], media_type: str) -> None:
        """Store a file from its current place on, under a key that nothing else has: large ones in parts."""
        self._client.upload_fileobj(
            file, self.bucket_name, key, ExtraArgs={"ContentType": media_type}, Config=TRANSFER
        )

    def start_parts(self, key: str) -> str:
        """Begin an upload in parts; its id."""
        return str(self._client.create_multipart_upload(Bucket=self.bucket_name, Key=key)["UploadId"])

    def part_url(self, key: str, upload_id: str, number: int) -> str:
        """Where a browser can put a part, for a while."""
        place = {"Bucket": self.bucket_name, "Key": key, "UploadId": upload_id, "PartNumber": number}
        return str(
            self._public_client.generate_presigned_url(
                "upload_part", Params=place, ExpiresIn=SIGNATURE_SECONDS
            )
        )

    def parts(self, key: str, upload_id: str) -> dict[int, int]:
        """The parts that have arrived: number -> bytes."""
        return {part["PartNumber"]: part["Size"] for part in self._parts(key, upload_id)}

    def join_parts(self, key: str, upload_id: str) -> None:
        """Make one object of all parts that have arrived."""
        known = [
            {"PartNumber": part["PartNumber"], "ETag": part["ETag"]} for part in self._parts(key, upload_id)
        ]
        self._client.complete_multipart_upload(
            Bucket=self.bucket_name, Key=key, UploadId=upload_id, MultipartUpload={"Parts": known}
        )

    def drop_parts(self, key: str, upload_id: str) -> None:
        self._client.abort_multipart_upload(Bucket=self.bucket_name, Key=key, UploadId=upload_id)

    def _parts(self, key: str, upload_id: str) -> list[dict[str, Any]]:
        pages = self._client.get_paginator("list_parts").paginate(
            Bucket=self.bucket_name, Key=key, UploadId=upload_id
        )
        return [part for page in pages for part in page.get("Parts", [])]

    def move(self, key: str, to: str, media_type: str) -> None:
        """The store itself does the copying."""
        self._copy(key, to, media_type)
        self._client.delete_object(Bucket=self.bucket_name, Key=key)

    def publish(self, key: str, media_type: str) -> None:
        """Copy an object to where the public can fetch it; the store itself does the copying."""
        self._copy(key, PUBLIC + key, media_type, CacheControl=IMMUTABLE)

    def put_public(self, key: str, content: bytes, media_type: str, cache_control: str = IMMUTABLE) -> None:
        """Store what there is no private original of, such as a picture that we draw, where the public can fetch it."""
        self._client.put_object(
            Bucket=self.bucket_name,
            Key=PUBLIC + key,
            Body=content,
            ContentType=media_type,
            CacheControl=cache_control,
        )

    def read_public(self, key: str) -> PublicFile | None:
        """A public object; None for one that is not there."""
        try:
            found = self._client.get_object(Bucket=self.bucket_name, Key=PUBLIC + key)
        except self._client.exceptions.NoSuchKey:
            return None
        return PublicFile(
            content=found["Body"].read(),
            media_type=found.get("ContentType", ""),
            cache_control=found.get("CacheControl", ""),
            encoding=found.get("ContentEncoding", ""),
        )

    def _copy(self, key: str, to: str, media_type: str, **headers: str) -> None:
        self._client.copy_object(
            Bucket=self.bucket_name,
            Key=to,
            CopySource={"Bucket": self.bucket_name, "Key": key},
            MetadataDirective="REPLACE",
            ContentType=media_type,
            **headers,
        )

    def withdraw(self, key: str) -> None:
        """Take the public copy away. One that is not there is no fault."""
        self._client.delete_object(Bucket=self.bucket_name, Key=PUBLIC + key)

    def public_copies(self, folder: str) -> Iterator[tuple[str, datetime]]:
        """The keys of a folder that have a public copy, and when it was made."""
        pages = self._client.get_paginator("list_objects_v2")
        for page in pages.paginate(Bucket=self.bucket_name, Prefix=PUBLIC + folder):
            for entry in page.get("Contents", []):
                yield entry["Key"].removeprefix(PUBLIC), entry["LastModified"]

    def facts(self, key: str) -> tuple[int, str] | None:
        """The bytes and the media type of an object; None where there is none."""
        try:
            found = self._client.head_object(Bucket=self.bucket_name, Key=key)
        except ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] != 404:
                raise
            return None
        return int(found["ContentLength"]), str(found["ContentType"])

    def is_public(self, key: str) -> bool:
        return bool(self.exists(PUBLIC + key))

    def public_url(self, key: str) -> str:
        """Where the public copy of an object is, for as long as there is one."""
        return f"{settings.MEDIA_PUBLIC_URL or self._bucket_url()}/{PUBLIC}{quote(key)}"

    def _bucket_url(self) -> str:
        if settings.S3_PUBLIC_ENDPOINT_URL:
            return f"{settings.S3_PUBLIC_ENDPOINT_URL}/{self.bucket_name}"
        return f"https://{self.bucket_name}.s3.{settings.S3_REGION}.amazonaws.com"

    def create_bucket(self) -> bool:
        """Make the bucket where it is missing, and say who may read what; tells whether it was made."""
        made = False
        try:
            self._client.head_bucket(Bucket=self.bucket_name)
        except ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] != 404:
                raise
            with suppress(self._client.exceptions.BucketAlreadyOwnedByYou):  # another machine was faster
                self._client.create_bucket(Bucket=self.bucket_name)
                made = True
        self._client.put_bucket_policy(Bucket=self.bucket_name, Policy=self._policy())
        self._client.put_bucket_cors(Bucket=self.bucket_name, CORSConfiguration={"CORSRules": CORS})
        return made

    def _policy(self) -> str:
        """Whoever knows a public object's key may read it; nobody may list, and nothing else is open."""
        statement = {
            "Sid": "PublicObjects",
            "Effect": "Allow",
            "Principal": "*",
            "Action": ["s3:GetObject"],
            "Resource": [f"arn:aws:s3:::{self.bucket_name}/{PUBLIC}*"],
        }
        return json.dumps({"Version": "2012-10-17", "Statement": [statement]})

    @property
    def _client(self) -> Any:
        return self.connection.meta.client

    def answers(self) -> None:
        """Raise, within three seconds, what the store's client raises when the bucket cannot be reached."""
        self._impatient_client.head_bucket(Bucket=self.bucket_name)

    @cached_property
    def _impatient_client(self) -> Any:
        return boto3.client(
            "s3",
            endpoint_url=self.endpoint_url,
            region_name=self.region_name,
            aws_access_key_id=self.access_key,
            aws_secret_access_key=self.secret_key,
            config=CLIENT_CONFIG.merge(IMPATIENT),
        )

    @cached_property
    def _public_client(self) -> Any:
        # The host name is part of a signature: readers may know the store by another name than we do.
        return boto3.client(
            "s3",
            endpoint_url=settings.S3_PUBLIC_ENDPOINT_URL or None,
            region_name=settings.S3_REGION,
            aws_access_key_id=settings.S3_ACCESS_KEY_ID or None,
            aws_secret_access_key=settings.S3_SECRET_ACCESS_KEY or None,
            config=CLIENT_CONFIG,
        )


def media_storage() -> MediaStorage:
    return cast(MediaStorage, storages["default"])
