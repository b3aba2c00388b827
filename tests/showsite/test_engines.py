"""The embedded engines: what they refuse, what they keep, how they end."""

from __future__ import annotations

import os
import signal
import socket
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import boto3
import psycopg2
import pytest
from botocore.exceptions import ClientError

from showsite.engines import Service, ServiceError, start_postgres, start_s3
from showsite.engines.service import are_free, free_ports

# The tests of this file may be divided among several processes.
BUCKET = f"engine-tests-{os.getpid()}"


def s3_client(settings: dict[str, str], secret: str | None = None):
    return boto3.client(
        "s3",
        endpoint_url=settings["S3_ENDPOINT_URL"],
        region_name="us-east-1",
        aws_access_key_id=settings["S3_ACCESS_KEY_ID"],
        aws_secret_access_key=secret or settings["S3_SECRET_ACCESS_KEY"],
    )


@pytest.fixture(scope="module")
def stored() -> Iterator:
    """A client of the session's S3 server and one object in a bucket of our own."""
    client = s3_client(dict(os.environ))
    client.create_bucket(Bucket=BUCKET)
    client.put_object(Bucket=BUCKET, Key="hello.txt", Body=b"hello, world", ContentType="text/plain")
    yield client
    client.delete_object(Bucket=BUCKET, Key="hello.txt")
    client.delete_bucket(Bucket=BUCKET)


def ask(url: str, method: str = "GET", **headers: str):
    return urllib.request.urlopen(urllib.request.Request(url, method=method, headers=headers), timeout=10)


def signed(client, method: str = "get_object") -> str:
    return client.generate_presigned_url(method, Params={"Bucket": BUCKET, "Key": "hello.txt"}, ExpiresIn=60)


def test_s3_refuses_a_stranger(stored):
    with pytest.raises(urllib.error.HTTPError) as refusal:
        ask(f"{os.environ['S3_ENDPOINT_URL']}/{BUCKET}/hello.txt")
    assert refusal.value.code == 403


def test_s3_refuses_a_wrong_key(stored):
    with pytest.raises(ClientError, match="SignatureDoesNotMatch"):
        s3_client(dict(os.environ), secret="wrong").list_buckets()


def test_s3_serves_a_signed_address(stored):
    with ask(signed(stored)) as response:
        assert response.read() == b"hello, world"


def test_s3_answers_head_at_a_signed_address(stored):
    with ask(signed(stored, "head_object"), method="HEAD") as response:
        assert response.headers["Content-Length"] == "12"


def test_s3_serves_a_part_of_an_object(stored):
    with ask(signed(stored), Range="bytes=7-11") as response:
        assert (response.status, response.read()) == (206, b"world")


def test_postgres_refuses_a_wrong_password():
    address = urlsplit(os.environ["DATABASE_URL"])
    with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
        psycopg2.connect(
            host="127.0.0.1", port=address.port, user=address.username, password="wrong", dbname="postgres"
        )


@pytest.fixture
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A place with spaces in it, deeper than a socket file may lie."""
    return tmp_path_factory.mktemp("a folder with spaces") / ("deep " * 20).strip() / "x"


def one(service: Service, sql: str) -> str:
    connection = psycopg2.connect(service.environment["DATABASE_URL"])
    try:
        cursor = connection.cursor()
        cursor.execute(sql)
        connection.commit()
        return str(cursor.fetchone()[0])
    finally:
        connection.close()


def test_postgres_keeps_its_data_when_it_is_killed(folder: Path):
    first = start_postgres(folder)
    try:
        first.wait()
        one(first, "CREATE TABLE kept AS SELECT 'still here' AS said; SELECT 1")
    finally:
        first.process.send_signal(signal.SIGKILL)
        first.stop()
    second = start_postgres(folder)
    try:
        second.wait()
        assert one(second, "SELECT said FROM kept") == "still here"
    finally:
        second.stop()


def test_s3_keeps_its_data_and_its_keys(folder: Path):
    first = start_s3(folder)
    try:
        first.wait()
        client = s3_client(dict(first.environment))
        client.create_bucket(Bucket="kept")
        client.put_object(Bucket="kept", Key="it", Body=b"still here")
    finally:
        first.stop()
    second = start_s3(folder)
    try:
        second.wait()
        client = s3_client(dict(second.environment))
        assert client.get_object(Bucket="kept", Key="it")["Body"].read() == b"still here"
    finally:
        second.stop()


def test_a_stopped_s3_server_leaves_no_socket_file(folder: Path):
    service = start_s3(folder, durable=False)
    service.wait()
    service.stop()
    assert not [path for path in service.leftovers if path.exists()]


def test_secrets_are_for_their_owner_alone(folder: Path):
    service = start_s3(folder, durable=False)
    service.stop()
    assert (folder / "s3.json").stat().st_mode & 0o777 == 0o600


def test_a_service_that_cannot_start_says_why(folder: Path):
    start_postgres(folder, durable=False).stop()
    (folder / "data" / "postgresql.conf").write_text("nonsense = yes\n")
    with pytest.raises(
        ServiceError, match=r'PostgreSQL ended at once.*"nonsense"|PostgreSQL ended at once.*errors'
    ):
        start_postgres(folder, durable=False).wait()


def test_free_ports_are_all_different():
    assert len(set(free_ports(20))) == 20


def test_a_port_in_use_is_not_free():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert not are_free([taken.getsockname()[1]])
