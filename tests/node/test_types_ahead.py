"""A node leaves no type to be built by the first questions that come together."""

import pytest

from dryland import struct_types
from tests.node.folder import Folder
from tests.node.site import inside


async def test_no_type_is_left_for_the_first_question(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(struct_types, "_built", built := set[type]())
    async with inside(folder) as site:
        kinds = {each.__name__ for each in built}
        assert {"Player", "User"} <= kinds, "before the doors are open"
        async with site.http(site.folder.trainer) as http:
            assert (await http.get("/api/players")).status_code == 200
        assert struct_types.build_types() == 0
