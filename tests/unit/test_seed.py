"""The seeds that are shipped, and what the loader says about broken ones."""

import json
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest

from mock_server import seed
from mock_server.domain.state import State
from mock_server.seed.files import packaged_folder

Document = dict[str, Any]

ADMIN = "xE7jOejl9FI"
MOBILE = "PhzytPW3g2J"

INBOXES = {
    ADMIN: (
        "ZjHHSjyyeJ2",
        "ZrKML5WiyFm",
        "GDBqVfkmnp2",
        "Gc03smoTm6q",
        "WzMRrCosqc0",
        "lxCjiigqrJm",
        "jMe43trzrdi",
    ),
    MOBILE: ("ZjHHSjyyeJ2", "GDBqVfkmnp2", "WzMRrCosqc0", "lxCjiigqrJm"),
    "OYLGMiazHtW": ("ZrKML5WiyFm", "GDBqVfkmnp2", "Gc03smoTm6q", "jMe43trzrdi"),
    "N3PZBUlN8vq": ("ZrKML5WiyFm", "GDBqVfkmnp2", "WzMRrCosqc0"),
    "GOLswS44mh8": ("ZrKML5WiyFm", "Gc03smoTm6q"),
    "DXyJmlo9rge": ("Gc03smoTm6q",),
    "Onf73mPD6sL": (),
    "I9fMsY4pRKk": (),
}


@pytest.fixture
def document() -> Document:
    """Return a small seed without fault, to break in one place."""
    moment = "2014-02-03T09:00:00.000"
    return {
        "format": 1,
        "userRoles": [{"id": "RoleRoleR01", "name": "Clerk"}],
        "users": [
            {
                "id": "UserUserU01",
                "username": "anna",
                "password": "hush-hush",
                "firstName": "Anna",
                "surname": "Bell",
                "userRoles": ["RoleRoleR01"],
                "organisationUnits": ["UnitUnitU02"],
                "tokens": [],
            }
        ],
        "userGroups": [
            {"id": "GrupGrupG01", "name": "All", "users": ["UserUserU01"]},
        ],
        "organisationUnits": [
            {"id": "UnitUnitU02", "name": "Bo", "parent": "UnitUnitU01"},
            {"id": "UnitUnitU01", "name": "Sierra Leone"},
        ],
        "fileResources": [
            {
                "id": "FileFileF01",
                "name": "a.txt",
                "contentType": "text/plain",
                "domain": "MESSAGE_ATTACHMENT",
                "assigned": True,
                "created": moment,
                "content": "YQ==",
            }
        ],
        "messageConversations": [
            {
                "id": "ConvConvC01",
                "subject": "Hello",
                "created": moment,
                "lastMessage": moment,
                "messageCount": 1,
                "messages": [
                    {
                        "id": "MessMessM01",
                        "sender": "UserUserU01",
                        "text": "Hello",
                        "created": moment,
                        "attachments": ["FileFileF01"],
                    }
                ],
                "userMessages": [{"user": "UserUserU01", "read": True}],
            }
        ],
    }


def problems_of(document: Document) -> tuple[str, ...]:
    """Return what the loader says about `document`."""
    with pytest.raises(seed.SeedError) as caught:
        seed.parse_seed(document, "s.json")
    return caught.value.problems


