"""Another issuer's word is taken only with its key, for this server, in time, and as the settings say it is meant."""

import json
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from dryland.contract.base import Role
from dryland.web.identity import BadToken, open_signer
from dryland.web.issuers import Issuers
from dryland.web.settings import Issuer
from tests.node.folder import Folder
from tests.node.site import inside
from tests.web.club import Club, claimed

ISSUER = Issuer(
    issuer="https://id.example",
    audience="dryland",
    jwks_url="https://id.example/keys",
    org_id="hc-nordlicht",
    role_map={"coach": Role.TRAINER, "doctor": Role.MEDICAL, "athlete": Role.PLAYER},
    player_claim="player",
)
KEY = rsa.generate_private_key(public_exponent=65_537, key_size=2_048)
OTHER = rsa.generate_private_key(public_exponent=65_537, key_size=2_048)
NOW_S = 1_800_000_000


def public(key: rsa.RSAPrivateKey, key_id: str) -> dict[str, Any]:
    return {**json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key())), "kid": key_id, "use": "sig"}


class Keys:
    """The issuer's key set, and how often it was fetched."""

    def __init__(self) -> None:
        self.keys = [public(KEY, "one"), {"kty": "oct", "k": "c2VjcmV0", "kid": "shared"}, {"kty": "new", "kid": "x"}]
        self.fetched = 0

    async def fetch(self, url: str) -> bytes:
        assert url == ISSUER.jwks_url
        self.fetched += 1
        return json.dumps({"keys": self.keys, "more": 1}).encode()


def voucher(key: Any = KEY, key_id: str | None = "one", alg: str = "RS256", **claims: Any) -> str:
    body = {"iss": ISSUER.issuer, "aud": "dryland", "sub": "anna", "exp": NOW_S + 60, "roles": ["coach"], **claims}
    headers = {} if key_id is None else {"kid": key_id}
    return jwt.encode({name: value for name, value in body.items() if value is not None}, key, alg, headers)


@pytest.fixture
def keys() -> Keys:
    return Keys()


@pytest.fixture
def issuers(keys: Keys) -> Issuers:
    return Issuers([ISSUER], keys.fetch)


async def test_a_good_voucher_is_read_as_the_settings_mean_it(issuers: Issuers) -> None:
    found = await issuers.vouch(voucher(name="Anna Lind", roles=["coach", "unknown"]), NOW_S)
    assert found == ("https://id.example#anna", "hc-nordlicht", Role.TRAINER, "Anna Lind", None)
    athlete = await issuers.vouch(voucher(roles="athlete", player="p1"), NOW_S)
    assert (athlete.role, athlete.player_id, athlete.name) == (Role.PLAYER, "p1", "anna")
    both = await issuers.vouch(voucher(roles=["coach", "doctor"]), NOW_S)
    assert both.role is Role.MEDICAL


@pytest.mark.parametrize(
    "token",
    [
        voucher(key=OTHER),
        voucher(key_id="unknown"),
        voucher(iss="https://evil.example"),
        voucher(aud="another-server"),
        voucher(aud=None),
        voucher(exp=NOW_S - 3_600),
        voucher(exp=None),
        voucher(nbf=NOW_S + 3_600),
        voucher(roles=["janitor"]),
        voucher(roles=None),
        voucher(roles=["athlete"]),
        voucher(sub=None),
        voucher(key="secret" * 8, key_id="shared", alg="HS256"),
        voucher(key=ec.generate_private_key(ec.SECP256R1()), alg="ES256"),
        jwt.encode({"iss": ISSUER.issuer, "sub": "anna", "roles": ["coach"]}, None, "none"),
        "not.a.token",
        "",
    ],
)
async def test_a_bad_voucher_opens_nothing(issuers: Issuers, token: str) -> None:
    with pytest.raises(BadToken):
        await issuers.vouch(token, NOW_S)


async def test_a_new_key_is_fetched_once_and_not_at_every_guess(issuers: Issuers, keys: Keys) -> None:
    await issuers.vouch(voucher(), NOW_S)
    await issuers.vouch(voucher(), NOW_S + 1)
    assert keys.fetched == 1
    keys.keys.append(public(OTHER, "two"))
    for _ in range(5):
        with pytest.raises(BadToken):
            await issuers.vouch(voucher(key=OTHER, key_id="two"), NOW_S + 2)
    assert keys.fetched == 1
    later = NOW_S + 40
    assert (await issuers.vouch(voucher(key=OTHER, key_id="two"), later)).role is Role.TRAINER
    assert keys.fetched == 2


@pytest.fixture
async def club(tmp_path: Path) -> AsyncIterator[Club]:
    folder = tmp_path / "data"
    folder.mkdir()
    open_signer(folder)
    issuer = {name: getattr(ISSUER, name) for name in ISSUER.__struct_fields__}
    async with inside(Folder(folder, (), ()), identity={"issuers": [issuer]}) as site, claimed(site) as found:
        yield found


async def test_from_a_voucher_to_an_account_whose_role_follows_the_issuer(club: Club, keys: Keys) -> None:
    club.node.desk.office.issuers = Issuers([ISSUER], keys.fetch)
    until = int(time.time()) + 60
    async with club.site.http() as http:
        came = await http.post("/api/sign-in/foreign", json={"token": voucher(exp=until)})
        assert (came.status_code, came.json()["me"]["role"]) == (200, "trainer")
        http.cookies.clear()
        again = await http.post("/api/sign-in/foreign", json={"token": voucher(exp=until, roles=["doctor"])})
        assert again.json()["me"] == {
            **came.json()["me"],
            "role": "medical",
            "expiresAt": again.json()["me"]["expiresAt"],
        }
        http.cookies.clear()
        bad = await http.post("/api/sign-in/foreign", json={"token": voucher(key=OTHER, exp=until)})
        assert (bad.status_code, bad.json()["code"]) == (401, "UNAUTHENTICATED")
        unknown = voucher(exp=until, roles=["athlete"], player="nobody")
        assert (await http.post("/api/sign-in/foreign", json={"token": unknown})).status_code == 404
    users = (await club.admin.get("/api/users")).json()["items"]
    assert [(user["login"], user["hasPassword"]) for user in users if user["role"] == "medical"] == [
        ("https://id.example#anna", False)
    ]
