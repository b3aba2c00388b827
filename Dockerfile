# Builds what `make install` and `make run` build, for production: no tests, no engines, no compiler in the result.

FROM python:3.11-slim-bookworm AS build
# Debian's current security fixes are wanted, so versions stay open.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends gcc libc6-dev libpq-dev \
    && rm -rf /var/lib/apt/lists/*
RUN python -m venv /venv
WORKDIR /build
COPY requirements.txt ./
COPY requirements-watching.txt ./
# requirements-watching.txt brings the libraries of Sentry and OpenTelemetry.
ARG BESIDES=requirements.txt
RUN /venv/bin/pip install --no-cache-dir --disable-pip-version-check -r requirements.txt -r "$BESIDES"

FROM python:3.11-slim-bookworm
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpq5 ffmpeg \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin showsite
COPY --from=build /venv /venv
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    HOST=0.0.0.0 \
    PORT=8000
WORKDIR /app
COPY manage.py ./
COPY showsite showsite
COPY episodes episodes
COPY transcripts transcripts
COPY downloads downloads
COPY inbox inbox
COPY shortlinks shortlinks
COPY team team
COPY locale locale
COPY templates templates
COPY static static
# The key signs nothing: collectstatic only needs the settings to load.
RUN SECRET_KEY=for-collectstatic-only python manage.py collectstatic --no-input --verbosity 0 \
    && python -m compileall -q showsite episodes transcripts downloads inbox shortlinks team
USER 10001
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=6s --start-period=20s --retries=3 CMD ["python", "-m", "showsite.health"]
CMD ["gunicorn", "--config=python:showsite.gunicorn_conf", "showsite.wsgi"]
