"""The S3 bucket that keeps audio, pictures and transcripts.

The bucket is private. Pictures have a permanent address of ours (``/media/…``), audio another (``…/audio.mp3``);
both redirect to an address signed for a short time, so the bucket's own address stays private to this file.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any, cast

import boto3
from boto3.exceptions import Boto3Error
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

    def create_bucket(self) -> bool:
        """Make the bucket where it is missing; tells whether it was made."""
        client = self.connection.meta.client
        try:
            client.head_bucket(Bucket=self.bucket_name)
        except ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] != 404:
                raise
            client.create_bucket(Bucket=self.bucket_name)
            return True
        return False

    def answers(self) -> None:
        """Raise what the store's client raises when the bucket cannot be reached."""
        self.connection.meta.client.head_bucket(Bucket=self.bucket_name)

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
