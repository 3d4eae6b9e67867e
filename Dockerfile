FROM python:3.11-slim AS build
WORKDIR /src
RUN python -m venv /opt/dhis2-mock
COPY requirements.txt ./
RUN /opt/dhis2-mock/bin/pip install --no-cache-dir -r requirements.txt
COPY pyproject.toml README.md LICENSE ./
COPY mock_server mock_server
COPY seed_data seed_data
RUN /opt/dhis2-mock/bin/pip install --no-cache-dir .

FROM python:3.11-slim
RUN useradd --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin mock
COPY --from=build /opt/dhis2-mock /opt/dhis2-mock
COPY seed_data /seed
ENV PATH=/opt/dhis2-mock/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    DHIS2_MOCK_HOST=0.0.0.0 \
    DHIS2_MOCK_SEED=/seed
USER 10001:10001
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=5s --timeout=3s --start-period=5s CMD ["dhis2-mock", "healthcheck"]
ENTRYPOINT ["dhis2-mock"]
CMD ["serve"]
