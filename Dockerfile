# The Alexa endpoint. Build: docker build -t steady-ground .  Run: see docs/host_the_skill.md
FROM python:3.12-slim AS build
COPY . /source
RUN pip wheel --no-cache-dir --wheel-dir /wheels "/source[alexa]"

FROM python:3.12-slim
COPY --from=build /wheels /wheels
RUN pip install --no-cache-dir --no-index --find-links /wheels "steady-ground[alexa]" \
    && rm -r /wheels \
    && useradd --system --uid 10001 --create-home --home-dir /data steady \
    && chmod 700 /data
USER steady
ENV STEADY_HOME=/data PYTHONUNBUFFERED=1
VOLUME /data
EXPOSE 8080
# Inside a container, loopback is nobody's: only the proxy's network may reach this port.
ENTRYPOINT ["steady", "serve", "--host", "0.0.0.0", "--port", "8080"]
HEALTHCHECK --interval=30s --timeout=3s --start-period=20s CMD \
    ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8080/healthz', timeout=2)"]
STOPSIGNAL SIGTERM