class TestShippedSeeds:
    """What comes with the package (resources.md 19 and 20)."""

    def test_default_seed_has_its_counts(self) -> None:
        """The default seed holds as many objects as the contract lists (19)."""
        state = seed.read_seed(None).state

        conversations = list(state.conversations.values())
        visible = sum(each.message_count for each in conversations)
        assert len(state.directory.users) == 9
        assert len(state.directory.user_roles) == 6
        assert len(state.directory.user_groups) == 6
        assert len(state.directory.organisation_units) == 4
        assert len(state.file_resources) == 4
        assert len(conversations) == 7
        assert sum(len(each.messages) for each in conversations) == 10
        assert visible == 9

    @pytest.mark.parametrize("user", INBOXES)
    def test_default_inbox_is_in_order(self, user: str) -> None:
        """Every inbox lists the newest conversation first (19)."""
        state = seed.read_seed(None).state

        inbox = state.inbox(user)

        assert inbox.newest_first == INBOXES[user]

    @pytest.mark.parametrize(
        ("user", "unread"),
        [(ADMIN, 2), (MOBILE, 2), ("OYLGMiazHtW", 1), ("DXyJmlo9rge", 1)],
    )
    def test_default_inbox_has_unread(self, user: str, unread: int) -> None:
        """The read flags are those of the contract (19)."""
        state = seed.read_seed(None).state

        rows = [
            state.conversations[uid].user_messages[user]
            for uid in state.inbox(user).by_id
        ]

        assert sum(not row.read for row in rows) == unread

    def test_default_units_have_paths(self) -> None:
        """A unit's path joins its ancestors, and its level counts them (19)."""
        state = seed.read_seed(None).state

        unit = state.directory.organisation_units["DiszpKrYNg8"]

        assert unit.path == "/ImspTQPwCqd/O6uvpzGd5pu/YuQRtpLP10I/DiszpKrYNg8"
        assert unit.level == 4
        assert unit.short_name == "Ngelehun CHC"

    def test_default_file_has_its_bytes(self) -> None:
        """The attachment of the document's example is the picture of the contract."""
        state = seed.read_seed(None).state

        file = state.file_resources["fTpI4GOmujz"]

        assert len(file.content) == 70
        assert file.content_md5 == "f829b914fc47cfc9c0747c119c27cf1b"

    @pytest.mark.parametrize("user", [ADMIN, MOBILE])
    def test_default_token_is_well_formed(self, user: str) -> None:
        """Admin and mobile have a token whose checksum is right (query.md 15)."""
        state = seed.read_seed(None).state

        (token,) = state.directory.users[user].tokens

        body, checksum = token[6:38], token[38:]
        assert token.startswith("d2pat_")
        assert body.isalnum()
        assert checksum == f"{crc32(body.encode()):010d}"

    def test_shipped_seeds_lack_unknown_user(self) -> None:
        """The user the document looks for in vain is in no shipped seed (19)."""
        files = packaged_folder().rglob("*.json")

        texts = [file.read_text(encoding="utf-8") for file in files]

        assert texts
        assert not any("dMV6G0tPAEa" in text for text in texts)

    def test_empty_seed_has_admin_alone(self) -> None:
        """The seed `empty` has one user and no feedback group (19)."""
        state = seed.read_seed(seed.seed_named("empty")).state

        (user,) = state.directory.users.values()
        assert user.username == "admin"
        assert state.directory.authorities[user.uid] == {"ALL"}
        assert state.configuration.feedback_recipients is None
        assert not state.conversations

    def test_walkthrough_seed_awaits_story(self) -> None:
        """The seed `walkthrough` hands out the ids the document prints (20 c)."""
        state = seed.read_seed(seed.seed_named("walkthrough")).state

        assert state.uid_queues == {
            "messageConversations": ("ZjHHSjyyeJ2",),
            "fileResources": ("fTpI4GOmujz",),
        }
        assert "ZjHHSjyyeJ2" not in state.conversations
        assert "fTpI4GOmujz" not in state.file_resources
        assert state.inbox(MOBILE).by_id == ("GDBqVfkmnp2",)


