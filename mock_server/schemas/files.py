"""The catalogue of uploaded files (RA 7.2)."""

from mock_server.domain.enums import FileResourceDomain, FileResourceStorageStatus
from mock_server.schemas.catalogue import Kind, Property, Schema
from mock_server.schemas.common import (
    authors,
    boolean,
    dates,
    enum,
    identity,
    names,
    noise,
    text,
    unset,
    user_of,
)
from mock_server.schemas.directory import USER

FILE_RESOURCE = Schema(
    "fileResource",
    "fileResources",
    "org.hisp.dhis.fileresource.FileResource",
    (
        *identity("fileResources"),
        *unset("code", xml_attribute=True),
        *names("name"),
        *dates(),
        text("contentType", "content_type"),
        Property("contentLength", Kind.INTEGER, lambda file, _view: len(file.content)),
        text("contentMd5", "content_md5"),
        enum("domain", "domain", FileResourceDomain),
        Property(
            "storageStatus",
            Kind.ENUM,
            lambda _file, _view: FileResourceStorageStatus.STORED,
            choices=FileResourceStorageStatus,
        ),
        boolean("assigned", "assigned"),
        Property(
            "hasMultipleStorageFiles",
            Kind.BOOLEAN,
            lambda _file, _view: False,
            persisted=False,
        ),
        *authors(user_of("created_by"), lambda: USER),
        *noise(),
    ),
)
