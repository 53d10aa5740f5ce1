"""A roster from CSV: every row is reported, the good ones are taken in, nothing is guessed."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from dryland.store.records import Quantity
from dryland.web.roster import read_roster
from tests.web.club import Club

TODAY = date(2026, 11, 23)
FILE = """Name;Team;Nr;Född;Kön;HRmax;FTP;Shoe size
Maja Ek;U20;17;2008-03-09;k;201;245,5;39
Elias Öberg;U20;17;2007-01-02;m;;;
Maja Ek;U20;18;2008-03-09;k;;;
Nils Lind;U20;4;03/04/2008;m;;;
;U20;5;;;;;
Ida Rask;U20;6;2008-02-30;x;900;;
Tuva Berg;U16;7;2010-05-06;;;;
"""


async def send(club: Club, text: str | bytes, query: str = "") -> dict[str, object]:
    answer = await club.admin.post(f"/api/players/import{query}", content=text, headers={"content-type": "text/csv"})
    assert answer.status_code == 200, answer.text
    report: dict[str, object] = answer.json()
    return report


async def test_every_row_is_reported_and_the_good_ones_come_in(club: Club) -> None:
    await club.made("/api/teams", {"name": "U20"})
    dry = await send(club, FILE, "?dry_run=true")
    assert (await club.admin.get("/api/players")).json()["items"] == []
    report = await send(club, FILE)
    assert {key: report[key] for key in ("created", "refused")} == {"created": 1, "refused": 6}
    assert report["unknownColumns"] == ["Shoe size"]
    rows = {row["line"]: row for row in report["rows"]}  # type: ignore[attr-defined]
    assert [row["outcome"] for row in dry["rows"]] == [row["outcome"] for row in rows.values()]  # type: ignore[attr-defined]
    wrong = {line: [problem["column"] for problem in row.get("problems", ())] for line, row in rows.items()}
    assert wrong == {
        2: [],
        3: ["jersey_number"],
        4: ["name"],
        5: ["Född"],
        6: ["name"],
        7: ["Född", "Kön"],
        8: ["team"],
    }
    assert "more than one way" in rows[5]["problems"][0]["message"]
    player = (await club.admin.get("/api/players")).json()["items"][0]
    assert (player["name"], player["jerseyNumber"], player["sex"]) == ("Maja Ek", 17, "female")
    assert {each["quantity"]: each["value"] for each in player["measured"]} == {"hr_max": 201, "ftp_w": 245.5}
    again = await send(club, FILE)
    assert (again["created"], again["updated"], again["unchanged"]) == (0, 0, 1)


async def test_windows_files_and_other_separators_are_understood(club: Club) -> None:
    text = "Förnamn\tEfternamn\tNr\nÅsa\tÖberg\t9\n".encode("cp1252")
    report = await send(club, text)
    assert report["created"] == 1
    assert (await club.admin.get("/api/players")).json()["items"][0]["name"] == "Åsa Öberg"


async def test_a_file_without_names_or_players_is_refused_whole(club: Club) -> None:
    for text in ("", "name\n", "number,team\n1,U20\n"):
        answer = await club.admin.post("/api/players/import", content=text, headers={"content-type": "text/csv"})
        assert (answer.status_code, answer.json()["code"]) == (400, "VALIDATION_FAILED")


def test_a_day_is_read_only_where_it_has_one_meaning() -> None:
    for text, born in (
        ("2008-03-09", date(2008, 3, 9)),
        ("20080309", date(2008, 3, 9)),
        ("31.12.2006", date(2006, 12, 31)),
        ("12/31/2006", date(2006, 12, 31)),
        ("7-7-2007", date(2007, 7, 7)),
    ):
        assert read_roster(f"name,birthdate\nA,{text}\n".encode(), TODAY).rows[0].birth_date == born
    for text in ("09/03/2008", "9.3.2008", "2008-13-01", "2027-01-01", "1850-01-01", "yesterday"):
        row = read_roster(f"name,birthdate\nA,{text}\n".encode(), TODAY).rows[0]
        assert row.birth_date is None
        assert row.problems[0].column == "birthdate"


@given(born=st.dates(date(1950, 1, 1), date(2015, 1, 1)), separator=st.sampled_from("./-"), swapped=st.booleans())
def test_a_day_with_the_year_last_is_taken_in_only_as_what_it_must_mean(
    born: date, separator: str, swapped: bool
) -> None:
    parts = [f"{born.month}", f"{born.day}"] if swapped else [f"{born.day}", f"{born.month}"]
    text = separator.join([*parts, f"{born.year}"])
    row = read_roster(f"name,birthdate\nA,{text}\n".encode(), TODAY).rows[0]
    assert row.birth_date == (born if born.day > 12 or born.day == born.month else None)


@given(st.binary(max_size=400))
def test_no_file_makes_the_reader_stumble(body: bytes) -> None:
    roster = read_roster(b"name,number,birthdate,hrmax\n" + body, TODAY)
    for row in roster.rows:
        assert row.name or row.problems
        assert row.jersey_number is None or 0 <= row.jersey_number <= 99
        assert row.measured.keys() <= set(Quantity)
