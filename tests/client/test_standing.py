"""A client of another contract than the server's says so once, and goes on."""

import logging

import pytest

from dryland.client.messages import Json
from dryland.client.standing import Standing
from dryland.contract.revision import CONTRACT


def told(contract: str, release: str = "0.2.0") -> Json:
    return {"t1": 1.0, "t2": 2.0, "server": {"release": release, "contract": contract}}


def test_the_same_contract_is_no_word_worth(caplog: pytest.LogCaptureFixture) -> None:
    standing = Standing()
    assert standing.fits is None
    standing.hear(told(CONTRACT, "9.9.9"))
    assert standing.fits
    assert caplog.records == []


def test_another_contract_is_said_once_for_each_server(caplog: pytest.LogCaptureFixture) -> None:
    standing = Standing("mine")
    with caplog.at_level(logging.WARNING, "dryland.client"):
        for contract in ("theirs", "theirs", "mine", "theirs"):
            standing.hear(told(contract))
    assert [record.args[1] for record in caplog.records if isinstance(record.args, tuple)] == ["theirs", "theirs"]
    assert "Install the client of the server's release" in caplog.text
    assert not standing.fits


@pytest.mark.parametrize("server", [None, "0.1", {}, {"release": 1, "contract": "x"}])
def test_a_server_that_says_nothing_of_itself_is_taken_as_it_is(
    server: object, caplog: pytest.LogCaptureFixture
) -> None:
    standing = Standing()
    standing.hear({"t1": 1.0, "server": server})
    assert standing.fits is None
    assert caplog.records == []
