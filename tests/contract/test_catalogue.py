"""The catalogue holds every event of the design with every field that was promised for it."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest

from dryland.contract import live
from dryland.contract.base import Command, Delivery, Role
from dryland.contract.catalogue import ANYBODY, CATALOGUE, EVENTS, PACE_DEFAULTS_S, STAFF, Pace, event
from dryland.contract.roots import roots
from dryland.contract.shapes import children, fields, reachable

D, U, L, V, N = Delivery.DURABLE, Delivery.URGENT, Delivery.LIVE, Delivery.DERIVED, Delivery.NONE

# constant, wire name, delivery, pace in s, fields of the command, fields of the event ("-": there is none)
PROMISED = [
    ("JOIN_SESSION", "training:session:join", N, 0, "sessionId role playerId epoch lastSeq live", "-"),
    ("LEAVE_SESSION", "training:session:leave", N, 0, "sessionId", "-"),
    ("SESSION_JOINED", "training:session:joined", V, 0, "-", "session role epoch seq recovered"),
    ("SESSION_LEFT", "training:session:left", V, 0, "-", "sessionId"),
    ("SESSION_START", "training:session:start", D, 0, "sessionId eventId occurredAt", "sessionId seq epoch recordedAt"),
    ("SESSION_PAUSE", "training:session:pause", D, 0, "sessionId", "sessionId"),
    ("SESSION_RESUME", "training:session:resume", D, 0, "sessionId", "sessionId"),
    ("SESSION_END", "training:session:end", D, 0, "sessionId", "sessionId"),
    ("FORCE_END_SESSION", "training:session:force:end", U, 0, "sessionId reason", "sessionId reason"),
    (
        "SESSION_UPDATE", "training:session:update", D, 0, "-",
        "updates.status updates.emergency.by updates.emergency.at updates.emergency.reason updates.startTime "
        "updates.endTime updates.pausedAt updates.duration updates.plan updates.totalPlayers",
    ),
    (
        "SESSION_PROGRESS", "training:session:progress", V, 0, "-",
        "progress currentPhase exercisesCompleted totalExercises playersActive playersCompleted",
    ),
    (
        "SESSION_MESSAGE", "training:session:message", D, 0, "message targetPlayers priority",
        "message targetPlayers priority",
    ),
    ("PLAYER_JOIN", "training:player:join", D, 0, "-", "player.playerId player.status"),
    ("PLAYER_LEAVE", "training:player:leave", D, 0, "-", "playerId reason"),
    ("PLAYER_STATUS_UPDATE", "training:player:status", D, 0, "playerId status reason", "playerId status reason"),
    ("KICK_PLAYER", "training:player:kick", D, 0, "playerId reason", "playerId reason"),
    ("SESSION_PLAN", "training:session:plan", D, 0, "plan", "plan"),
    (
        "PLAYER_METRICS_UPDATE", "training:player:metrics", L, 1,
        "playerId metrics.heartRate metrics.power metrics.pace metrics.speed metrics.cadence metrics.distance "
        "metrics.calories metrics.equipment",
        "playerId metrics.heartRate",
    ),
    (
        "PLAYER_EXERCISE_PROGRESS", "training:player:exercise:progress", D, 0,
        "playerId exerciseId setNumber completed",
        "playerId exercise exerciseId setNumber completed",
    ),
    (
        "PLAYER_INTERVAL_PROGRESS", "training:player:interval:progress", V, 0,
        "playerId intervalId timeRemaining completed",
        "playerId interval timeRemaining completed",
    ),
    (
        "PLAYER_SAMPLES", "training:player:samples", D, 0,
        "playerId columns.t columns.heartRate columns.power columns.cadence columns.speed columns.distance "
        "columns.rrIntervals",
        "playerId rows",
    ),
    ("LIVE_FRAME", "training:live:frame", V, 0, "-", "at players"),
    ("CLOCK", "training:clock", N, 0, "t0", "-"),
    (
        "STRENGTH_SET_COMPLETION", "training:strength:set:completion", D, 5,
        "playerId exerciseId exerciseName setData.setNumber setData.totalSets setData.reps setData.weight "
        "setData.weightUnit setData.rpe setData.tempo setData.formRating setData.velocities setData.outcome",
        "playerId exerciseId exerciseName setData.reps nextSetPreview.weight nextSetPreview.targetReps "
        "nextSetPreview.targetRpe nextSetPreview.estimatedRest nextSetPreview.reason nextSetPreview.confidence "
        "nextSetPreview.platesPerSide estimatedOneRepMax.value estimatedOneRepMax.low estimatedOneRepMax.high "
        "estimatedOneRepMax.method personalRecord velocityLoss",
    ),
    (
        "STRENGTH_WEIGHT_UPDATE", "training:strength:weight:update", D, 5,
        "playerId exerciseId weight weightUnit reason",
        "playerId exerciseId weight weightUnit reason previousWeight change progression loadable",
    ),
    (
        "STRENGTH_REST_TIMER", "training:strength:rest:timer", V, 1, "playerId exerciseId action extendBy",
        "playerId exerciseId restDuration timeRemaining endsAt timerState next.exerciseName next.setNumber next.weight",
    ),
    (
        "STRENGTH_FORM_FEEDBACK", "training:strength:form:feedback", D, 5,
        "playerId exerciseId setNumber rating issues source note",
        "playerId exerciseId setNumber rating issues source note corrections trend",
    ),
    (
        "CONDITIONING_HEART_RATE_UPDATE", "training:conditioning:hr:update", L, 1,
        "playerId heartRate rrIntervals contact",
        "heartRate zone zoneName percentOfMax targetZone compliance timeInZone",
    ),
    (
        "CONDITIONING_POWER_UPDATE", "training:conditioning:power:update", L, 1, "playerId power cadence speed",
        "power percentOfFtp powerZone rolling30s normalizedPower wBalance wBalancePercent",
    ),
    (
        "CONDITIONING_ZONE_COMPLIANCE", "training:conditioning:zone:compliance", L, 1,
        "playerId intervalId currentHeartRate targetZone.min targetZone.max targetZone.name actualZone "
        "compliancePercentage isInZone zoneViolationDuration",
        "playerId intervalId currentHeartRate targetZone.min targetZone.max targetZone.name actualZone "
        "compliancePercentage isInZone zoneViolationDuration",
    ),
    (
        "CONDITIONING_INTERVAL_TRANSITION", "training:conditioning:interval:transition", D, 0,
        "playerId intervalId transition.fromInterval.name transition.fromInterval.type "
        "transition.fromInterval.intensity transition.toInterval.duration transitionType",
        "playerId intervalId transition transitionType analysis.avgHeartRate analysis.maxHeartRate "
        "analysis.zoneCompliance analysis.avgPower analysis.normalizedPower analysis.heartRateRecovery "
        "analysis.dataCompleteness adaptiveRecommendations.intensityAdjustment "
        "adaptiveRecommendations.recoveryNeeded adaptiveRecommendations.performanceTrend "
        "adaptiveRecommendations.reason",
    ),
    (
        "HYBRID_BLOCK_TRANSITION", "training:hybrid:block:transition", D, 0,
        "playerId blockTransition.fromBlock.id blockTransition.fromBlock.type blockTransition.fromBlock.name "
        "blockTransition.fromBlock.index blockTransition.toBlock.estimatedDuration totalBlocks overallProgress",
        "playerId blockTransition totalBlocks overallProgress adaptiveAdjustments.intensityModifier "
        "adaptiveAdjustments.durationModifier adaptiveAdjustments.reason adaptiveAdjustments.inputs",
    ),
    (
        "HYBRID_MIXED_METRICS", "training:hybrid:mixed:metrics", L, 2,
        "playerId currentBlock metrics.currentSet metrics.reps metrics.weight metrics.heartRate metrics.power "
        "metrics.pace metrics.timeInBlock metrics.rpe metrics.fatigue",
        "playerId currentBlock metrics",
    ),
    (
        "HYBRID_MODE_SWITCH", "training:hybrid:mode:switch", D, 0, "playerId fromMode toMode reason initiatedBy",
        "playerId fromMode toMode reason initiatedBy switchesAt",
    ),
    (
        "AGILITY_DRILL_COMPLETION", "training:agility:drill:completion", D, 0,
        "playerId drillResult.drillId drillResult.drillName drillResult.pattern drillResult.attemptNumber "
        "drillResult.totalAttempts drillResult.completionTime drillResult.splits drillResult.errors.type "
        "drillResult.errors.description drillResult.source",
        "playerId drillResult valid performanceRating improvement.fromPrevious improvement.fromBest improvement.trend "
        "improvement.beyondNoise bestTime averageTime corrections",
    ),
    (
        "AGILITY_ERROR_TRACKING", "training:agility:error:tracking", D, 0,
        "playerId drillId attemptNumber error.type error.position error.atMs",
        "playerId drillId attemptNumber error correctionSuggestions countThisSession repeats",
    ),
    (
        "AGILITY_PATTERN_PROGRESS", "training:agility:pattern:progress", L, 0.5,
        "playerId drillId currentPhase patternProgress.currentStep patternProgress.totalSteps "
        "patternProgress.stepName patternProgress.stepInstructions visualCues.conePositions visualCues.pathTrace "
        "visualCues.currentPosition",
        "playerId drillId currentPhase patternProgress visualCues",
    ),
    (
        "AGILITY_TIMING_UPDATE", "training:agility:timing:update", L, 0.5,
        "playerId drillId attemptNumber elapsedMs split",
        "playerId drillId attemptNumber elapsedMs split deltaToBest deltaToPrevious",
    ),
    (
        "BULK_SESSION_CREATED", "training:bulk:session:created", D, 0,
        "bundleId bundleName sessions.sessionId sessions.workoutType sessions.plan sessions.templateId "
        "sessions.participantIds sessions.facilityId sessions.equipment.type sessions.equipment.count sessionIds "
        "workoutTypes totalParticipants scheduledStart estimatedDuration",
        "bundleId bundleName sessions.resources scheduledStart estimatedDuration seq epoch",
    ),
    (
        "BULK_SESSION_UPDATE", "training:bulk:session:update", D, 0, "bundleId updateType affectedSessions changes",
        "bundleId updateType affectedSessions changes",
    ),
    (
        "BULK_OPERATION_STATUS", "training:bulk:operation:status", U, 0,
        "bundleId operationId operation affectedSessions reason",
        "bundleId operationId operation affectedSessions status progress.completed progress.total progress.failed "
        "progress.errors.sessionId progress.errors.error executedBy reachedScreens unreachedScreens",
    ),
    (
        "CROSS_SESSION_PARTICIPANT_MOVE", "training:bulk:participant:move", D, 0,
        "bundleId playerId fromSession.sessionId toSession.sessionId fromSessionId toSessionId moveReason "
        "preserveProgress medicalNotes",
        "bundleId playerId fromSession toSession moveReason preserveProgress medicalNotes moveResult "
        "estimatedImpact.delayMinutes estimatedImpact.workoutModification",
    ),
    (
        "AGGREGATE_METRICS_BROADCAST", "training:bulk:metrics:aggregate", V, 0, "bundleId",
        "bundleId aggregatedMetrics.totalParticipants aggregatedMetrics.activeParticipants "
        "aggregatedMetrics.completedParticipants aggregatedMetrics.averageProgress aggregatedMetrics.averageHeartRate "
        "aggregatedMetrics.totalCaloriesBurned aggregatedMetrics.byWorkoutType aggregatedMetrics.performanceAlerts "
        "aggregatedMetrics.resourceUtilization.facilities aggregatedMetrics.resourceUtilization.equipment",
    ),
    (
        "RESOURCE_UPDATE", "training:resources:update", V, 0, "-",
        "facilities.name facilities.capacity facilities.assigned facilities.present equipment.type equipment.total "
        "equipment.inUse equipment.outOfService",
    ),
    (
        "MEDICAL_STATUS_CHANGED", "training:medical:status:changed", U, 0,
        "playerId previousStatus newStatus restrictions notes clearedDate updatedBy",
        "playerId previousStatus newStatus restrictions.bodyRegion restrictions.level restrictions.bannedMovements "
        "restrictions.maxLoadPct restrictions.maxHeartRatePct restrictions.validTo notes clearedDate updatedBy",
    ),
    (
        "ALERT_RAISED", "training:alert:raised", U, 0, "type playerId sessionId severity message",
        "alertId type playerId sessionId severity message evidence.rule evidence.inputs since",
    ),
    ("ALERT_ACKNOWLEDGED", "training:alert:acknowledged", U, 0, "alertId", "alertId"),
    ("ALERT_CLEARED", "training:alert:cleared", U, 0, "alertId", "alertId"),
    ("CALENDAR_EVENT_CHANGED", "training:calendar:event:changed", D, 0, "-", "changed changedBy"),
    (
        "PLAYER_AVAILABILITY_CHANGED", "training:player:availability:changed", D, 0, "-",
        "playerId newAvailability changedBy",
    ),
    ("WORKOUT_TEMPLATE_UPDATED", "training:template:updated", D, 0, "-", "templateId changed changedBy"),
    ("TEAM_ASSIGNMENT_CHANGED", "training:team:assignment:changed", D, 0, "-", "playerId changed changedBy"),
    ("ERROR", "training:error", V, 0, "-", "event code message severity retryable retryAfterMs suggestedActions"),
    (
        "TYPE_SPECIFIC_ERROR", "training:error:type:specific", V, 0, "-",
        "errorType workoutType context.exerciseId context.setNumber context.intervalId context.blockId context.drillId",
    ),
    (
        "BULK_OPERATION_ERROR", "training:error:bulk:operation", V, 0, "-",
        "bundleId operation errors.sessionId errors.error",
    ),
]  # fmt: skip

VALUES = {
    "SessionStatus": "scheduled active paused completed cancelled",
    "PlayerStatus": "waiting active paused completed dropped",
    "PlayerLeaveReason": "completed dropped kicked disconnected moved",
    "MessagePriority": "info warning urgent",
    "LiveMode": "events frames none",
    "Signal": "none live late stale lost implausible",
    "WorkoutType": "strength conditioning hybrid agility plyometrics",
    "SetOutcome": "completed partial failed skipped",
    "RestTimerState": "started running paused completed skipped over",
    "FormSource": "trainer video sensor",
    "IntervalKind": "work rest warmup cooldown",
    "TransitionKind": "automatic manual early_completion",
    "BlockKind": "exercise interval transition",
    "TimingSource": "gates light manual",
    "DrillTrend": "improving stable declining unknown",
    "DrillPhase": "setup execution recovery feedback",
    "UpdateType": "status_change participant_move schedule_change configuration_change",
    "BulkStatus": "initiated in_progress completed partially_completed failed",
    "MoveReason": "medical_restriction load_balancing equipment_availability player_request trainer_decision",
    "WorkoutModification": "none minor major",
    "MedicalStatus": "healthy injured limited recovery",
    "AlertType": (
        "high_fatigue low_compliance injury_risk equipment_issue signal_lost restriction_violated help_requested"
    ),
    "AlertSeverity": "low medium high",
    "RestrictionLevel": "none monitor modified no_impact no_contact no_training",
    "ErrorType": "strength_error conditioning_error hybrid_error agility_error plyometrics_error",
    "Severity": "info warning error critical",
}
SNAPSHOT = (
    "sessionId bundleId workoutId workoutName workoutType status emergency startTime endTime pausedAt duration "
    "trainerId trainerName totalPlayers activePlayers completedPlayers plan epoch seq players.playerId "
    "players.playerName "
    "players.jerseyNumber players.status players.joinedAt players.lastActivity players.exercise.setNumber "
    "players.interval.endsAt players.block.name players.drill.attemptNumber players.metrics players.signal "
    "players.recommendations players.restrictions players.medicalNotes"
)


def missing(payload: type[msgspec.Struct] | None, paths: str) -> Iterator[str]:
    """The promised paths that lead nowhere."""
    for path in paths.split():
        reached = {payload}
        for name in path.split("."):
            found = [
                field
                for cls in reached
                if cls and issubclass(cls, msgspec.Struct)
                for field in fields(cls)
                if field.wire == name
            ]
            if not found:
                yield path
                break
            reached = {child for field in found for child in children(field.type)}


@pytest.mark.parametrize("row", PROMISED, ids=lambda row: row[0])
def test_a_promised_event_is_in_the_catalogue_with_its_fields(row: tuple[str, str, Delivery, float, str, str]) -> None:
    constant, wire, delivery, pace_s, command, payload = row
    spec = event(constant)
    assert (spec.wire, spec.delivery, PACE_DEFAULTS_S[spec.pace]) == (wire, delivery, pace_s)
    assert CATALOGUE[wire] is spec
    assert (spec.command is None, spec.event is None) == (command == "-", payload == "-")
    assert [*missing(spec.command, command.replace("-", "")), *missing(spec.event, payload.replace("-", ""))] == []


def test_nothing_else_travels_but_positions_verdicts_on_advice_jumps_and_ratings() -> None:
    extra = {row.constant for row in EVENTS} - {row[0] for row in PROMISED}
    own = {"ADVICE_DECISION", "ADVICE_LIMITS", "PLYOMETRICS_JUMP_MEASUREMENT", "PLAYER_SESSION_RPE"}
    assert extra == {"POSITION", "BUNDLE_POSITION", *own}


@pytest.mark.parametrize(("name", "values"), VALUES.items())
def test_an_enumeration_has_exactly_its_values(name: str, values: str) -> None:
    cls = next(cls for cls in reachable((*roots(),)) if cls.__name__ == name)
    assert {member.value for member in cls} == set(values.split())


def test_a_snapshot_has_every_promised_field() -> None:
    joined = event("SESSION_JOINED").event
    assert [*missing(joined, " ".join(f"session.{path}" for path in SNAPSHOT.split()))] == []


def test_rest_commands_are_stored_though_the_timer_itself_is_recomputed() -> None:
    rest = event("STRENGTH_REST_TIMER")
    assert (rest.accepts, rest.delivery) == (Delivery.DURABLE, Delivery.DERIVED)


def test_events_that_nobody_but_the_server_sends_have_no_command() -> None:
    assert all((row.command is None) == (not row.senders) for row in EVENTS)


def test_only_staff_start_a_session_and_walls_send_nothing_but_their_own_coming_and_going() -> None:
    assert event("SESSION_START").senders == STAFF
    by_wall = {row.constant for row in EVENTS if Role.WALL in row.senders}
    assert by_wall == {"JOIN_SESSION", "LEAVE_SESSION", "CLOCK"}
    assert all(row.senders == ANYBODY for row in EVENTS if row.constant in by_wall)


def test_every_event_has_its_own_constant_and_every_command_type_is_a_command() -> None:
    assert len({row.constant for row in EVENTS}) == len(EVENTS)
    assert all(issubclass(row.command, Command) for row in EVENTS if row.command is not None)


def test_only_live_and_paced_classes_wait_for_their_turn() -> None:
    assert all(row.pace is Pace.NONE for row in EVENTS if row.delivery is Delivery.URGENT)


def test_a_live_frame_names_the_player_first_and_a_wall_frame_nobody() -> None:
    assert live.FRAME_COLUMNS[0] == "playerId"
    assert not {"playerId", "playerName", "heartRate", "power"} & set(live.WALL_FRAME_COLUMNS)


def test_an_unknown_constant_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        event("NO_SUCH_EVENT")