class TestPlaces:
    """Where a seed may lie."""

    def test_default_name_is_packaged(self) -> None:
        """The name `default` means what no choice means."""
        place = seed.seed_named("default")

        assert place == packaged_folder()

    def test_existing_path_wins_over_name(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A folder of the user's hides a shipped seed of the same name."""
        (tmp_path / "empty").mkdir()
        monkeypatch.chdir(tmp_path)

        place = seed.seed_named("empty")

        assert place.resolve() == tmp_path / "empty"

    @pytest.mark.parametrize("name", ["nowhere", "../secret", "no/where.json"])
    def test_unknown_name_is_refused(self, name: str) -> None:
        """A seed that is neither a path nor shipped is named in the refusal."""
        with pytest.raises(seed.SeedError, match="neither a file or folder") as caught:
            seed.seed_named(name)

        assert str(caught.value).startswith(f"{name}: ")

    def test_installed_package_has_own_folder(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A wheel keeps the seeds inside the package."""
        (tmp_path / "seed_data").mkdir()
        module = tmp_path / "seed" / "files.py"
        monkeypatch.setattr("mock_server.seed.files.__file__", module)

        place = packaged_folder()

        assert place == tmp_path / "seed_data"

    def test_file_and_folder_load_alike(
        self, tmp_path: Path, document: Document
    ) -> None:
        """The same objects make the same state from a file and from a folder."""
        file, folder = tmp_path / "all.json", tmp_path / "all"
        file.write_text(json.dumps(document), encoding="utf-8")
        folder.mkdir()
        for key, part in document.items():
            (folder / f"{key}.json").write_text(json.dumps(part), encoding="utf-8")

        from_file, from_folder = (
            seed.read_seed(file).state,
            seed.read_seed(folder).state,
        )

        assert from_file == from_folder

    def test_profile_is_held_on_result(
        self, tmp_path: Path, document: Document
    ) -> None:
        """A seed may name the profile it was written for."""
        file = tmp_path / "all.json"
        text = json.dumps({**document, "$schema": "x", "profile": "2.41"})
        file.write_text(text, encoding="utf-8")

        found = seed.read_seed(file)

        assert found.profile == "2.41"

    @pytest.mark.parametrize(
        ("content", "reason"),
        [
            (b"{", "is not valid JSON: Expecting property name enclosed in double"),
            (b"[]", "is not an object; a file alone holds a whole seed"),
            (b"\xff\xff", "is not UTF-8 text"),
            (b'{"a":' * 101 + b"1" + b"}" * 101, "is nested more than 100 deep"),
            (b"[" * 100_000, "is nested more than 100 deep"),
        ],
        ids=["cut", "array", "bytes", "deep", "too deep to be read"],
    )
    def test_unreadable_file_is_refused(
        self, tmp_path: Path, content: bytes, reason: str
    ) -> None:
        """A file that holds no seed is refused by name and reason."""
        file = tmp_path / "s.json"
        file.write_bytes(content)

        with pytest.raises(seed.SeedError) as caught:
            seed.read_seed(file)

        assert str(caught.value).startswith(f"s.json: {reason}")

    def test_missing_file_is_refused(self, tmp_path: Path) -> None:
        """A path where nothing is gives the reason of the operating system."""
        with pytest.raises(seed.SeedError, match=r"^s\.json: cannot be read: No such"):
            seed.read_seed(tmp_path / "s.json")

    def test_folder_names_all_wrong_files(
        self, tmp_path: Path, document: Document
    ) -> None:
        """Unknown names and broken JSON are told together, without echoes."""
        (tmp_path / "deeper").mkdir()
        (tmp_path / "user.json").write_text("[]", encoding="utf-8")
        (tmp_path / "users.json").write_text("[", encoding="utf-8")
        groups = json.dumps(document["userGroups"])
        (tmp_path / "userGroups.json").write_text(groups, encoding="utf-8")

        with pytest.raises(seed.SeedError) as caught:
            seed.read_seed(tmp_path)

        assert sorted(line.split(":")[0] for line in caught.value.problems) == [
            "user.json",
            "users.json",
        ]

    def test_folder_without_seed_is_refused(self, tmp_path: Path) -> None:
        """A folder without any seed file is not an empty seed."""
        with pytest.raises(seed.SeedError, match="holds no seed file; allowed: "):
            seed.read_seed(tmp_path)


class TestSpellings:
    """What a seed may say in more than one way."""

    def test_reference_object_equals_string(self, document: Document) -> None:
        """A reference is a uid or an object with it."""
        other = deepcopy(document)
        other["users"][0]["userRoles"] = [{"id": "RoleRoleR01"}]
        other["organisationUnits"][0]["parent"] = {"id": "UnitUnitU01"}
        message = other["messageConversations"][0]["messages"][0]
        message["sender"] = {"id": "UserUserU01"}
        message["attachments"] = [{"id": "FileFileF01"}]

        states = seed.parse_seed(document).state, seed.parse_seed(other).state

        assert states[0] == states[1]

    def test_right_derived_values_are_accepted(self, document: Document) -> None:
        """What follows from the rest may be said, if it is right."""
        place = {"path": "/UnitUnitU01/UnitUnitU02", "level": 2}
        document["organisationUnits"][0].update(place)

        state = seed.parse_seed(document).state

        assert state.directory.organisation_units["UnitUnitU02"].level == 2

    def test_document_in_memory_stays_callers(self, document: Document) -> None:
        """Changing a document after it was loaded does not change the state."""
        document["users"][0]["settings"] = {"keyUiLocale": "en"}
        state = seed.parse_seed(document).state

        document["users"][0]["settings"]["keyUiLocale"] = "fr"

        user = state.directory.users["UserUserU01"]
        assert user.settings == {"keyUiLocale": "en"}

    def test_bare_document_has_defaults(self) -> None:
        """Everything but the format may be left out."""
        state = seed.parse_seed({"format": 1}).state

        assert state == State()


class TestProblems:
    """All that is wrong, each with its file, pointer, value and remedy."""

    def test_five_errors_are_listed_together(
        self, tmp_path: Path, document: Document
    ) -> None:
        """One reading of a folder lists every error in its files."""
        document["users"][0]["userRoles"] = ["Xyz"]
        document["userGroups"][0]["id"] = "TenLetters"
        document["organisationUnits"][1]["colour"] = "red"
        document["messageConversations"][0]["messageCount"] = 2
        document["messageConversations"][0]["status"] = "LOST"
        for key, part in document.items():
            (tmp_path / f"{key}.json").write_text(json.dumps(part), encoding="utf-8")

        with pytest.raises(seed.SeedError) as caught:
            seed.read_seed(tmp_path)

        allowed = "closedDate, code, created, description, id, lastUpdated, level,"
        allowed += " name, openingDate, parent, path, shortName"
        assert str(caught.value).splitlines() == [
            "users.json /0/userRoles/0: 'Xyz' is not the id of a userRole",
            (
                "userGroups.json /0/id: 'TenLetters' is not a uid; a letter and ten"
                " letters or digits make one"
            ),
            "organisationUnits.json /1/colour: 'colour' is not a key here; allowed: "
            + allowed,
            (
                "messageConversations.json /0/messageCount: 2 is not the number of"
                " messages that are not internal, which is 1"
            ),
            (
                "messageConversations.json /0/status: 'LOST' is not one of NONE, OPEN,"
                " PENDING, INVALID, SOLVED"
            ),
        ]

    @pytest.mark.parametrize(
        ("change", "problem"),
        [
            pytest.param(
                lambda d: d["users"].append({**d["users"][0], "id": "UserUserU02"}),
                "s.json /users/1/username: 'anna' stands at /users/0/username already",
                id="username-twice",
            ),
            pytest.param(
                lambda d: d["userRoles"].append(d["userRoles"][0]),
                "s.json /userRoles/1/id: 'RoleRoleR01' stands at /userRoles/0/id"
                " already",
                id="id-twice",
            ),
            pytest.param(
                lambda d: d["messageConversations"][0]["userMessages"].append(
                    {"user": {"id": "UserUserU01"}}
                ),
                "s.json /messageConversations/0/userMessages/1/user/id: 'UserUserU01'"
                " stands at /messageConversations/0/userMessages/0/user already",
                id="participant-twice",
            ),
            pytest.param(
                lambda d: d["messageConversations"][0]["messages"][0].update(
                    attachments=["FileFileF01", "FileFileF01"]
                ),
                "s.json /messageConversations/0/messages/0/attachments/1:"
                " 'FileFileF01' stands at"
                " /messageConversations/0/messages/0/attachments/0 already",
                id="attachment-twice",
            ),
            pytest.param(
                lambda d: d["fileResources"][0].pop("assigned"),
                "s.json /messageConversations/0/messages/0/attachments/0:"
                " 'FileFileF01' is not assigned;"
                " set /fileResources/0/assigned to true",
                id="attachment-unassigned",
            ),
            pytest.param(
                lambda d: d["fileResources"][0].update(domain="DATA_VALUE"),
                "s.json /messageConversations/0/messages/0/attachments/0:"
                " 'FileFileF01' is no file for messages;"
                " set /fileResources/0/domain to MESSAGE_ATTACHMENT",
                id="attachment-domain",
            ),
            pytest.param(
                lambda d: d["messageConversations"][0]["messages"][0].update(
                    attachments=["FileFileF09"]
                ),
                "s.json /messageConversations/0/messages/0/attachments/0:"
                " 'FileFileF09' is not the id of a fileResource",
                id="attachment-unknown",
            ),
            pytest.param(
                lambda d: d["messageConversations"][0].pop("userMessages"),
                "s.json /messageConversations/0/userMessages: is required",
                id="rows-missing",
            ),
            pytest.param(
                lambda d: d["messageConversations"][0]["messages"][0].update(
                    internal=True
                ),
                "s.json /messageConversations/0/messageCount: 1 is not the number of"
                " messages that are not internal, which is 0",
                id="internal-counted",
            ),
            pytest.param(
                lambda d: d["organisationUnits"][1].update(parent="UnitUnitU02"),
                "s.json /organisationUnits/0/parent: 'UnitUnitU01' lies below this"
                " very unit; a unit cannot be its own ancestor",
                id="unit-cycle",
            ),
            pytest.param(
                lambda d: d["organisationUnits"][0].update(parent="UnitUnitU09"),
                "s.json /organisationUnits/0/parent: 'UnitUnitU09' is not the id of"
                " an organisationUnit",
                id="unit-parent-unknown",
            ),
            pytest.param(
                lambda d: d["organisationUnits"][0].update(level=3),
                "s.json /organisationUnits/0/level: 3 does not follow from the"
                " parents, which give 2",
                id="unit-level",
            ),
            pytest.param(
                lambda d: d.update(uids={"messages": ["MessMessM01"]}),
                "s.json /uids/messages/0: 'MessMessM01' is in use at"
                " /messageConversations/0/messages/0/id",
                id="queued-uid-taken",
            ),
            pytest.param(
                lambda d: d.update(system={"feedbackRecipients": "GrupGrupG09"}),
                "s.json /system/feedbackRecipients: 'GrupGrupG09' is not the id of a"
                " userGroup",
                id="feedback-group-unknown",
            ),
            pytest.param(
                lambda d: d["userGroups"][0].update(
                    sharing={"users": {"UserUserU09": "r-------"}}
                ),
                "s.json /userGroups/0/sharing/users/UserUserU09: 'UserUserU09' is not"
                " the id of a user",
                id="sharing-user-unknown",
            ),
            pytest.param(
                lambda d: d.update(
                    system={"systemUpdateNotificationRecipients": "GrupGrupG09"}
                ),
                "s.json /system/systemUpdateNotificationRecipients: 'GrupGrupG09' is"
                " not the id of a userGroup",
                id="update-group-unknown",
            ),
            pytest.param(
                lambda d: d.update(system={"settings": {"keySmsMaxLength": "abc"}}),
                "s.json /system/settings/keySmsMaxLength: 'abc' is not a whole number",
                id="setting-no-number",
            ),
            pytest.param(
                lambda d: d["users"][0].update(
                    settings={"keyMessageEmailNotification": "true", "mine": "true"}
                ),
                "s.json /users/0/settings/keyMessageEmailNotification: 'true' is not"
                " true or false",
                id="setting-no-flag",
            ),
            pytest.param(
                lambda d: d.update(system={"translations": {"loginPopup": {"fr": 1}}}),
                "s.json /system/translations: an object is not an object of objects"
                " of strings",
                id="translation-no-text",
            ),
            pytest.param(
                lambda d: d.update(system={"a/b~c": 1}),
                "s.json /system/a~1b~0c: 'a/b~c' is not a key here; allowed:"
                " emailConfigured, feedbackRecipients, revision, settings, smsGateway,"
                " systemId, systemUpdateNotificationRecipients, translations, version",
                id="pointer-escaped",
            ),
        ],
    )
    def test_broken_rule_is_told_once(
        self, document: Document, change: Callable[[Document], object], problem: str
    ) -> None:
        """Each rule between objects has one line that names place and value."""
        change(document)

        problems = problems_of(document)

        assert problems == (problem,)

    def test_row_without_id_is_told(self, document: Document) -> None:
        """A row that nothing can refer to is refused for want of an id."""
        document["organisationUnits"].append({"name": "Nowhere"})

        problems = problems_of(document)

        assert problems == ("s.json /organisationUnits/2/id: is required",)

    @pytest.mark.parametrize("collection", ["users", "messageConversations"])
    def test_misshapen_collection_has_no_echoes(
        self, document: Document, collection: str
    ) -> None:
        """References into what is no array at all are not told as well."""
        document[collection] = {}

        problems = problems_of(document)

        assert problems == (f"s.json /{collection}: an object is not an array",)

    def test_misshapen_rows_are_all_told(self, document: Document) -> None:
        """Rows of the wrong type do not stop the checks of the others."""
        document["users"].append("x")
        document["messageConversations"].append([])
        document["messageConversations"][0]["messages"].append(None)

        problems = problems_of(document)

        assert [problem.split(":")[0] for problem in problems] == [
            "s.json /users/1",
            "s.json /messageConversations/0/messageCount",
            "s.json /messageConversations/0/messages/1",
            "s.json /messageConversations/1",
        ]

    @pytest.mark.parametrize("row", ["x", 1.5, [], True, None])
    @pytest.mark.parametrize("key", ["fileResources", "timeline"])
    def test_row_that_is_no_object_is_told_once(
        self, document: Document, key: str, row: object
    ) -> None:
        """What an object must have is not asked of anything else."""
        document.setdefault(key, []).insert(0, row)
        document["messageConversations"] = []

        (problem,) = problems_of(document)

        assert problem.startswith(f"s.json /{key}/0: ")

    def test_password_is_never_shown(self, document: Document) -> None:
        """No message repeats a password or a token, even a wrong one."""
        user = document["users"][0]
        user.update(password=987654321, pasword="sesame", tokens=["d2pat_sesame"])

        problems = problems_of(document)

        assert len(problems) == 3
        assert not any("987" in line or "sesame" in line for line in problems)

    def test_files_given_name_problems(self, document: Document) -> None:
        """A document that was put together names the files of its parts."""
        document["users"][0]["disabled"] = "no"

        with pytest.raises(seed.SeedError) as caught:
            seed.parse_seed(document, "body", {"users": "users.json"})

        assert str(caught.value) == (
            "users.json /0/disabled: 'no' is not true or false"
        )

    def test_long_value_is_cut(self, document: Document) -> None:
        """A message shows the beginning of a long value."""
        document["fileResources"][0]["content"] = "*" * 1000

        (problem,) = problems_of(document)

        assert len(problem) < 200
        assert "…" in problem
