"""What was wrong with what was sent, before the catalogue's own words for its code."""

from __future__ import annotations

from typing import Final

__all__ = ["TEXTS"]

TEXTS: Final = {
    "refused_not_today": "{work} is not for this player today.",
    "refused_no_training": "No training is allowed at present.",
    "refused_movement": "{work} asks for a movement that is not allowed at present.",
    "refused_nothing_permitted": "{session} has no work that is permitted to this player at present.",
    "refused_consent": (
        "No consent for {category, select, heart_rate {heart rate} video {video} medical {medical} wall {wall} "
        "other {this}}."
    ),
    # places and gear
    "refused_full": ("{place} holds {places, plural, one {# player} other {# players}}, and {players} are in it."),
    "refused_too_little_gear": (
        "{session} has {items} × {kind}, {players, plural, one {# player needs} other {# players need}} {wanted}."
    ),
    "refused_no_room": "No session has room.",
    "refused_no_facility": "There is no facility {place}.",
    "refused_no_kind": "There is no {kind}.",
    "refused_planned_at_once": (
        "{place} holds {places, plural, one {# player} other {# players}}, {players} are planned at once."
    ),
    "refused_gear_at_once": "{wanted} × {kind} are needed at once, there are {items}.",
    "refused_gear_broken": "{wanted} × {kind} are needed at once, there are {items} ({broken} out of service).",
    "refused_gear_asked": (
        "{players, plural, one {# player needs} other {# players need}} {wanted} × {kind}, not {items}."
    ),
    # moves and balance
    "refused_over": "{session} is over.",
    "refused_begun": "{session} has begun.",
    "refused_not_in_bundle": "{session} is not part of this bundle.",
    "refused_other_bundle": "{session} belongs to another bundle.",
    "refused_two_sessions": "A move needs two different sessions.",
    "refused_is_elsewhere": "The player is in {session} now.",
    "refused_move_them": "The player is in {session} now; move them.",
    "refused_moved_away": "The player has moved to another session; move them back.",
    "refused_take_in": "A trainer must take the player in again.",
    "balance_too_many": "{players} players do not fit into {places} places.",
    "balance_pinned_forbidden": "{player} is pinned to {session} but may not be there:",
    "balance_nowhere": "No session of the bundle is permitted for {player}.",
    "balance_too_many_pinned": "{players} players are pinned to {session}, which has {places} places.",
    "balance_none": "No assignment keeps every pin, restriction and capacity at once.",
    "move_left_bundle": "{session} is no longer part of the bundle",
    "move_crowded": ("{players} players in {session}, which has {places, plural, one {# place} other {# places}}"),
    "move_makes_room": "makes room for a player who may be nowhere else",
    "move_undone": "undone",
    # the life of a session
    "refused_state": (
        "A session that is {state, select, scheduled {scheduled} active {active} paused {paused} completed {completed} "
        "other {cancelled}} cannot {action, select, start {start} pause {pause} resume {resume} end {end} "
        "cancel {cancel} other {do this}}."
    ),
    "refused_emergency": "The emergency stop is still in force; release it first.",
    "refused_rated_later": "A session is rated when it is over; rate it after its end.",
    "refused_not_started": "The session had not started.",
    "refused_had_ended": "The session had ended.",
    "refused_blocks_wait": (
        "The session is {state, select, scheduled {scheduled} paused {paused} completed {completed} other {cancelled}}"
        "; blocks go on only while it is active."
    ),
    "refused_late_stop": "The stop was pressed {lateS} s ago.",
    "refused_called_off": "It was called off by another operation.",
    "refused_undone": "It was undone.",
    "refused_undo_late": "The time to undo this move is over.",
    "refused_acknowledge_first": "Somebody must acknowledge it first.",
    "refused_medics_stop": "Medics may stop everything; the rest is the trainers'.",
    "refused_own_sets": "Players correct their own sets only.",
    "refused_own_screen": "Players switch only their own screen.",
    "refused_another_player": "This is another player's.",
    "refused_floor_only": "This token is for the floor only.",
    "refused_own_calls": "Players ask for help, and report pain or equipment.",
    # sets and loads
    "load_cannot": "{weightKg} cannot be loaded; {nearestKg} can.",
    "load_cannot_two": "{weightKg} cannot be loaded; {belowKg} or {aboveKg} can.",
    "load_beyond_1rm": "{weightKg} is {sharePct} % of the estimated 1RM of {oneRepMaxKg}.",
    "load_beyond_first": "{weightKg} for a first set is beyond what is likely.",
    "load_unexpected": "{weightKg} was entered where about {expectedKg} was expected.",
    "load_meant": "Was {figure} {unit, select, lbs {lb} other {kg}} meant?",
    "set_other_exercise": "{exercise} was done.",
    "set_beyond_plan": ("Set {set} of {sets}: the plan has {sets, plural, one {# set} other {# sets}} of {exercise}."),
    "set_of": "Set {set} of {sets}.",
    # attempts and jumps
    "attempt_of": "Attempt {attempt} of {attempts}.",
    "attempt_no_start": "No start of attempt {attempt} was seen.",
    "attempt_fault": (
        "{drill}: {fault, select, cone_contact {cone contact} cone_missed {cone missed} line_contact {line contact} "
        "false_start {false start} incomplete {incomplete} wrong_direction {wrong direction} wrong_foot {wrong foot} "
        "crossed_feet {crossed feet} no_touch {no touch} fall {fall} timing_error {timing error} other {other}}."
    ),
    "time_too_short": "{timeMs} ms is shorter than any drill.",
    "time_not_stopped": "{timeS} s: the timer was not stopped.",
    "time_too_fast": (
        "{lengthM} m in {timeS} s would be {meanMps} m/s on average; nobody runs this drill faster than {limitMps} m/s."
    ),
    "time_too_many_jumps": "{jumps} jumps out and back in {timeS} s are more than feet can do.",
    "time_gates_back": "A later gate reported an earlier time.",
    "time_gate_late": "A gate reported {splitMs} ms, later than the finish.",
    "jump_flight": "A flight of {flightMs} ms: a jump flies 250 to 800 ms.",
    # records
    "record_name_taken": "The name is taken.",
    "record_exists": "A record like this exists, or one that it names does not.",
    "record_under_way": (
        "The same request is under way, or was cut off; look at what is there before you send it anew."
    ),
    "record_plan_version": "This plan is at version {version}, not {yours}.",
    "record_template_version": "This template is at version {version}, not {yours}.",
    "record_number_taken": "{player} wears number {number} in this team.",
    "record_zones": "The zones' lower bounds must rise and lie between 20 and 250 bpm.",
    "record_guardian": "Below {ageY} years a guardian must agree.",
}
