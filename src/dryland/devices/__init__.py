"""Bytes from sensors and recording files to samples.

Must not know what a floor makes of them, where bytes come from, nor what time it is.
"""

from dryland.devices.ant_heart_rate import AntHeartRate, ant_rr_ms, decode_ant_heart_rate, rr_between_ms
from dryland.devices.ble_heart_rate import HeartRateMeasurement, decode_heart_rate, rr_ms
from dryland.devices.cycling import (
    CrankCadence,
    crank_rpm,
    decode_cycling_power,
    decode_speed_cadence,
    wheel_speed_kmh,
)
from dryland.devices.flagged_fields import Flagged
from dryland.devices.ftms import (
    FtmsRecord,
    decode_cross_trainer,
    decode_indoor_bike,
    decode_rower,
    decode_treadmill,
)
from dryland.devices.payload_errors import (
    FlagsDisagreeError,
    NotAPayloadError,
    PayloadError,
    TrailingBytesError,
    TruncatedPayloadError,
)
from dryland.devices.recording import (
    IntervalDraft,
    Lap,
    Recording,
    RecordingError,
    RecordingReport,
    interval_plan,
    read_recording,
)
from dryland.devices.sensor_functions import (
    ant_hr_page,
    ble_hr_measurement,
    csc_measurement,
    cycling_power,
    decode_fields,
    ftms_cross_trainer,
    ftms_indoor_bike,
    ftms_rower,
    ftms_treadmill,
)

__all__ = [
    "AntHeartRate",
    "CrankCadence",
    "Flagged",
    "FlagsDisagreeError",
    "FtmsRecord",
    "HeartRateMeasurement",
    "IntervalDraft",
    "Lap",
    "NotAPayloadError",
    "PayloadError",
    "Recording",
    "RecordingError",
    "RecordingReport",
    "TrailingBytesError",
    "TruncatedPayloadError",
    "ant_hr_page",
    "ant_rr_ms",
    "ble_hr_measurement",
    "crank_rpm",
    "csc_measurement",
    "cycling_power",
    "decode_ant_heart_rate",
    "decode_cross_trainer",
    "decode_cycling_power",
    "decode_fields",
    "decode_heart_rate",
    "decode_indoor_bike",
    "decode_rower",
    "decode_speed_cadence",
    "decode_treadmill",
    "ftms_cross_trainer",
    "ftms_indoor_bike",
    "ftms_rower",
    "ftms_treadmill",
    "interval_plan",
    "read_recording",
    "rr_between_ms",
    "rr_ms",
    "wheel_speed_kmh",
]
