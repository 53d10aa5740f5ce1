"""TCX documents, whole, broken and hostile."""

import pytest

from dryland.devices.recording import RecordingError, interval_plan, read_recording

NAMESPACES = (
    'xmlns="http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2" '
    'xmlns:ns3="http://www.garmin.com/xmlschemas/ActivityExtension/v2"'
)
FIRST_MS = 1_700_000_000_000  # 2023-11-14T22:13:20Z


def point(second: int, *, beat: str = "120", extra: str = "") -> str:
    return (
        f"<Trackpoint><Time>2023-11-14T22:{13 + (20 + second) // 60:02d}:{(20 + second) % 60:02d}Z</Time>"
        f"<DistanceMeters>{second * 5.5}</DistanceMeters><HeartRateBpm><Value>{beat}</Value></HeartRateBpm>"
        f"<Cadence>85</Cadence><Extensions><ns3:TPX><ns3:Speed>5.5</ns3:Speed><ns3:Watts>210</ns3:Watts></ns3:TPX>"
        f"</Extensions>{extra}</Trackpoint>"
    )


def lap(start: str, seconds: range, *, intensity: str = "Active", trigger: str = "Manual") -> str:
    points = "".join(point(second) for second in seconds)
    return (
        f'<Lap StartTime="{start}"><TotalTimeSeconds>{len(seconds)}</TotalTimeSeconds>'
        f"<Intensity>{intensity}</Intensity><TriggerMethod>{trigger}</TriggerMethod><Track>{points}</Track></Lap>"
    )


def document(*laps: str) -> bytes:
    body = "".join(laps)
    return (
        f"<?xml version='1.0' encoding='UTF-8'?><TrainingCenterDatabase {NAMESPACES}><Activities>"
        f'<Activity Sport="Biking">{body}<Creator><Name>Edge 530</Name></Creator></Activity></Activities>'
        "</TrainingCenterDatabase>"
    ).encode()


TWO_LAPS = document(
    lap("2023-11-14T22:13:20Z", range(40), intensity="Resting"), lap("2023-11-14T22:14:00Z", range(40, 70))
)


def test_every_measure_is_read_in_its_unit():
    recording = read_recording(TWO_LAPS, name="ride.tcx")
    assert recording.at_ms == tuple(FIRST_MS + 1000 * second for second in range(70))
    assert (recording.heart_rate_bpm[0], recording.power_w[0], recording.cadence_rpm[0]) == (120, 210, 85.0)
    assert (recording.speed_mps[2], recording.distance_m[2]) == (5.5, 11.0)
    assert (recording.sport, recording.device, recording.clock) == ("biking", "Edge 530", "utc")


def test_laps_carry_their_kind_into_the_plan():
    plan = interval_plan(read_recording(TWO_LAPS))
    assert [(one.kind, one.kind_source) for one in plan] == [("rest", "file"), ("work", "file")]
    assert plan[0].duration_s == 40


def test_a_document_that_breaks_off_is_used_up_to_the_break():
    recording = read_recording(TWO_LAPS[: TWO_LAPS.index(b"22:14:20")])
    assert recording.report.used == 60
    assert "breaks off or is damaged at line 1, column" in recording.report.warnings[0]
    assert len(recording.laps) == 2


def test_a_break_inside_the_only_lap_keeps_its_samples():
    assert read_recording(TWO_LAPS[: TWO_LAPS.index(b"22:13:30")]).report.used == 10


@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;">]>',
        '<!DOCTYPE x SYSTEM "file:///etc/passwd">',
        '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
    ],
)
def test_an_xml_bomb_is_refused_before_it_expands(declaration: str):
    bomb = f"<?xml version='1.0'?>{declaration}<TrainingCenterDatabase>&c;</TrainingCenterDatabase>".encode()
    with pytest.raises(RecordingError, match="declares entities or a document type") as refused:
        read_recording(bomb, name="bomb.tcx")
    assert refused.value.position == "document type declaration"
    assert "Do not trust this file" in refused.value.remedy


def test_zeros_spikes_and_words_in_number_fields_are_dropped_one_by_one():
    points = point(0, beat="0") + point(1, beat="fast") + point(2, beat="121")
    recording = read_recording(document(f'<Lap StartTime="x"><Track>{points}</Track></Lap>'))
    assert recording.heart_rate_bpm == (None, None, 121)
    assert recording.report.dropped_values["heart rate outside 20-250 bpm"].first_position == "trackpoint 1"


def test_times_without_a_zone_are_read_as_utc_and_said():
    recording = read_recording(TWO_LAPS.replace(b"Z<", b"<").replace(b'Z"', b'"'))
    assert (recording.clock, recording.at_ms[0]) == ("local", FIRST_MS)
    assert "no time zone" in recording.report.warnings[0]


def test_laps_by_distance_are_marked_automatic():
    data = document(lap("2023-11-14T22:13:20Z", range(40), trigger="Distance"))
    assert [one.automatic for one in read_recording(data).laps] == [True]


def test_an_unknown_encoding_is_an_error_and_no_crash():
    with pytest.raises(RecordingError):
        read_recording(b"<?xml version='1.0' encoding='klingon'?><TrainingCenterDatabase/>")


def test_a_document_without_trackpoints_is_an_error_with_a_remedy():
    with pytest.raises(RecordingError, match="no samples"):
        read_recording(document())


def test_ten_thousand_nested_elements_are_no_crash():
    deep = b"<TrainingCenterDatabase>" + b"<a>" * 10_000
    with pytest.raises(RecordingError):
        read_recording(deep)
