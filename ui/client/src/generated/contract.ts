// Generated from the event catalogue by `dryland schema typescript`. Do not edit: change the catalogue.
// Optional fields are left out, never null. Timestamps are ISO-8601 strings in UTC.

/** ISO-8601 with offset, UTC on the way out */
export type Timestamp = string;

/** The command was carried out, a durable one is committed; `duplicate`: the same `eventId` had come before. `result` is the event that followed, where the answer carries it; `notice` is what the sender should know about it. */
export interface Accepted {
  readonly ok: true;
  /** opaque identifier; 1 to 64 characters */
  readonly eventId?: string;
  readonly seq?: number;
  readonly epoch?: string;
  readonly duplicate?: boolean;
  readonly result?: unknown;
  readonly notice?: ErrorBody;
}

/** Somebody takes an alert on, or shelves it for up to 10 min with a reason. */
export interface AcknowledgeAlert extends Command {
  /** opaque identifier; 1 to 64 characters */
  readonly alertId: string;
  /** opaque identifier; 1 to 64 characters */
  readonly sessionId?: string;
  /** min; > 0, ≤ 10 */
  readonly shelveMinutes?: number;
  /** at most 200 characters */
  readonly reason?: string;
}

/** A piece of a plan that is not for a player as planned, what stands in for it, and why in neutral words. */
export interface Adaptation {
  readonly kind: AdaptationKind;
  /** opaque identifier; 1 to 64 characters */
  readonly workId: string;
  /** 1 to 120 characters */
  readonly name: string;
  /** at most 200 characters */
  readonly reason: string;
  /** the sentence beside it as codes and figures, part by part; at most 16 items */
  readonly reasonSayings?: readonly Saying[];
  /** opaque identifier; 1 to 64 characters */
  readonly insteadId?: string;
  /** 1 to 120 characters */
  readonly insteadName?: string;
}

/** What became of a piece of work. */
export type AdaptationKind = "replaced" | "removed" | "limited";

/** How the next block is changed: factors of its planned intensity and duration, with the inputs. */
export interface AdaptiveAdjustments {
  /** ≥ 0.5, ≤ 1.5 */
  readonly intensityModifier: number;
  /** ≥ 0.5, ≤ 1.5 */
  readonly durationModifier: number;
  /** at most 500 characters */
  readonly reason: string;
  /** the sentence beside it as codes and figures, part by part; at most 16 items */
  readonly reasonSayings?: readonly Saying[];
  readonly inputs: Readonly<Record<string, number>>;
}

/** Advice for the next interval: bounded, with the inputs it was computed from. */
export interface AdaptiveRecommendation {
  /** % of the next target; ≥ -20, ≤ 10 */
  readonly intensityAdjustment: number;
  /** s of rest wanted before the next work interval, 0 where the plan will do; ≥ 0, ≤ 600 */
  readonly recoveryNeeded: number;
  readonly performanceTrend: PerformanceTrend;
  /** at most 500 characters */
  readonly reason: string;
  /** the sentence beside it as codes and figures, part by part; at most 16 items */
  readonly reasonSayings?: readonly Saying[];
  /** ≥ 0, ≤ 1 */
  readonly confidence?: number;
  readonly inputs?: Readonly<Record<string, number>>;
  /** names this advice when it is accepted or refused; 1 to 64 characters */
  readonly adviceId?: string;
}

/** An advice was accepted or refused; kept, so that advice can be judged by what came of it. */
export interface AdviceDecided extends PlayerFact {
  /** opaque identifier; 1 to 64 characters */
  readonly adviceId: string;
  readonly verdict: AdviceVerdict;
  /** at most 200 characters */
  readonly reason?: string;
  /** % of the planned power of this player's work intervals from `fromIndex` on, 0 as planned */
  readonly intensityChange?: number;
  /** the first interval that the change is for */
  readonly fromIndex?: number;
}

/** Accepts or refuses an advice that was shown. */
export interface AdviceDecision extends Command {
  /** opaque identifier; 1 to 64 characters */
  readonly sessionId: string;
  /** opaque identifier; 1 to 64 characters */
  readonly playerId: string;
  /** opaque identifier; 1 to 64 characters */
  readonly adviceId: string;
  readonly verdict: AdviceVerdict;
  /** at most 200 characters */
  readonly reason?: string;
}

/** Switches advice off or on, or limits it, for one player or for all; it holds until it is said anew. */
export interface AdviceLimits extends Command {
  /** opaque identifier; 1 to 64 characters */
  readonly sessionId: string;
  /** opaque identifier; 1 to 64 characters */
  readonly playerId?: string;
  readonly advice: AdviceSettings;
  /** at most 200 characters */
  readonly reason?: string;
}

/** Advice was switched off or on, or limited; in place of what the plan says of it. */
export interface AdviceLimitsChanged extends PlayerOrAllFact {
  readonly advice: AdviceSettings;
  /** at most 200 characters */
  readonly reason?: string;
}

/** How far the system may advise: switched off, or limited below its own caps. */
export interface AdviceSettings {
  readonly enabled?: boolean;
  /** ≥ 0, ≤ 5 */
  readonly maxIncreasePct?: number;
  /** ≥ 0, ≤ 10 */
  readonly maxDecreasePct?: number;
}

/** What a person made of an advice. */
export type AdviceVerdict = "accepted" | "refused";

/** Aggregates of a bundle at a moment. */
export interface AggregateBroadcast {
  /** opaque identifier; 1 to 64 characters */
  readonly bundleId: string;
  /** ISO-8601 with offset, UTC on the way out */
  readonly at: Timestamp;
  readonly aggregatedMetrics: AggregateMetrics;
}

/** Aggregates of a bundle; calories in kcal, completeness in % of the expected samples. */
export interface AggregateMetrics {
  /** ≥ 0, ≤ 10000 */
  readonly totalParticipants: number;
  /** ≥ 0, ≤ 10000 */
  readonly activeParticipants: number;
  /** ≥ 0, ≤ 10000 */
  readonly completedParticipants: number;
  /** %; ≥ 0, ≤ 100 */
  readonly averageProgress: number;
  readonly averageHeartRate?: number;
  readonly totalCaloriesBurned?: number;
  readonly byWorkoutType: Readonly<Partial<Record<WorkoutType, WorkoutAggregate>>>;
  /** for medical and staff only */
  readonly performanceAlerts?: readonly PerformanceAlert[];
  readonly resourceUtilization: ResourceUtilization;
  /** %; ≥ 0, ≤ 100 */
  readonly dataCompleteness?: number;
}

/** Asks for the aggregates of a bundle now. */
export interface AggregateRequest extends Command {
  /** opaque identifier; 1 to 64 characters */
  readonly bundleId: string;
}

/** What players do in an agility session, in order, and who starts when. */
export interface AgilityPlan {
  /** 1 to 40 items */
  readonly drills: readonly Drill[];
  /** at most 1,000 items */
  readonly startList?: readonly StartListEntry[];
}

/** Somebody has taken an alert on. */
export interface AlertAcknowledged extends OrganisationFact {
  /** opaque identifier; 1 to 64 characters */
  readonly alertId: string;
  /** opaque identifier; 1 to 64 characters */
  readonly acknowledgedBy: string;
  /** ISO-8601 with offset, UTC on the way out */
  readonly acknowledgedAt: Timestamp;
  /** 1 to 120 characters */
  readonly acknowledgedByName?: string;
  readonly type?: AlertType;
  /** opaque identifier; 1 to 64 characters */
  readonly playerId?: string;
  /** ISO-8601 with offset, UTC on the way out */
  readonly shelvedUntil?: Timestamp;
  /** at most 200 characters */
  readonly reason?: string;
}

/** An alert's cause is gone, seen by the rule itself or said by somebody (`by`). */
export interface AlertCleared extends OrganisationFact {
  /** opaque identifier; 1 to 64 characters */
  readonly alertId: string;
  /** ISO-8601 with offset, UTC on the way out */
  readonly clearedAt: Timestamp;
  readonly type?: AlertType;
  /** opaque identifier; 1 to 64 characters */
  readonly playerId?: string;
  /** at most 200 characters */
  readonly reason?: string;
  /** s in force */
  readonly duration?: number;
}

/** The rule that fired and the figures it saw, so that anybody can recompute it. */
export interface AlertEvidence {
  /** 1 to 120 characters */
  readonly rule: string;
  readonly inputs: Readonly<Record<string, number | string | boolean | null>>;
  readonly grade?: EvidenceGrade;
}

/** An alert is in force since `since`; told again when it grows, gets worse or calls the next role. `cause` is what it is about: one cause has one open alert. `player_ids` are those grouped under it, `causes` counts them. */
export interface AlertRaised extends OrganisationFact {
  /** opaque identifier; 1 to 64 characters */
  readonly alertId: string;
  readonly type: AlertType;
  readonly severity: AlertSeverity;
  /** at most 500 characters */
  readonly message: string;
  /** the sentence beside it as codes and figures, part by part; at most 16 items */
  readonly messageSayings?: readonly Saying[];
  readonly evidence: AlertEvidence;
  /** ISO-8601 with offset, UTC on the way out */
  readonly since: Timestamp;
  /** opaque identifier; 1 to 64 characters */
  readonly playerId?: string;
  readonly playerIds?: readonly string[];
  /** opaque identifier; 1 to 64 characters */
  readonly bundleId?: string;
  /** opaque identifier; 1 to 64 characters */
  readonly equipmentId?: string;
  readonly pain?: PainReport;
  /** ≥ 0, ≤ 10000 */
  readonly causes?: number;
  /** 1 to 120 characters */
  readonly cause?: string;
  readonly escalatedTo?: Role;
  /** for medics only; at most 2,000 characters; for medical only */
  readonly medicalNotes?: string;
}

/** How soon somebody must act; high latches until it is acknowledged. */
export type AlertSeverity = "low" | "medium" | "high";

/** What is wrong. */
export type AlertType = "high_fatigue" | "low_compliance" | "injury_risk" | "equipment_issue" | "signal_lost" | "restriction_violated" | "help_requested";

/** Whether a player can train. */
export type Availability = "available" | "limited" | "unavailable";

/** A player can train, can train in part, or cannot; the reason is for staff. */
export interface AvailabilityChanged extends OrganisationFact {
  /** opaque identifier; 1 to 64 characters */
  readonly playerId: string;
  readonly newAvailability: Availability;
  /** opaque identifier; 1 to 64 characters */
  readonly changedBy: string;
  readonly previousAvailability?: Availability;
  /** ISO-8601 with offset, UTC on the way out */
  readonly validFrom?: Timestamp;
  /** ISO-8601 with offset, UTC on the way out */
  readonly validTo?: Timestamp;
  /** at most 200 characters; for medical and staff only */
  readonly reason?: string;
  readonly affectedSessions?: readonly string[];
}

/** What a block is made of; also the mode of a player's screen. */
export type BlockKind = "exercise" | "interval" | "transition";

/** Where a player is in a hybrid plan. */
export interface BlockPointer {
  readonly index: number;
  /** opaque identifier; 1 to 64 characters */
  readonly id: string;
  /** 1 to 120 characters */
  readonly name: string;
  readonly type: BlockKind;
  readonly total: number;
  /** ISO-8601 with offset, UTC on the way out */
  readonly startedAt: Timestamp;
  /** ISO-8601 with offset, UTC on the way out */
  readonly endsAt?: Timestamp;
  readonly scheme?: BlockScheme;
  readonly round?: number;
  readonly rounds?: number;
  /** 1 to 120 characters */
  readonly nextName?: string;
  readonly nextType?: BlockKind;
  /** the screen's mode; follows the block unless switched */
  readonly mode?: BlockKind;
  /** when `nextMode` begins, after its notice */
  readonly modeSwitchesAt?: Timestamp;
  readonly nextMode?: BlockKind;
  /** in force in this block */
  readonly adaptiveAdjustments?: AdaptiveAdjustments;
}

/** A block as named in a transition. */
export interface BlockRef {
  /** opaque identifier; 1 to 64 characters */
  readonly id: string;
  readonly type: BlockKind;
  /** 1 to 120 characters */
  readonly name: string;
  /** ≥ 0, ≤ 1000 */
  readonly index?: number;
  /** s; ≥ 0, ≤ 86400 */
  readonly estimatedDuration?: number;
}

/** What came of a block. Times in s without pauses; `rounds` are whole ones, `reps` those of the round begun. */
export interface BlockResult {
  readonly scheme: BlockScheme;
  /** s; ≥ 0, ≤ 86400 */
  readonly duration: number;
  /** ≥ 0 */
  readonly sets?: number;
  /** ≥ 0 */
  readonly totalSets?: number;
  /** ≥ 0 */
  readonly rounds?: number;
  /** ≥ 0 */
  readonly reps?: number;
  /** rounds of an EMOM that were not done in their minute */
  readonly missed?: number;
  /** s for all rounds of a for-time block; none when capped */
  readonly time?: number;
  readonly capped?: boolean;
}

/** How a block is scored: sets in order, rounds in a time, one a minute, or the time for all rounds. */
export type BlockScheme = "sets" | "amrap" | "emom" | "for_time";

/** From which block to which; both ends may be absent at the edges of the plan. */
export interface BlockStep {
  readonly fromBlock?: BlockRef;
  readonly toBlock?: BlockRef;
}

/** Moves a player to the next block. */
export interface BlockTransition extends Command {
  /** opaque identifier; 1 to 64 characters */
  readonly sessionId: string;
  /** opaque identifier; 1 to 64 characters */
  readonly playerId: string;
  readonly blockTransition: BlockStep;
  /** ≥ 1, ≤ 1000 */
  readonly totalBlocks?: number;
  /** %; ≥ 0, ≤ 100 */
  readonly overallProgress?: number;
}

/** A player is in the next block; at the plan's end `toBlock` is absent and `finished` true. */
export interface BlockTransitioned extends PlayerFact {
  readonly blockTransition: BlockStep;
  readonly totalBlocks: number;
  /** %; ≥ 0, ≤ 100 */
  readonly overallProgress: number;
  readonly adaptiveAdjustments?: AdaptiveAdjustments;
  /** of the block that is over */
  readonly result?: BlockResult;
  /** ISO-8601 with offset, UTC on the way out */
  readonly endsAt?: Timestamp;
  readonly finished?: boolean;
}

/** What can be done to all sessions of a bundle at once; a stop is released before anything resumes. */
export type BulkOperation = "start_all" | "pause_all" | "resume_all" | "emergency_stop_all" | "release_stop_all" | "rebalance_participants" | "undo";

/** Does something to all sessions of a bundle or the named ones; `dryRun` only says what would happen. */
export interface BulkOperationCommand extends Command {
  /** opaque identifier; 1 to 64 characters */
  readonly bundleId: string;
  readonly operation: BulkOperation;
  /** opaque identifier; 1 to 64 characters */
  readonly operationId?: string;
  /** at most 500 items */
  readonly affectedSessions?: readonly string[];
  /** at most 200 characters */
  readonly reason?: string;
  readonly dryRun?: boolean;
  /** the operation that an undo takes back, or a move's eventId; 1 to 64 characters */
  readonly undoes?: string;
  /** s before a start, in which it can be undone; ≥ 0, ≤ 60 */
  readonly countdown?: number;
  /** players that a rebalance leaves where they are; at most 500 items */
  readonly pinnedPlayers?: readonly string[];
  /** opaque identifier; 1 to 64 characters */
  readonly executedBy?: string;
}

/** A bulk operation failed for some sessions or all. */
export interface BulkOperationError extends TrainingError {
  /** opaque identifier; 1 to 64 characters */
  readonly bundleId: string;
  /** 1 to 120 characters */
  readonly operation: string;
  readonly errors: readonly SessionFailure[];
}

/** How a bulk operation goes, from the first session to the last screen. */
export interface BulkOperationReported extends BundleFact {
  /** opaque identifier; 1 to 64 characters */
  readonly operationId: string;
  readonly operation: BulkOperation;
  readonly status: BulkStatus;
  readonly progress: BulkProgress;
  /** at most 500 items */
  readonly affectedSessions: readonly string[];
  /** opaque identifier; 1 to 64 characters */
  readonly executedBy: string;
  /** at most 200 characters */
  readonly reason?: string;
  readonly results?: readonly SessionOutcome[];
  readonly moves?: readonly PlannedMove[];
  /** ≥ 0, ≤ 10000 */
  readonly reachedScreens?: number;
  /** ≥ 0, ≤ 10000 */
  readonly totalScreens?: number;
  /** for medical and staff only */
  readonly unreachedScreens?: readonly UnreachedScreen[];
  readonly dryRun?: boolean;
  /** for medical and staff only */
  readonly checks?: readonly PreflightCheck[];
  /** opaque identifier; 1 to 64 characters */
  readonly undoes?: string;
  /** ISO-8601 with offset, UTC on the way out */
  readonly undoUntil?: Timestamp;
  /** when a countdown is over */
  readonly startsAt?: Timestamp;
  /** ISO-8601 with offset, UTC on the way out */
  readonly expiresAt?: Timestamp;
}

/** Sessions done so far; the failed ones with their errors. */
export interface BulkProgress {
  /** ≥ 0, ≤ 10000 */
  readonly completed: number;
  /** ≥ 0, ≤ 10000 */
  readonly total: number;
  readonly failed?: readonly string[];
  /** for medical and staff only */
  readonly errors?: readonly SessionFailure[];
}

/** How far a bulk operation is. */
export type BulkStatus = "initiated" | "in_progress" | "completed" | "partially_completed" | "failed";

/** The changed values; those that fit the update's type are filled in. */
export interface BundleChanges {
  readonly status?: SessionStatus;
  /** at most 500 items */
  readonly playerIds?: readonly string[];
  /** opaque identifier; 1 to 64 characters */
  readonly fromSessionId?: string;
  /** opaque identifier; 1 to 64 characters */
  readonly toSessionId?: string;
  /** ISO-8601 with offset, UTC on the way out */
  readonly scheduledStart?: Timestamp;
  /** min; ≥ 0, ≤ 1440 */
  readonly estimatedDuration?: number;
  /** 1 to 120 characters */
  readonly bundleName?: string;
  /** opaque identifier; 1 to 64 characters */
  readonly facilityId?: string;
  /** at most 50 items */
  readonly equipment?: readonly EquipmentNeed[];
  /** opaque identifier; 1 to 64 characters */
  readonly trainerId?: string;
}

/** A bundle exists; every resource that was asked for is allocated. */
export interface BundleCreated extends BundleFact {
  /** 1 to 120 characters */
  readonly bundleName: string;
  readonly sessions: readonly BundleSession[];
  /** ≥ 0, ≤ 10000 */
  readonly totalParticipants: number;
  /** ISO-8601 with offset, UTC on the way out */
  readonly scheduledStart?: Timestamp;
  /** min; ≥ 0, ≤ 1440 */
  readonly estimatedDuration?: number;
  /** opaque identifier; 1 to 64 characters */
  readonly createdBy?: string;
}

/** What has happened to a bundle of sessions; positions count in the bundle's own log. */
export interface BundleFact extends Recorded {
  /** opaque identifier; 1 to 64 characters */
  readonly bundleId: string;
}

/** A position notice of a bundle's log: an event was stored that this audience may not see. */
export interface BundlePosition {
  /** opaque identifier; 1 to 64 characters */
  readonly bundleId: string;
  readonly epoch: string;
  readonly seq: number;
}

/** One session of a bundle, with the resources it was given. */
export interface BundleSession {
  /** opaque identifier; 1 to 64 characters */
  readonly sessionId: string;
  readonly workoutType: WorkoutType;
  /** 1 to 120 characters */
  readonly name: string;
  /** at most 500 items */
  readonly participantIds: readonly string[];
  readonly resources: ResourceAllocation;
  /** ISO-8601 with offset, UTC on the way out */
  readonly scheduledStart?: Timestamp;
  /** s; ≥ 0, ≤ 86400 */
  readonly startOffset?: number;
}

/** Something of a bundle has changed. */
export interface BundleUpdated extends BundleFact {
  readonly updateType: UpdateType;
  /** at most 500 items */
  readonly affectedSessions: readonly string[];
  readonly changes: BundleChanges;
  readonly allocations?: readonly SessionAllocation[];
}

/** An entry of the calendar was made, changed, moved or deleted. */
export interface CalendarEventChanged extends OrganisationFact {
  /** opaque identifier; 1 to 64 characters */
  readonly calendarEventId: string;
  readonly change: ChangeKind;
  /** names of the changed fields */
  readonly changed: readonly string[];
  /** opaque identifier; 1 to 64 characters */
  readonly changedBy: string;
  /** 1 to 120 characters */
  readonly title?: string;
  /** ISO-8601 with offset, UTC on the way out */
  readonly startTime?: Timestamp;
  /** ISO-8601 with offset, UTC on the way out */
  readonly endTime?: Timestamp;
  /** opaque identifier; 1 to 64 characters */
  readonly teamId?: string;
  /** opaque identifier; 1 to 64 characters */
  readonly bundleId?: string;
  /** opaque identifier; 1 to 64 characters */
  readonly facilityId?: string;
}

/** What happened to a record. */
export type ChangeKind = "created" | "updated" | "deleted" | "rescheduled";

/** Somebody says that an alert's cause is gone. */
export interface ClearAlert extends Command {
  /** opaque identifier; 1 to 64 characters */
  readonly alertId: string;
  /** opaque identifier; 1 to 64 characters */
  readonly sessionId?: string;
  /** at most 200 characters */
  readonly reason?: string;
}

/** A client's clock reading, in ms since 1970. */
export interface Clock extends Command {
  readonly t0: number;
}

/** The reading back with the server's receive and send times, in ms since 1970; and which server it is. */
export interface ClockAck {
  readonly t0: number;
  readonly t1: number;
  readonly t2: number;
  readonly server?: ServerRevision;
}

/** What a client asks for or reports; identity comes from its token, never from here. */
export interface Command {
  /** UUIDv7 or ULID made where the fact was recorded; the key of dedupe; 8 to 64 characters */
  readonly eventId?: string;
  /** ISO-8601 with offset, UTC on the way out */
  readonly occurredAt?: Timestamp;
}

/** What players do in a conditioning session, in order. */
export interface ConditioningPlan {
  /** 1 to 500 items */
  readonly intervals: readonly Interval[];
  /** at most 200 characters */
  readonly equipment?: string;
}

/** A cone and the letter it is called by. */
export interface Cone {
  /** opaque identifier; 1 to 64 characters */
  readonly id: string;
  /** m; ≥ -200, ≤ 200 */
  readonly x: number;
  /** m; ≥ -200, ≤ 200 */
  readonly y: number;
}

/** Puts sessions under one controller: `sessions`, or the older flat form with `sessionIds`. */
export interface CreateBundle extends Command {
  /** 1 to 120 characters */
  readonly bundleName: string;
  /** opaque identifier; 1 to 64 characters */
  readonly bundleId?: string;
  /** 1 to 8 items */
  readonly sessions?: readonly SessionDraft[];
  readonly distribution?: Distribution;
  /** ISO-8601 with offset, UTC on the way out */
  readonly scheduledStart?: Timestamp;
  /** min; ≥ 0, ≤ 1440 */
  readonly estimatedDuration?: number;
  /** 1 to 8 items */
  readonly sessionIds?: readonly string[];
  /** at most 8 items */
  readonly workoutTypes?: readonly WorkoutType[];
  /** ≥ 0, ≤ 10000 */
  readonly totalParticipants?: number;
  /** opaque identifier; 1 to 64 characters */
  readonly createdBy?: string;
}

/** What the server promises for an event; see the reference's table. */
export type Delivery = "none" | "durable" | "live" | "urgent" | "derived";

/** How players are spread over the sessions of a bundle. */
export type DistributeBy = "evenly" | "line" | "ability";

/** Players to be spread over the sessions: `playerIds`, or everybody of a team. `pins` name a place in `sessions` for some. `abilities` are any figures that compare the players; those that are not given are threshold power per body mass, W/kg, where both were tested. */
export interface Distribution {
  readonly by?: DistributeBy;
  /** at most 500 items */
  readonly playerIds?: readonly string[];
  /** opaque identifier; 1 to 64 characters */
  readonly teamId?: string;
  readonly pins?: Readonly<Record<string, number>>;
  readonly abilities?: Readonly<Record<string, number>>;
}

/** One drill. Without `cones` and `steps` the library's layout of its pattern applies; `rest` in s. */
export interface Drill {
  /** opaque identifier; 1 to 64 characters */
  readonly id: string;
  /** 1 to 120 characters */
  readonly name: string;
  readonly pattern: DrillPattern;
  /** counts from 1; ≥ 1, ≤ 100 */
  readonly attempts: number;
  /** 1 to 100 items */
  readonly cones?: readonly Cone[];
  /** 1 to 200 items */
  readonly steps?: readonly DrillStep[];
  /** counts from 1; ≥ 1, ≤ 100 */
  readonly bestOf?: number;
  /** s; ≥ 0, ≤ 86400 */
  readonly rest?: number;
  /** 1 to 3 items */
  readonly sides?: readonly Side[];
  readonly faults?: Readonly<Partial<Record<FaultKind, FaultPolicy>>>;
  /** m; > 0, ≤ 1000 */
  readonly length?: number;
  /** at most 20 items */
  readonly movements?: readonly string[];
  /** at most 20 items */
  readonly bodyRegions?: readonly string[];
}

/** An attempt was done, whether it counts, and how it compares. Times in ms. */
export interface DrillCompleted extends PlayerFact {
  readonly drillResult: DrillResult;
  readonly valid: boolean;
  readonly performanceRating?: PerformanceRating;
  readonly ratingBasis?: RatingBasis;
  readonly improvement?: DrillImprovement;
  /** ms; ≥ 0, ≤ 3.6e+06 */
  readonly bestTime?: number;
  /** ms; ≥ 0, ≤ 3.6e+06 */
  readonly averageTime?: number;
  readonly corrections?: readonly DrillCorrection[];
  readonly voidReasons?: readonly FaultKind[];
  /** kept, but not compared with until confirmed */
  readonly questioned?: boolean;
  readonly notice?: Notice;
  /** % between the sides' best times */
  readonly asymmetry?: number;
  /** enough attempts count, or none is left */
  readonly drillFinished?: boolean;
}

/** An attempt is done. The same attempt told again replaces the former word; `confirmed` answers a question. */
export interface DrillCompletion extends Command {
  /** opaque identifier; 1 to 64 characters */
  readonly sessionId: string;
  /** opaque identifier; 1 to 64 characters */
  readonly playerId: string;
  readonly drillResult: DrillResult;
  readonly confirmed?: boolean;
}

/** What to say for one kind of fault. */
export interface DrillCorrection {
  readonly type: FaultKind;
  /** at most 500 characters */
  readonly cue: string;
  /** the sentence beside it as codes and figures, part by part; at most 16 items */
  readonly cueSayings?: readonly Saying[];
}

/** A fault with its place and time in the attempt. */
export interface DrillError {
  readonly type: FaultKind;
  readonly position?: Point;
  /** ms; ≥ 0, ≤ 3.6e+06 */
  readonly atMs?: number;
  /** at most 200 characters */
  readonly description?: string;
  /** the sentence beside it as codes and figures, part by part; at most 16 items */
  readonly descriptionSayings?: readonly Saying[];
}

/** A fault seen in an attempt. */
export interface DrillFault {
  readonly type: FaultKind;
  /** at most 200 characters */
  readonly description?: string;
  /** the sentence beside it as codes and figures, part by part; at most 16 items */
  readonly descriptionSayings?: readonly Saying[];
}

/** Against the player's own attempts, in ms; `beyondNoise` when larger than the typical error allows. `fromBest` is against the best ever known before; trend and noise judge against the mean of the earlier valid attempts of the session, or of former sessions when this is the first. */
export interface DrillImprovement {
  /** ms; below zero is faster; ≥ -3.6e+06, ≤ 3.6e+06 */
  readonly fromPrevious?: number;
  /** ms; below zero is faster; ≥ -3.6e+06, ≤ 3.6e+06 */
  readonly fromBest?: number;
  readonly trend: DrillTrend;
  readonly beyondNoise: boolean;
  /** ms; below zero is faster; ≥ -3.6e+06, ≤ 3.6e+06 */
  readonly fromMean?: number;
  /** ms; the error of one attempt */
  readonly typicalError?: number;
  /** at most 200 characters */
  readonly typicalErrorBasis?: string;
}

/** The drills the library knows; `custom` brings its own cones. */
export type DrillPattern = "pro_agility" | "t_test" | "illinois" | "lane_agility" | "hexagon" | "505" | "linear" | "ladder" | "custom";

/** Where an attempt is. */
export type DrillPhase = "setup" | "execution" | "recovery" | "feedback";

/** Where a player is in an agility plan; times in ms. */
export interface DrillPointer {
  readonly index: number;
  /** opaque identifier; 1 to 64 characters */
  readonly id: string;
  /** 1 to 120 characters */
  readonly name: string;
  readonly pattern: DrillPattern;
  /** drills in the plan */
  readonly total?: number;
  /** counts from 1; ≥ 1, ≤ 100 */
  readonly attemptNumber: number;
  /** counts from 1; ≥ 1, ≤ 100 */
  readonly totalAttempts: number;
  readonly phase: DrillPhase;
  /** ≥ 0, ≤ 200 */
  readonly step?: number;
  /** ISO-8601 with offset, UTC on the way out */
  readonly startedAt?: Timestamp;
  /** ISO-8601 with offset, UTC on the way out */
  readonly restEndsAt?: Timestamp;
  /** ms; ≥ 0, ≤ 3.6e+06 */
  readonly lastTime?: number;
  /** ms; ≥ 0, ≤ 3.6e+06 */
  readonly bestTime?: number;
  /** place in the start list, counts from 1 */
  readonly startPosition?: number;
  /** the player's turn where starts are timed */
  readonly startsAt?: Timestamp;
  readonly side?: Side;
  /** 1 to 120 characters */
  readonly nextName?: string;
}

/** An attempt as it was timed; raw times in ms, faults beside them. */
export interface DrillResult {
  /** opaque identifier; 1 to 64 characters */
  readonly drillId: string;
  /** 1 to 120 characters */
  readonly drillName?: string;
  readonly pattern?: DrillPattern;
  /** counts from 1; ≥ 1, ≤ 100 */
  readonly attemptNumber: number;
  /** counts from 1; ≥ 1, ≤ 100 */
  readonly totalAttempts?: number;
  /** ms; > 0, ≤ 3.6e+06 */
  readonly completionTime: number;
  /** ms from the start, one per gate; at most 50 items */
  readonly splits?: readonly number[];
  /** at most 50 items */
  readonly errors?: readonly DrillFault[];
  readonly source?: TimingSource;
  readonly side?: Side;
  /** ms after the start signal; ≥ -10000, ≤ 60000 */
  readonly reactionTime?: number;
}

/** One leg of a drill and the words that explain it. */
export interface DrillStep {
  /** 1 to 120 characters */
  readonly name: string;
  /** at most 500 characters */
  readonly instructions: string;
  /** opaque identifier; 1 to 64 characters */
  readonly to?: string;
  readonly movement?: Movement;
  readonly gate?: boolean;
}

/** Which way the times go; unknown before there is something to compare. */
export type DrillTrend = "improving" | "stable" | "declining" | "unknown";

/** One step of a drop set: this much off the bar, these reps, no rest. */
export interface DropStep {
  /** %; ≥ 0, ≤ 100 */
  readonly loadReductionPct: number;
  /** ≥ 0, ≤ 100 */
  readonly reps?: number;
}

/** An emergency stop in force: who stopped, when, why; a wall learns only when. */
export interface Emergency {
  /** opaque identifier; 1 to 64 characters */
  readonly by?: string;
  /** 1 to 120 characters */
  readonly byName?: string;
  /** ISO-8601 with offset, UTC on the way out */
  readonly at: Timestamp;
  /** at most 200 characters */
  readonly reason?: string;
}

/** How many of a kind of equipment; `perPlayer` where each player needs that many for themselves. */
export interface EquipmentNeed {
  /** 1 to 40 characters */
  readonly type: string;
  /** ≥ 0, ≤ 10000 */
  readonly count: number;
  /** ≥ 0, ≤ 10000 */
  readonly perPlayer?: number;
}

/** The machine a value came from. */
export interface EquipmentReading {
  /** opaque identifier; 1 to 64 characters */
  readonly id?: string;
  /** at most 200 characters */
  readonly type?: string;
  readonly resistance?: number;
}

/** A kind of equipment now. */
export interface EquipmentState {
  /** 1 to 40 characters */
  readonly type: string;
  /** ≥ 0, ≤ 10000 */
  readonly total: number;
  /** ≥ 0, ≤ 10000 */
  readonly inUse: number;
  /** ≥ 0, ≤ 10000 */
  readonly outOfService: number;
  readonly gaps?: readonly GearGap[];
}

/** A refusal as a person and a program read it. */
export interface ErrorBody {
  readonly number: number;
  readonly code: ErrorCode;
  readonly message: string;
  /** the sentence beside it as codes and figures, part by part; at most 16 items */
  readonly detailSayings?: readonly Saying[];
  readonly severity: Severity;
  readonly retryable: boolean;
  readonly retryAfterMs?: number;
  readonly suggestedActions: readonly string[];
  readonly automaticRecovery?: string;
  readonly context?: ErrorContext;
  /** the entry itself was stored */
  readonly kept?: boolean;
}

/** Stable codes; see `ERRORS` for what each means. */
export type ErrorCode = "VALIDATION_FAILED" | "UNKNOWN_EVENT" | "UNAUTHENTICATED" | "FORBIDDEN" | "CONSENT_MISSING" | "SESSION_NOT_FOUND" | "BUNDLE_NOT_FOUND" | "PLAYER_NOT_IN_SESSION" | "INVALID_TRANSITION" | "CAPACITY_EXCEEDED" | "EQUIPMENT_UNAVAILABLE" | "MEDICAL_RESTRICTION" | "CONFLICT" | "RATE_LIMITED" | "PAYLOAD_TOO_LARGE" | "STALE_COMMAND" | "STORAGE_UNAVAILABLE" | "INTERNAL" | "WRONG_WORKOUT_TYPE" | "NOT_FOUND" | "IMPLAUSIBLE_LOAD" | "NOT_LOADABLE" | "EXERCISE_NOT_IN_PLAN" | "SET_OUT_OF_ORDER" | "HEART_RATE_IMPLAUSIBLE" | "SENSOR_DROPOUT" | "EQUIPMENT_MALFUNCTION" | "INTERVAL_OUT_OF_ORDER" | "INTERVAL_NOT_IN_PLAN" | "BLOCK_OUT_OF_ORDER" | "BLOCK_NOT_IN_PLAN" | "TIMER_MALFUNCTION" | "STEP_OUT_OF_ORDER" | "ATTEMPT_VOID" | "DRILL_NOT_IN_PLAN" | "ATTEMPT_OUT_OF_ORDER" | "JUMP_IMPLAUSIBLE" | "JUMPS_NOT_IN_PLAN" | "PARTIAL_FAILURE" | "BALANCE_IMPOSSIBLE";

/** Where an error happened; only what applies is filled in. */
export interface ErrorContext {
  /** opaque identifier; 1 to 64 characters */
  readonly sessionId?: string;
  /** opaque identifier; 1 to 64 characters */
  readonly bundleId?: string;
  /** opaque identifier; 1 to 64 characters */
  readonly playerId?: string;
  /** opaque identifier; 1 to 64 characters */
  readonly exerciseId?: string;
  readonly setNumber?: number;
  /** opaque identifier; 1 to 64 characters */
  readonly intervalId?: string;
  /** opaque identifier; 1 to 64 characters */
  readonly blockId?: string;
  /** opaque identifier; 1 to 64 characters */
  readonly drillId?: string;
  readonly attemptNumber?: number;
  readonly path?: string;
  readonly state?: string;
  readonly allowed?: readonly string[];
  readonly value?: number;
  readonly nearest?: readonly number[];
  readonly alternatives?: readonly string[];
}

/** A fault was seen; how often this session, whether it repeats from attempt to attempt and voids this one. */
export interface ErrorTracked extends PlayerFact {
  /** opaque identifier; 1 to 64 characters */
  readonly drillId: string;
  /** counts from 1; ≥ 1, ≤ 100 */
  readonly attemptNumber: number;
  readonly error: DrillError;
  readonly correctionSuggestions: readonly string[];
  /** the sentence beside it as codes and figures, part by part; at most 16 items */
  readonly suggestionSayings?: readonly Saying[];
  readonly countThisSession: number;
  readonly repeats: boolean;
  readonly voids?: boolean;
  readonly notice?: Notice;
}

/** A fault was seen. */
export interface ErrorTracking extends Command {
  /** opaque identifier; 1 to 64 characters */
  readonly sessionId: string;
  /** opaque identifier; 1 to 64 characters */
  readonly playerId: string;
  /** opaque identifier; 1 to 64 characters */
  readonly drillId: string;
  /** counts from 1; ≥ 1, ≤ 100 */
  readonly attemptNumber: number;
  readonly error: DrillError;
}

/** Which kind of workout an error belongs to. */
export type ErrorType = "strength_error" | "conditioning_error" | "hybrid_error" | "agility_error" | "plyometrics_error";

/** What a move costs. */
export interface EstimatedImpact {
  /** ≥ 0, ≤ 1440 */
  readonly delayMinutes: number;
  readonly workoutModification: WorkoutModification;
}

/** What one repetition would be, in kg, with the bounds of a 90 % interval. */
export interface EstimatedOneRepMax {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** 1 to 120 characters */
  readonly method: string;
  readonly sets?: number;
}

/** What the rule behind an alert stands on. */
export type EvidenceGrade = "trial" | "measured" | "convention" | "reported";

/** Where a player is in a strength plan; a rest runs while `restEndsAt` is set. */
export interface ExercisePointer {
  readonly index: number;
  /** opaque identifier; 1 to 64 characters */
  readonly id: string;
  /** 1 to 120 characters */
  readonly name: string;
  /** counts from 1; ≥ 1, ≤ 50 */
  readonly setNumber: number;
  /** counts from 1; ≥ 1, ≤ 50 */
  readonly totalSets: number;
  /** exercises in the plan */
  readonly total?: number;
  /** ≥ 0, ≤ 100 */
  readonly targetReps?: number;
  /** rating of perceived exertion, 10 = nothing left; ≥ 1, ≤ 10, in steps of 0.5 */
  readonly targetRpe?: number;
  /** in weightUnit; kg when no unit is given; ≥ 0, ≤ 600 */
  readonly weight?: number;
  readonly weightUnit?: WeightUnit;
  /** s: eccentric, bottom, concentric, top; X is explosive, as in 31X0 */
  readonly tempo?: string;
  readonly kind?: SetKind;
  readonly side?: Side;
  readonly restState?: RestTimerState;
  /** ISO-8601 with offset, UTC on the way out */
  readonly restEndsAt?: Timestamp;
  /** s; ≥ 0, ≤ 86400 */
  readonly restDuration?: number;
  readonly nextSetPreview?: NextSetPreview;
  /** 1 to 120 characters */
  readonly nextName?: string;
}

/** Where a player is in a strength plan. */
export interface ExerciseProgress extends PlayerFact {
  /** opaque identifier; 1 to 64 characters */
  readonly exerciseId: string;
  readonly exerciseIndex: number;
  readonly setNumber: number;
  readonly totalSets: number;
  readonly completed: boolean;
  readonly exercise?: ExercisePointer;
}

/** A player's own word on where they are in a strength plan, from a screen that keeps its own pointer. */
export interface ExerciseProgressReport extends Command {
  /** opaque identifier; 1 to 64 characters */
  readonly sessionId: string;
  /** opaque identifier; 1 to 64 characters */
  readonly playerId: string;
  /** opaque identifier; 1 to 64 characters */
  readonly exerciseId: string;
  /** ≥ 1, ≤ 50 */
  readonly setNumber: number;
  /** ≥ 1, ≤ 50 */
  readonly totalSets?: number;
  /** ≥ 0, ≤ 1000 */
  readonly exerciseIndex?: number;
  readonly completed?: boolean;
}

/** A facility now; `present` are the players who are seen there. */
export interface FacilityState {
  /** 1 to 120 characters */
  readonly name: string;
  /** ≥ 0, ≤ 10000 */
  readonly capacity: number;
  /** ≥ 0, ≤ 10000 */
  readonly assigned: number;
  /** ≥ 0, ≤ 10000 */
  readonly present: number;
  /** opaque identifier; 1 to 64 characters */
  readonly id?: string;
}

/** What has happened in a session; durable facts carry the position `epoch` + `seq` in the session's log. */
export interface Fact extends Recorded {
  /** opaque identifier; 1 to 64 characters */
  readonly sessionId: string;
}

/** What can go wrong in an attempt. */
export type FaultKind = "cone_contact" | "cone_missed" | "line_contact" | "false_start" | "incomplete" | "wrong_direction" | "wrong_foot" | "crossed_feet" | "no_touch" | "fall" | "timing_error" | "other";

/** What a fault does to the attempt: it voids it, or is reported beside the raw time. */
export type FaultPolicy = "void" | "report";

/** End a session whatever state it is in. */
export interface ForceEnd extends Command {
  /** opaque identifier; 1 to 64 characters */
  readonly sessionId: string;
  /** at most 200 characters */
  readonly reason?: string;
}

/** What to say for one issue. */
export interface FormCorrection {
  /** 1 to 40 characters */
  readonly issue: string;
  /** at most 500 characters */
  readonly cue: string;
  /** the sentence beside it as codes and figures, part by part; at most 16 items */
  readonly cueSayings?: readonly Saying[];
}

/** How a set looked: 1 poor to 5 perfect, with the issues seen. */
export interface FormFeedback extends Command {
  /** opaque identifier; 1 to 64 characters */
  readonly sessionId: string;
  /** opaque identifier; 1 to 64 characters */
  readonly playerId: string;
  /** opaque identifier; 1 to 64 characters */
  readonly exerciseId: string;
  /** counts from 1; ≥ 1, ≤ 50 */
  readonly setNumber: number;
  /** ≥ 1, ≤ 5 */
  readonly rating: number;
  /** at most 20 items */
  readonly issues?: readonly string[];
  readonly source?: FormSource;
  /** at most 500 characters */
  readonly note?: string;
}

/** A judgement of form with a cue for each issue and the trend over the last sets. */
export interface FormFeedbackGiven extends PlayerFact {
  /** opaque identifier; 1 to 64 characters */
  readonly exerciseId: string;
  /** counts from 1; ≥ 1, ≤ 50 */
  readonly setNumber: number;
  /** ≥ 1, ≤ 5 */
  readonly rating: number;
  readonly issues: readonly string[];
  readonly source: FormSource;
  readonly corrections: readonly FormCorrection[];
  readonly trend: Trend;
  /** at most 500 characters */
  readonly note?: string;
  /** the sentence beside it as codes and figures, part by part; at most 16 items */
  readonly noteSayings?: readonly Saying[];
}

/** Who or what judged the form. */
export type FormSource = "trainer" | "video" | "sensor";

/** A session that lacks items because they broke and nothing could replace them. */
export interface GearGap {
  /** opaque identifier; 1 to 64 characters */
  readonly bundleId: string;
  /** opaque identifier; 1 to 64 characters */
  readonly sessionId: string;
  /** 1 to 120 characters */
  readonly name: string;
  /** ≥ 0, ≤ 10000 */
  readonly missing: number;
}

/** What a heart rate target's figures are relative to. */
export type HeartRateBasis = "bpm" | "pctHrMax" | "pctHrr" | "pctLthr";

/** A band of heart rate: `min` ≤ value ≤ `max`, in bpm or % of the basis. */
export interface HeartRateTarget {
  readonly basis: HeartRateBasis;
  /** ≥ 0, ≤ 3000 */
  readonly min: number;
  /** ≥ 0, ≤ 3000 */
  readonly max: number;
  /** 1 to 120 characters */
  readonly name?: string;
}

/** A heartbeat from a strap or a machine. */
export interface HeartRateUpdate extends Command {
  /** opaque identifier; 1 to 64 characters */
  readonly sessionId: string;
  /** opaque identifier; 1 to 64 characters */
  readonly playerId: string;
  /** beats per minute; ≥ 20, ≤ 250 */
  readonly heartRate: number;
  /** at most 16 items */
  readonly rrIntervals?: readonly number[];
  readonly contact?: boolean;
}

/** A heartbeat with what it means for this player. */
export interface HeartRateUpdated extends PlayerFact {
  /** beats per minute; ≥ 20, ≤ 250 */
  readonly heartRate: number;
  readonly rrIntervals?: readonly number[];
  readonly contact?: boolean;
  /** ≥ 0, ≤ 5 */
  readonly zone?: number;
  /** 1 to 120 characters */
  readonly zoneName?: string;
  readonly percentOfMax?: number;
  readonly targetZone?: TargetZone;
  /** %; ≥ 0, ≤ 100 */
  readonly compliance?: number;
  readonly timeInZone?: readonly number[];
}

/** One block of a hybrid plan; `duration` is a transition's length or an AMRAP's and a for-time's cap, in s. */
export interface HybridBlock {
  /** opaque identifier; 1 to 64 characters */
  readonly id: string;
  readonly type: BlockKind;
  /** 1 to 120 characters */
  readonly name: string;
  readonly scheme?: BlockScheme;
  /** 1 to 30 items */
  readonly exercises?: readonly PlannedExercise[];
  /** 1 to 200 items */
  readonly intervals?: readonly Interval[];
  /** ≥ 1, ≤ 100 */
  readonly rounds?: number;
  /** s; > 0, ≤ 21600 */
  readonly duration?: number;
  /** s; ≥ 0, ≤ 86400 */
  readonly estimatedDuration?: number;
  /** at most 500 characters */
  readonly note?: string;
}

/** What a player does in a block; `timeInBlock` in s, pace in s/500 m. */
export interface HybridMetrics {
  /** ≥ 0, ≤ 1000 */
  readonly currentSet?: number;
  /** ≥ 0, ≤ 100 */
  readonly reps?: number;
  /** in weightUnit; kg when no unit is given; ≥ 0, ≤ 600 */
  readonly weight?: number;
  readonly weightUnit?: WeightUnit;
  /** beats per minute; ≥ 20, ≤ 250 */
  readonly heartRate?: number;
  /** W; ≥ 0, ≤ 3000 */
  readonly power?: number;
  /** ≥ 0, ≤ 3600 */
  readonly pace?: number;
  /** s; ≥ 0, ≤ 86400 */
  readonly timeInBlock?: number;
  /** rating of perceived exertion, 10 = nothing left; ≥ 1, ≤ 10, in steps of 0.5 */
  readonly rpe?: number;
  /** ≥ 1, ≤ 10 */
  readonly fatigue?: number;
  /** ≥ 0, ≤ 1000 */
  readonly rounds?: number;
}

/** What players do in a hybrid session, in order. `adaptive` false switches every adjustment off. */
export interface HybridPlan {
  /** 1 to 60 items */
  readonly blocks: readonly HybridBlock[];
  readonly rack?: RackInventory;
  readonly adaptive?: boolean;
}

/** Who brought a change about. */
export type Initiator = "server" | "trainer" | "player";

/** One step of an interval plan. `duration` in s; a `manual` interval waits for a transition by hand. */
export interface Interval {
  /** opaque identifier; 1 to 64 characters */
  readonly id: string;
  /** 1 to 120 characters */
  readonly name: string;
  readonly type: IntervalKind;
  /** s; > 0, ≤ 21600 */
  readonly duration: number;
  /** ≥ 1, ≤ 10 */
  readonly intensity?: number;
  readonly heartRate?: HeartRateTarget;
  readonly power?: PowerTarget;
  readonly manual?: boolean;
}

/** What a finished interval was, from the samples whose own time lies in [start, end). */
export interface IntervalAnalysis {
  /** opaque identifier; 1 to 64 characters */
  readonly intervalId: string;
  readonly index: number;
  /** 1 to 120 characters */
  readonly name: string;
  readonly type: IntervalKind;
  /** ISO-8601 with offset, UTC on the way out */
  readonly start: Timestamp;
  /** ISO-8601 with offset, UTC on the way out */
  readonly end: Timestamp;
  readonly duration: number;
  readonly samples: number;
  /** %; ≥ 0, ≤ 100 */
  readonly dataCompleteness: number;
  readonly avgHeartRate?: number;
  readonly maxHeartRate?: number;
  readonly minHeartRate?: number;
  /** %; ≥ 0, ≤ 100 */
  readonly zoneCompliance?: number;
  /** %; ≥ 0, ≤ 100 */
  readonly powerCompliance?: number;
  readonly timeInZone?: readonly number[];
  readonly avgPower?: number;
  readonly maxPower?: number;
  readonly normalizedPower?: number;
  readonly avgCadence?: number;
  readonly distance?: number;
  readonly workKj?: number;
  readonly energyKcal?: number;
  readonly trimp?: number;
  readonly heartRateRecovery?: number;
  readonly wBalanceEnd?: number;
  readonly wBalanceMin?: number;
  readonly implausibleSamples?: number;
}

/** What an interval is for. */
export type IntervalKind = "warmup" | "work" | "rest" | "cooldown";

/** Where a player is in the plan; all timers are `endsAt`, screens count down to it. */
export interface IntervalPointer {
  readonly index: number;
  /** opaque identifier; 1 to 64 characters */
  readonly id: string;
  /** 1 to 120 characters */
  readonly name: string;
  readonly type: IntervalKind;
  /** ISO-8601 with offset, UTC on the way out */
  readonly startedAt: Timestamp;
  /** ISO-8601 with offset, UTC on the way out */
  readonly endsAt?: Timestamp;
  readonly total: number;
  /** 1 to 120 characters */
  readonly nextName?: string;
  readonly nextType?: IntervalKind;
  /** s; ≥ 0, ≤ 86400 */
  readonly nextDuration?: number;
  readonly targetZone?: TargetZone;
  readonly targetPower?: TargetZone;
  /** % by accepted advice; targetPower has it in */
  readonly intensityChange?: number;
  readonly nextTargetPower?: TargetZone;
  /** % by accepted advice; nextTargetPower has it in */
  readonly nextIntensityChange?: number;
}

/** Where a player is in an interval plan; `timeRemaining` in s at the moment of sending. */
export interface IntervalProgress extends PlayerFact {
  readonly interval: IntervalPointer;
  /** s; ≥ 0, ≤ 86400 */
  readonly timeRemaining?: number;
  readonly completed: boolean;
}

/** A player's own word on where they are in an interval plan; answered with the server's, never trusted. */
export interface IntervalProgressReport extends Command {
  /** opaque identifier; 1 to 64 characters */
  readonly sessionId: string;
  /** opaque identifier; 1 to 64 characters */
  readonly playerId: string;
  /** opaque identifier; 1 to 64 characters */
  readonly intervalId: string;
  /** s; ≥ 0, ≤ 86400 */
  readonly timeRemaining?: number;
  readonly completed?: boolean;
}

/** An interval as named in a transition. */
export interface IntervalRef {
  /** 1 to 120 characters */
  readonly name: string;
  readonly type: IntervalKind;
  /** ≥ 1, ≤ 10 */
  readonly intensity?: number;
  /** s; ≥ 0, ≤ 86400 */
  readonly duration?: number;
}

/** From which interval to which; both ends may be absent at the edges of the plan. */
export interface IntervalStep {
  readonly fromInterval?: IntervalRef;
  readonly toInterval?: IntervalRef;
}

/** Moves one player, or all when `playerId` is absent, from `intervalId` to the next interval. */
export interface IntervalTransition extends Command {
  /** opaque identifier; 1 to 64 characters */
  readonly sessionId: string;
  /** opaque identifier; 1 to 64 characters */
  readonly intervalId: string;
  /** opaque identifier; 1 to 64 characters */
  readonly playerId?: string;
  readonly transition?: IntervalStep;
  readonly transitionType?: TransitionKind;
}

/** A player, or everybody, is in the next interval; carries the analysis of the finished one per player. */
export interface IntervalTransitioned extends PlayerOrAllFact {
  /** opaque identifier; 1 to 64 characters */
  readonly intervalId: string;
  readonly transition: IntervalStep;
  readonly transitionType: TransitionKind;
  readonly index?: number;
  /** ISO-8601 with offset, UTC on the way out */
  readonly endsAt?: Timestamp;
  readonly analysis?: IntervalAnalysis;
  readonly adaptiveRecommendations?: AdaptiveRecommendation;
  readonly finished?: boolean;
}

/** Answer to a join: the missing events in order (`recovered`) or a snapshot. */
export interface JoinAck {
  readonly ok: true;
  readonly session?: TrainingSessionState;
  readonly wall?: WallSessionState;
  readonly role: Role;
  readonly epoch: string;
  readonly seq: number;
  readonly recovered: boolean;
  readonly live: LiveMode;
  readonly columns: readonly string[];
  readonly events?: readonly MissedEvent[];
  /** ISO-8601 with offset, UTC on the way out */
  readonly serverTime: Timestamp;
}

/** In what part somebody joins; what they may see follows from their token. */
export type JoinRole = "trainer" | "player" | "observer" | "wall" | "medical";

/** Join a session's room; `epoch` + `lastSeq` say what the client already has. */
export interface JoinSession extends Command {
  /** opaque identifier; 1 to 64 characters */
  readonly sessionId: string;
  readonly role?: JoinRole;
  /** opaque identifier; 1 to 64 characters */
  readonly playerId?: string;
  /** at most 64 characters */
  readonly epoch?: string;
  /** ≥ 0 */
  readonly lastSeq?: number;
  readonly live?: LiveMode;
}

/** A jump as it was measured, ms; `contactTime` is the ground contact before it, where there was one. */
export interface Jump {
  /** ms; > 0, ≤ 5000 */
  readonly flightTime: number;
  /** ms; > 0, ≤ 10000 */
  readonly contactTime?: number;
  /** ms from the first movement; > 0, ≤ 10000 */
  readonly timeToTakeoff?: number;
  readonly source?: JumpSource;
}

/** How a jump begins: from a dip, from a held squat, from a box, from the jump before. */
export type JumpKind = "countermovement" | "squat" | "drop" | "repeated";

/** A jump with its height (m) and indices (m/s); those that its times do not allow are absent. `reactiveStrengthIndex` is height over contact, `modifiedIndex` height over time to take-off. */
export interface JumpMeasured extends PlayerFact {
  /** opaque identifier; 1 to 64 characters */
  readonly exerciseId: string;
  /** 1 to 120 characters */
  readonly exerciseName: string;
  /** counts from 1; ≥ 1, ≤ 100 */
  readonly setNumber: number;
  /** counts from 1; ≥ 1, ≤ 100 */
  readonly jumpNumber: number;
  readonly jump: Jump;
  readonly height?: number;
  readonly reactiveStrengthIndex?: number;
  readonly modifiedIndex?: number;
  /** contact below 0.25 s, a fast stretch-shortening cycle */
  readonly fastCycle?: boolean;
  /** m, the best ever known of this exercise */
  readonly bestHeight?: number;
  /** m, of the set so far */
  readonly meanHeight?: number;
  /** % below the best jump of this set */
  readonly fallFromBest?: number;
  /** landings of this player in this session */
  readonly contacts: number;
  readonly notice?: Notice;
}

/** A jump was measured. The same jump told again replaces the former word. */
export interface JumpMeasurement extends Command {
  /** opaque identifier; 1 to 64 characters */
  readonly sessionId: string;
  /** opaque identifier; 1 to 64 characters */
  readonly playerId: string;
  /** opaque identifier; 1 to 64 characters */
  readonly exerciseId: string;
  /** counts from 1; ≥ 1, ≤ 100 */
  readonly setNumber: number;
  /** counts from 1; ≥ 1, ≤ 100 */
  readonly jumpNumber: number;
  readonly jump: Jump;
}

/** What measured the jump. */
export type JumpSource = "mat" | "plate" | "light" | "video" | "wearable";

/** Takes a player out of the session. */
export interface KickPlayer extends Command {
  /** opaque identifier; 1 to 64 characters */
  readonly sessionId: string;
  /** opaque identifier; 1 to 64 characters */
  readonly playerId: string;
  /** at most 200 characters */
  readonly reason?: string;
}

/** Leave a session's room. */
export interface LeaveSession extends Command {
  /** opaque identifier; 1 to 64 characters */
  readonly sessionId: string;
}

/** One tick of a session: a row per player, columns as named on join. */
export interface LiveFrame {
  /** opaque identifier; 1 to 64 characters */
  readonly sessionId: string;
  /** ISO-8601 with offset, UTC on the way out */
  readonly at: Timestamp;
  readonly players: readonly (readonly (string | number | boolean | null)[])[];
}

/** How a screen wants live values: one frame per tick, single events, or not at all. */
export type LiveMode = "events" | "frames" | "none";

/** What a planned load's figure is relative to. */
export type LoadBasis = "absolute" | "pct1rm" | "rpe" | "bodyweight";

/** The load against the last sessions of the same exercise; `changePerSession` in %. */
export interface LoadProgression {
  readonly sessions: number;
  readonly trend: Trend;
  readonly lastWeight?: number;
  readonly bestWeight?: number;
  readonly changeFromLast?: number;
  readonly changePerSession?: number;
}

/** A player's fitness in one word. */
export type MedicalStatus = "healthy" | "injured" | "limited" | "recovery";

/** Changes a player's status and restrictions; only a medic relaxes one. */
export interface MedicalStatusChange extends Command {
  /** opaque identifier; 1 to 64 characters */
  readonly playerId: string;
  readonly newStatus: MedicalStatus;
  /** opaque identifier; 1 to 64 characters */
  readonly sessionId?: string;
  readonly previousStatus?: MedicalStatus;
  /** replace those in force; at most 50 items; for medical and staff only */
  readonly restrictions?: readonly Restriction[];
  /** stand beside those in force; the status is then made no milder; at most 50 items; for medical and staff only */
  readonly addRestrictions?: readonly Restriction[];
  /** for medics only; at most 2,000 characters; for medical only */
  readonly notes?: string;
  /** the note in force stands no more; the log keeps it */
  readonly withdrawNotes?: boolean;
  /** ISO-8601 with offset, UTC on the way out */
  readonly clearedDate?: Timestamp;
  /** for medical and staff only */
  readonly returnToPlay?: ReturnToPlay;
  /** opaque identifier; 1 to 64 characters */
  readonly updatedBy?: string;
}

/** A player's status has changed; `message` is all that players, observers and walls read of it. */
export interface MedicalStatusChanged extends OrganisationFact {
  /** opaque identifier; 1 to 64 characters */
  readonly playerId: string;
  /** at most 200 characters */
  readonly message: string;
  /** the sentence beside it as codes and figures, part by part; at most 16 items */
  readonly messageSayings?: readonly Saying[];
  /** for medical and staff only */
  readonly previousStatus?: MedicalStatus;
  /** for medical and staff only */
  readonly newStatus?: MedicalStatus;
  /** for medical and staff only */
  readonly restrictions?: readonly Restriction[];
  /** for medics only; at most 2,000 characters; for medical only */
  readonly notes?: string;
  /** for medical only */
  readonly notesWithdrawn?: boolean;
  /** ISO-8601 with offset, UTC on the way out; for medical and staff only */
  readonly clearedDate?: Timestamp;
  /** for medical and staff only */
  readonly returnToPlay?: ReturnToPlay;
  /** opaque identifier; 1 to 64 characters */
  readonly updatedBy: string;
}

/** How loud a message is. */
export type MessagePriority = "info" | "warning" | "urgent";

/** Newest values of one player. pace s/500 m, speed m/s, cadence 1/min, distance m, calories kcal. */
export interface Metrics {
  /** beats per minute; ≥ 20, ≤ 250 */
  readonly heartRate?: number;
  /** W; ≥ 0, ≤ 3000 */
  readonly power?: number;
  /** ≥ 0, ≤ 3600 */
  readonly pace?: number;
  /** ≥ 0, ≤ 40 */
  readonly speed?: number;
  /** ≥ 0, ≤ 300 */
  readonly cadence?: number;
  /** ≥ 0, ≤ 1e+06 */
  readonly distance?: number;
  /** ≥ 0, ≤ 100000 */
  readonly calories?: number;
  readonly equipment?: EquipmentReading;
}

/** Live values of a player in a block; `currentBlock` by reference or by id alone. */
export interface MixedMetrics extends Command {
  /** opaque identifier; 1 to 64 characters */
  readonly sessionId: string;
  /** opaque identifier; 1 to 64 characters */
  readonly playerId: string;
  /** opaque identifier */
  readonly currentBlock: BlockRef | string;
  readonly metrics: HybridMetrics;
}

/** Newest values of one player in a block. */
export interface MixedMetricsUpdated extends PlayerFact {
  readonly currentBlock: BlockRef;
  readonly metrics: HybridMetrics;
}

/** Switches the screen of one player, or of all when `playerId` is absent. */
export interface ModeSwitch extends Command {
  /** opaque identifier; 1 to 64 characters */
  readonly sessionId: string;
  readonly toMode: BlockKind;
  /** opaque identifier; 1 to 64 characters */
  readonly playerId?: string;
  readonly fromMode?: BlockKind;
  /** at most 200 characters */
  readonly reason?: string;
  readonly initiatedBy?: Initiator;
}

/** The screen switches at `switchesAt`, 5 s after the notice. */
export interface ModeSwitched extends PlayerOrAllFact {
  readonly fromMode: BlockKind;
  readonly toMode: BlockKind;
  readonly initiatedBy: Initiator;
  /** ISO-8601 with offset, UTC on the way out */
  readonly switchesAt: Timestamp;
  /** at most 200 characters */
  readonly reason?: string;
}

/** What came of a move. */
export type MoveOutcome = "moved" | "already_there";

/** Why a player changes sessions. */
export type MoveReason = "medical_restriction" | "load_balancing" | "equipment_availability" | "player_request" | "trainer_decision";

/** What came of a move and what of the player's progress was kept. */
export interface MoveResult {
  readonly outcome: MoveOutcome;
  /** ISO-8601 with offset, UTC on the way out */
  readonly movedAt: Timestamp;
  readonly progressPreserved: boolean;
}

/** How a leg of a drill is covered. */
export type Movement = "sprint" | "shuffle" | "backpedal" | "carioca" | "jump" | "turn" | "step";

/** Advice for the next set: loadable on that rack, bounded, explained. */
export interface NextSetPreview {
  /** in weightUnit; kg when no unit is given; ≥ 0, ≤ 600 */
  readonly weight: number;
  readonly weightUnit: WeightUnit;
  /** ≥ 0, ≤ 100 */
  readonly targetReps: number;
  /** rating of perceived exertion, 10 = nothing left; ≥ 1, ≤ 10, in steps of 0.5 */
  readonly targetRpe?: number;
  /** s; ≥ 0, ≤ 86400 */
  readonly estimatedRest: number;
  /** at most 500 characters */
  readonly reason: string;
  /** the sentence beside it as codes and figures, part by part; at most 16 items */
  readonly reasonSayings?: readonly Saying[];
  /** ≥ 0, ≤ 1 */
  readonly confidence: number;
  readonly platesPerSide?: readonly number[];
  /** per side, to the bar as it is */
  readonly platesToAdd?: readonly number[];
  /** per side, from the bar as it is */
  readonly platesToStrip?: readonly number[];
  /** opaque identifier; 1 to 64 characters */
  readonly adviceId?: string;
  /** opaque identifier; 1 to 64 characters */
  readonly exerciseId?: string;
  /** 1 to 120 characters */
  readonly exerciseName?: string;
  /** counts from 1; ≥ 1, ≤ 50 */
  readonly setNumber?: number;
  /** % from the set just done */
  readonly change?: number;
  /** at most 200 characters */
  readonly limitedBy?: string;
  /** the sentence beside it as codes and figures, part by part; at most 16 items */
  readonly limitedBySayings?: readonly Saying[];
  /** at most 200 characters */
  readonly restReason?: string;
  /** the sentence beside it as codes and figures, part by part; at most 16 items */
  readonly restReasonSayings?: readonly Saying[];
  readonly inputs?: Readonly<Record<string, number>>;
}

/** What is wrong with an entry that was kept all the same; the answer to its sender is made from it. */
export interface Notice {
  readonly code: ErrorCode;
  readonly detail?: string;
  /** the sentence beside it as codes and figures, part by part; at most 16 items */
  readonly detailSayings?: readonly Saying[];
  readonly context?: ErrorContext;
}

/** What has happened in an organisation; positions count in the session's log when one is named. */
export interface OrganisationFact extends Recorded {
  /** opaque identifier; 1 to 64 characters */
  readonly sessionId?: string;
}

/** Which setting limits how often a player's event is broadcast; the default in s stands beside it. */
export type Pace = "none" | "strength" | "live" | "rest" | "hybrid" | "agility_pattern" | "agility_timing";

/** Where it hurts and how much, 0 none to 10 worst. */
export interface PainReport {
  /** 1 to 40 characters */
  readonly bodyRegion: string;
  /** ≥ 0, ≤ 10 */
  readonly level: number;
  readonly side?: Side;
}

/** Moves a player: ends as `fromSession`, `toSession` or as `fromSessionId`, `toSessionId`. */
export interface ParticipantMove extends Command {
  /** opaque identifier; 1 to 64 characters */
  readonly bundleId: string;
  /** opaque identifier; 1 to 64 characters */
  readonly playerId: string;
  readonly fromSession?: SessionEnd;
  readonly toSession?: SessionEnd;
  /** opaque identifier; 1 to 64 characters */
  readonly fromSessionId?: string;
  /** opaque identifier; 1 to 64 characters */
  readonly toSessionId?: string;
  readonly moveReason?: MoveReason;
  readonly preserveProgress?: boolean;
  /** for medics only; at most 2,000 characters; for medical only */
  readonly medicalNotes?: string;
  /** opaque identifier; 1 to 64 characters */
  readonly approvedBy?: string;
}

/** A player has changed sessions; the reason is for staff, the note for medics. */
export interface ParticipantMoved extends BundleFact {
  /** opaque identifier; 1 to 64 characters */
  readonly playerId: string;
  readonly fromSession: SessionEnd;
  readonly toSession: SessionEnd;
  readonly preserveProgress: boolean;
  readonly moveResult: MoveResult;
  readonly estimatedImpact: EstimatedImpact;
  /** for medical and staff only */
  readonly moveReason?: MoveReason;
  /** for medical and staff only */
  readonly restrictions?: readonly Restriction[];
  /** for medics only; at most 2,000 characters; for medical only */
  readonly medicalNotes?: string;
  /** opaque identifier; 1 to 64 characters */
  readonly approvedBy?: string;
  /** until when an undo of this eventId takes the move back */
  readonly undoUntil?: Timestamp;
}

/** Where a player is in a drill's pattern; the phase `execution` starts the attempt. */
export interface PatternProgress extends Command {
  /** opaque identifier; 1 to 64 characters */
  readonly sessionId: string;
  /** opaque identifier; 1 to 64 characters */
  readonly playerId: string;
  /** opaque identifier; 1 to 64 characters */
  readonly drillId: string;
  readonly currentPhase: DrillPhase;
  readonly patternProgress: PatternSteps;
  readonly visualCues?: VisualCues;
  /** counts from 1; ≥ 1, ≤ 100 */
  readonly attemptNumber?: number;
}

/** Where a player is in a drill's pattern, with everything a screen draws. */
export interface PatternProgressed extends PlayerFact {
  /** opaque identifier; 1 to 64 characters */
  readonly drillId: string;
  /** counts from 1; ≥ 1, ≤ 100 */
  readonly attemptNumber: number;
  readonly currentPhase: DrillPhase;
  readonly patternProgress: PatternSteps;
  readonly visualCues?: VisualCues;
}

/** Where a player is in the pattern; names and words come from the plan. */
export interface PatternSteps {
  /** ≥ 0, ≤ 200 */
  readonly currentStep: number;
  /** ≥ 0, ≤ 200 */
  readonly totalSteps?: number;
  /** 1 to 120 characters */
  readonly stepName?: string;
  /** at most 500 characters */
  readonly stepInstructions?: string;
}

/** An alert in force, in short; the whole of it came as an event of its own. */
export interface PerformanceAlert {
  /** opaque identifier; 1 to 64 characters */
  readonly alertId: string;
  /** 1 to 40 characters */
  readonly type: string;
  /** 1 to 40 characters */
  readonly severity: string;
  /** opaque identifier; 1 to 64 characters */
  readonly playerId?: string;
  /** opaque identifier; 1 to 64 characters */
  readonly sessionId?: string;
}

/** Where an attempt stands within its basis. */
export type PerformanceRating = "excellent" | "good" | "average" | "needs_improvement";

/** How the finished work interval compares with the earlier ones of the same plan. */
export type PerformanceTrend = "improving" | "stable" | "declining" | "unknown";

/** A record from a verified set; weights in kg. */
export interface PersonalRecord {
  readonly kind: RecordKind;
  readonly value: number;
  readonly previous?: number;
  /** ISO-8601 with offset, UTC on the way out */
  readonly achievedAt?: Timestamp;
}

/** The workout was set or changed. With `adaptations` it is what is left for one player of the plan in force. */
export interface PlanChanged extends Fact {
  readonly plan: Plan;
  readonly playerIds?: readonly string[];
  /** at most 200 characters */
  readonly appliesFrom: string;
  /** at most 1,000 items */
  readonly adaptations?: readonly Adaptation[];
}

/** One exercise and its sets. Exercises that share `superset` are done in turn, resting after the last. */
export interface PlannedExercise {
  /** opaque identifier; 1 to 64 characters */
  readonly id: string;
  /** 1 to 120 characters */
  readonly name: string;
  /** 1 to 50 items */
  readonly sets: readonly PlannedSet[];
  /** key of velocity, norms and cue tables, as in back_squat; 1 to 40 characters */
  readonly lift?: string;
  /** at most 20 items */
  readonly movements?: readonly string[];
  /** at most 20 items */
  readonly bodyRegions?: readonly string[];
  readonly goal?: StrengthGoal;
  /** 1 to 8 characters */
  readonly superset?: string;
  readonly unilateral?: boolean;
  readonly rack?: RackInventory;
  /** smallest change of a machine's stack, in weightUnit; > 0, ≤ 50 */
  readonly step?: number;
  /** ≥ 0, ≤ 1 */
  readonly bodyweightShare?: number;
  /** at most 20 items */
  readonly alternatives?: readonly string[];
  /** at most 500 characters */
  readonly note?: string;
}

/** One exercise: sets of jumps of a kind; `rest` after each set in s, `dropHeight` of a box in m. */
export interface PlannedJumps {
  /** opaque identifier; 1 to 64 characters */
  readonly id: string;
  /** 1 to 120 characters */
  readonly name: string;
  readonly kind: JumpKind;
  /** counts from 1; ≥ 1, ≤ 100 */
  readonly sets: number;
  /** counts from 1; ≥ 1, ≤ 100 */
  readonly jumps: number;
  /** s; ≥ 0, ≤ 86400 */
  readonly rest?: number;
  /** m; > 0, ≤ 1.5 */
  readonly dropHeight?: number;
  /** at most 20 items */
  readonly movements?: readonly string[];
  /** at most 20 items */
  readonly bodyRegions?: readonly string[];
}

/** A load: a weight, % of 1RM, whatever meets `value` as RPE, or bodyweight plus `value` in `unit`. */
export interface PlannedLoad {
  readonly basis: LoadBasis;
  /** ≥ 0, ≤ 600 */
  readonly value?: number;
  readonly unit?: WeightUnit;
}

/** A move that a rebalance makes or would make, and why. */
export interface PlannedMove {
  /** opaque identifier; 1 to 64 characters */
  readonly playerId: string;
  /** opaque identifier; 1 to 64 characters */
  readonly fromSessionId: string;
  /** opaque identifier; 1 to 64 characters */
  readonly toSessionId: string;
  /** at most 500 characters; for medical and staff only */
  readonly reason?: string;
  /** the sentence beside it as codes and figures, part by part; at most 16 items; for medical and staff only */
  readonly reasonSayings?: readonly Saying[];
}

/** One set as prescribed. AMRAP: `reps` is the least; cluster: `clusterReps` with `clusterRest` s between. */
export interface PlannedSet {
  readonly kind?: SetKind;
  /** ≥ 0, ≤ 100 */
  readonly reps?: number;
  /** ≥ 0, ≤ 100 */
  readonly repsMax?: number;
  readonly load?: PlannedLoad;
  /** rating of perceived exertion, 10 = nothing left; ≥ 1, ≤ 10, in steps of 0.5 */
  readonly targetRpe?: number;
  /** s: eccentric, bottom, concentric, top; X is explosive, as in 31X0 */
  readonly tempo?: string;
  /** s; ≥ 0, ≤ 86400 */
  readonly rest?: number;
  /** s; > 0, ≤ 3600 */
  readonly hold?: number;
  /** 1 to 6 items */
  readonly drops?: readonly DropStep[];
  /** 1 to 20 items */
  readonly clusterReps?: readonly number[];
  /** s; ≥ 0, ≤ 86400 */
  readonly clusterRest?: number;
  readonly side?: Side;
  /** %; ≥ 0, ≤ 100 */
  readonly velocityLossLimit?: number;
}

/** Plates of one weight, in pairs: one of each pair goes on either side. */
export interface PlatePair {
  /** > 0, ≤ 50 */
  readonly weight: number;
  /** ≥ 0, ≤ 40 */
  readonly pairs: number;
}

/** A fact about one player; staff see the restrictions in force, medics the note. */
export interface PlayerFact extends Fact {
  /** opaque identifier; 1 to 64 characters */
  readonly playerId: string;
  /** for medical and staff only */
  readonly restrictions?: readonly Restriction[];
  /** for medics only; at most 2,000 characters; for medical only */
  readonly medicalNotes?: string;
}

/** A player is in the session. */
export interface PlayerJoined extends Fact {
  /** opaque identifier; 1 to 64 characters */
  readonly playerId: string;
  readonly player: PlayerSessionStatus;
}

/** A trainer took a player out of the session. */
export interface PlayerKicked extends PlayerFact {
  /** at most 200 characters */
  readonly reason?: string;
}

/** Why a player is no longer in a session. */
export type PlayerLeaveReason = "completed" | "dropped" | "kicked" | "disconnected" | "moved";

/** A player is no longer in the session. */
export interface PlayerLeft extends PlayerFact {
  readonly reason: PlayerLeaveReason;
  /** at most 200 characters */
  readonly detail?: string;
}

/** Several live values of one player at once. */
export interface PlayerMetricsUpdate extends Command {
  /** opaque identifier; 1 to 64 characters */
  readonly sessionId: string;
  /** opaque identifier; 1 to 64 characters */
  readonly playerId: string;
  readonly metrics: Metrics;
}

/** Newest values of one player, for screens that asked for single events. */
export interface PlayerMetricsUpdated extends PlayerFact {
  readonly metrics: Metrics;
  readonly signal: Signal;
}

/** A fact about one player, or about everybody in the session when no player is named. */
export interface PlayerOrAllFact extends Fact {
  /** opaque identifier; 1 to 64 characters */
  readonly playerId?: string;
  /** for medical and staff only */
  readonly restrictions?: readonly Restriction[];
  /** for medics only; at most 2,000 characters; for medical only */
  readonly medicalNotes?: string;
}

/** What a device kept while it was away, or a recording. */
export interface PlayerSamples extends Command {
  /** opaque identifier; 1 to 64 characters */
  readonly sessionId: string;
  /** opaque identifier; 1 to 64 characters */
  readonly playerId: string;
  readonly columns: SampleColumns;
}

/** Samples were stored; the rows themselves are in the sample store. */
export interface PlayerSamplesStored extends PlayerFact {
  readonly rows: number;
  readonly implausible: number;
  /** ISO-8601 with offset, UTC on the way out */
  readonly firstAt: Timestamp;
  /** ISO-8601 with offset, UTC on the way out */
  readonly lastAt: Timestamp;
}

/** One player as every allowed screen sees them. */
export interface PlayerSessionStatus {
  /** opaque identifier; 1 to 64 characters */
  readonly playerId: string;
  /** 1 to 120 characters */
  readonly playerName?: string;
  /** ≥ 0, ≤ 99 */
  readonly jerseyNumber?: number;
  /** what the player reads loads in */
  readonly weightUnit?: WeightUnit;
  readonly status: PlayerStatus;
  /** ISO-8601 with offset, UTC on the way out */
  readonly joinedAt: Timestamp;
  /** ISO-8601 with offset, UTC on the way out */
  readonly lastActivity?: Timestamp;
  readonly interval?: IntervalPointer;
  readonly exercise?: ExercisePointer;
  readonly block?: BlockPointer;
  readonly drill?: DrillPointer;
  readonly metrics?: Metrics;
  readonly signal?: Signal;
  readonly recommendations?: AdaptiveRecommendation;
  /** for medical and staff only */
  readonly restrictions?: readonly Restriction[];
  /** for medics only; at most 2,000 characters; for medical only */
  readonly medicalNotes?: string;
}

/** What a player does in a session. */
export type PlayerStatus = "waiting" | "active" | "paused" | "completed" | "dropped";

/** Sets what a player does; players for themselves, trainers for anybody. */
export interface PlayerStatusChange extends Command {
  /** opaque identifier; 1 to 64 characters */
  readonly sessionId: string;
  /** opaque identifier; 1 to 64 characters */
  readonly playerId: string;
  readonly status: PlayerStatus;
  /** at most 200 characters */
  readonly reason?: string;
}

/** A player's status has changed. */
export interface PlayerStatusChanged extends PlayerFact {
  readonly status: PlayerStatus;
  /** at most 200 characters */
  readonly reason?: string;
}

/** What players do in a plyometrics session, in order. */
export interface PlyometricsPlan {
  /** 1 to 40 items */
  readonly exercises: readonly PlannedJumps[];
}

/** A place on the drill's grid, in m. */
export interface Point {
  /** m; ≥ -200, ≤ 200 */
  readonly x: number;
  /** m; ≥ -200, ≤ 200 */
  readonly y: number;
}

/** A position notice: an event was stored that this audience may not see, so no gap is a loss. `deferred`: the event itself follows when its turn comes; it is to be applied then, though later ones came before. */
export interface Position {
  /** opaque identifier; 1 to 64 characters */
  readonly sessionId: string;
  readonly epoch: string;
  readonly seq: number;
  readonly deferred?: boolean;
}

/** What a power target's figures are relative to. */
export type PowerBasis = "watts" | "pctFtp" | "pctCp";

/** A band of power: `min` ≤ value ≤ `max`, in W or % of the basis. */
export interface PowerTarget {
  readonly basis: PowerBasis;
  /** ≥ 0, ≤ 3000 */
  readonly min: number;
  /** ≥ 0, ≤ 3000 */
  readonly max: number;
  /** 1 to 120 characters */
  readonly name?: string;
}

/** Power from a machine or a pedal. */
export interface PowerUpdate extends Command {
  /** opaque identifier; 1 to 64 characters */
  readonly sessionId: string;
  /** opaque identifier; 1 to 64 characters */
  readonly playerId: string;
  /** W; ≥ 0, ≤ 3000 */
  readonly power: number;
  /** ≥ 0, ≤ 300 */
  readonly cadence?: number;
  /** m/s; ≥ 0, ≤ 40 */
  readonly speed?: number;
}

/** Power with what it means for this player. */
export interface PowerUpdated extends PlayerFact {
  /** W; ≥ 0, ≤ 3000 */
  readonly power: number;
  readonly cadence?: number;
  readonly speed?: number;
  readonly percentOfFtp?: number;
  /** ≥ 1, ≤ 7 */
  readonly powerZone?: number;
  readonly rolling30s?: number;
  readonly normalizedPower?: number;
  readonly wBalance?: number;
  readonly wBalancePercent?: number;
}

/** One line of what is looked at before a start; `blocking` ones are refused at the start itself. `count` of `total` are as they should be; `words` says the same in English. */
export interface PreflightCheck {
  readonly kind: PreflightKind;
  /** opaque identifier; 1 to 64 characters */
  readonly sessionId: string;
  readonly passed: boolean;
  /** at most 200 characters */
  readonly words: string;
  /** the sentence beside it as codes and figures, part by part; at most 16 items */
  readonly wordsSayings?: readonly Saying[];
  /** ≥ 0, ≤ 10000 */
  readonly count?: number;
  /** ≥ 0, ≤ 10000 */
  readonly total?: number;
  readonly blocking?: boolean;
  /** at most 500 items */
  readonly playerIds?: readonly string[];
  readonly fix?: PreflightFix;
}

/** What mends a line of what is looked at before a start. */
export type PreflightFix = "give_plan" | "add_players" | "rebalance" | "replace_equipment" | "pair_sensor" | "open_screen";

/** What is looked at before a start. */
export type PreflightKind = "plan" | "roster" | "capacity" | "equipment" | "signal" | "screens";

/** How far a session is. */
export interface Progress {
  /** %; ≥ 0, ≤ 100 */
  readonly progress: number;
  /** 1 to 120 characters */
  readonly currentPhase?: string;
  readonly exercisesCompleted: number;
  readonly totalExercises: number;
  readonly playersActive: number;
  readonly playersCompleted: number;
}

/** What a rack can load: the bar and its plates, all in `unit` (kg when absent). */
export interface RackInventory {
  /** ≥ 0, ≤ 50 */
  readonly bar: number;
  /** at most 20 items */
  readonly plates: readonly PlatePair[];
  readonly unit?: WeightUnit;
  /** ≥ 0, ≤ 5 */
  readonly collars?: number;
}

/** A person raises an alert: a player asks for help or reports pain, staff report anything. */
export interface RaiseAlert extends Command {
  readonly type: AlertType;
  /** opaque identifier; 1 to 64 characters */
  readonly sessionId?: string;
  /** opaque identifier; 1 to 64 characters */
  readonly playerId?: string;
  readonly severity?: AlertSeverity;
  /** at most 500 characters */
  readonly message?: string;
  readonly pain?: PainReport;
  /** opaque identifier; 1 to 64 characters */
  readonly equipmentId?: string;
}

/** How hard the whole session was for a player, best asked about 30 min after its end; the last one counts. */
export interface RateSession extends Command {
  /** opaque identifier; 1 to 64 characters */
  readonly sessionId: string;
  /** opaque identifier; 1 to 64 characters */
  readonly playerId: string;
  /** rating of a whole session on CR10: 0 rest, 10 maximal; ≥ 0, ≤ 10, in steps of 0.5 */
  readonly rpe: number;
}

/** What an attempt was rated against: the team's own times or a named norm. */
export interface RatingBasis {
  /** 1 to 120 characters */
  readonly population: string;
  readonly size?: number;
  /** %; ≥ 0, ≤ 100 */
  readonly percentile?: number;
}

/** In what a player was never better. */
export type RecordKind = "one_rep_max" | "reps_at_load" | "load_at_reps";

/** What every fact carries: its position in its log when it is durable, its own time, who caused it. */
export interface Recorded {
  readonly seq?: number;
  readonly epoch?: string;
  /** UUIDv7 or ULID made where the fact was recorded; the key of dedupe; 8 to 64 characters */
  readonly eventId?: string;
  /** ISO-8601 with offset, UTC on the way out */
  readonly occurredAt?: Timestamp;
  /** ISO-8601 with offset, UTC on the way out */
  readonly recordedAt?: Timestamp;
  /** opaque identifier; 1 to 64 characters */
  readonly by?: string;
}

/** The command was not carried out; `error.kept` says whether the entry itself was stored. */
export interface Refused {
  readonly ok: false;
  readonly error: ErrorBody;
  /** opaque identifier; 1 to 64 characters */
  readonly eventId?: string;
}

/** What a session was given. */
export interface ResourceAllocation {
  /** opaque identifier; 1 to 64 characters */
  readonly facilityId?: string;
  /** 1 to 120 characters */
  readonly facilityName?: string;
  /** ≥ 0, ≤ 10000 */
  readonly capacity?: number;
  readonly equipment: readonly EquipmentNeed[];
  /** at most 500 items */
  readonly itemIds?: readonly string[];
  /** items that broke and that nothing could replace so far */
  readonly missing?: readonly EquipmentNeed[];
}

/** Facilities and equipment now. */
export interface ResourceUpdate {
  /** ISO-8601 with offset, UTC on the way out */
  readonly at: Timestamp;
  readonly facilities: readonly FacilityState[];
  readonly equipment: readonly EquipmentState[];
  /** opaque identifier; 1 to 64 characters */
  readonly bundleId?: string;
}

/** How much of the facilities and the equipment is in use, in %. */
export interface ResourceUtilization {
  /** %; ≥ 0, ≤ 100 */
  readonly facilities: number;
  /** %; ≥ 0, ≤ 100 */
  readonly equipment: number;
}

/** What somebody may ask of a rest timer. */
export type RestAction = "skip" | "pause" | "resume" | "extend";

/** Skips, pauses, resumes a rest, or extends it by `extendBy` s. */
export interface RestCommand extends Command {
  /** opaque identifier; 1 to 64 characters */
  readonly sessionId: string;
  /** opaque identifier; 1 to 64 characters */
  readonly playerId: string;
  readonly action: RestAction;
  /** opaque identifier; 1 to 64 characters */
  readonly exerciseId?: string;
  /** s; > 0, ≤ 900 */
  readonly extendBy?: number;
}

/** What comes after the rest. */
export interface RestNext {
  /** 1 to 120 characters */
  readonly exerciseName: string;
  /** counts from 1; ≥ 1, ≤ 50 */
  readonly setNumber: number;
  /** in weightUnit; kg when no unit is given; ≥ 0, ≤ 600 */
  readonly weight?: number;
  readonly weightUnit?: WeightUnit;
  /** opaque identifier; 1 to 64 characters */
  readonly exerciseId?: string;
  /** ≥ 0, ≤ 100 */
  readonly targetReps?: number;
}

/** A player's rest. `timeRemaining` in s, below zero when over; screens count down to `endsAt`. */
export interface RestTimer extends PlayerFact {
  /** opaque identifier; 1 to 64 characters */
  readonly exerciseId: string;
  /** s; ≥ 0, ≤ 86400 */
  readonly restDuration: number;
  /** s; ≥ -86400, ≤ 86400 */
  readonly timeRemaining: number;
  readonly timerState: RestTimerState;
  /** ISO-8601 with offset, UTC on the way out */
  readonly endsAt?: Timestamp;
  readonly next?: RestNext;
  readonly action?: RestAction;
}

/** What a rest timer does; `over` counts up past zero. */
export type RestTimerState = "started" | "running" | "paused" | "completed" | "skipped" | "over";

/** What a player may not do; the most restrictive record in force wins, only a medic relaxes one. */
export interface Restriction {
  /** 1 to 40 characters */
  readonly bodyRegion: string;
  readonly level: RestrictionLevel;
  readonly side?: Side;
  readonly bannedMovements?: readonly string[];
  /** %; ≥ 0, ≤ 100 */
  readonly maxLoadPct?: number;
  /** %; ≥ 0, ≤ 100 */
  readonly maxHeartRatePct?: number;
  /** m/s; > 0, ≤ 15 */
  readonly maxVelocity?: number;
  /** ISO-8601 with offset, UTC on the way out */
  readonly validFrom?: Timestamp;
  /** ISO-8601 with offset, UTC on the way out */
  readonly validTo?: Timestamp;
  readonly clearanceRequired?: boolean;
}

/** How much of a body region's work is allowed, from everything to nothing. */
export type RestrictionLevel = "none" | "monitor" | "modified" | "no_impact" | "no_contact" | "no_training";

/** Where a player is on the way back; `stage` counts from 1 within the protocol. */
export interface ReturnToPlay {
  /** 1 to 40 characters */
  readonly protocol: string;
  /** ≥ 1, ≤ 6 */
  readonly stage: number;
  /** ISO-8601 with offset, UTC on the way out */
  readonly since: Timestamp;
  /** ISO-8601 with offset, UTC on the way out */
  readonly earliestNext?: Timestamp;
}

/** Who somebody is, by token; a payload never grants a role. */
export type Role = "admin" | "trainer" | "medical" | "player" | "observer" | "device" | "wall";

/** Samples by column, equally long. `t` is ISO-8601 or seconds from the session's start. */
export interface SampleColumns {
  /** 1 to 3,600 items */
  readonly t: readonly (Timestamp | number)[];
  /** at most 3,600 items */
  readonly heartRate?: readonly (number | null)[];
  /** at most 3,600 items */
  readonly power?: readonly (number | null)[];
  /** at most 3,600 items */
  readonly cadence?: readonly (number | null)[];
  /** at most 3,600 items */
  readonly speed?: readonly (number | null)[];
  /** at most 3,600 items */
  readonly distance?: readonly (number | null)[];
  /** at most 3,600 items */
  readonly rrIntervals?: readonly (readonly number[] | null)[];
}

/** A sentence or a part of one. `code` names its text, `figures` are what stands in it. Figures carry their unit last in their name, as `changeKg` or `restS`; what is text is a name, or a code of the contract that the text puts into words. */
export interface Saying {
  /** 1 to 40 characters */
  readonly code: string;
  readonly figures?: Readonly<Record<string, number | string>>;
}

/** A screen's answer to an urgent event that asks for one: it is on the glass. */
export interface ScreenConfirmed {
  readonly state: ScreenState;
}

/** What a screen shows after an urgent event. */
export type ScreenState = "shown";

/** What the server speaks: its release, and a fingerprint of its contract that changes when what travels changes. */
export interface ServerRevision {
  readonly release: string;
  readonly contract: string;
}

/** What a session has been given anew. */
export interface SessionAllocation {
  /** opaque identifier; 1 to 64 characters */
  readonly sessionId: string;
  readonly resources: ResourceAllocation;
}

/** Start, pause, resume or end a session. */
export interface SessionCommand extends Command {
  /** opaque identifier; 1 to 64 characters */
  readonly sessionId: string;
}

/** One session of a bundle to be: its plan in place or by `templateId`. */
export interface SessionDraft {
  readonly workoutType: WorkoutType;
  /** opaque identifier; 1 to 64 characters */
  readonly sessionId?: string;
  /** 1 to 120 characters */
  readonly name?: string;
  readonly plan?: Plan;
  /** opaque identifier; 1 to 64 characters */
  readonly templateId?: string;
  /** at most 500 items */
  readonly participantIds?: readonly string[];
  /** opaque identifier; 1 to 64 characters */
  readonly facilityId?: string;
  /** at most 50 items */
  readonly equipment?: readonly EquipmentNeed[];
  /** s after the bundle's start; ≥ 0, ≤ 86400 */
  readonly startOffset?: number;
  /** opaque identifier; 1 to 64 characters */
  readonly trainerId?: string;
}

/** One end of a move. */
export interface SessionEnd {
  /** opaque identifier; 1 to 64 characters */
  readonly sessionId: string;
  readonly workoutType?: WorkoutType;
  /** 1 to 120 characters */
  readonly name?: string;
}

/** What went wrong for one session of a bulk operation. */
export interface SessionFailure {
  /** opaque identifier; 1 to 64 characters */
  readonly sessionId: string;
  readonly error: ErrorBody;
}

/** The same as the join's acknowledgement, for clients that listen instead of asking for an ack. */
export interface SessionJoined {
  /** opaque identifier; 1 to 64 characters */
  readonly sessionId: string;
  readonly session?: TrainingSessionState;
  readonly wall?: WallSessionState;
  readonly role: Role;
  readonly epoch: string;
  readonly seq: number;
  readonly recovered: boolean;
}

/** You are no longer in that session's room. */
export interface SessionLeft {
  /** opaque identifier; 1 to 64 characters */
  readonly sessionId: string;
  /** at most 200 characters */
  readonly reason?: string;
}

/** A session was started, paused, resumed or ended. */
export interface SessionLifecycle extends Fact {
  /** at most 200 characters */
  readonly reason?: string;
}

/** A trainer's words to all players or some. */
export interface SessionMessage extends Command {
  /** opaque identifier; 1 to 64 characters */
  readonly sessionId: string;
  /** 1 to 500 characters */
  readonly message: string;
  /** at most 200 items */
  readonly targetPlayers?: readonly string[];
  readonly priority?: MessagePriority;
}

/** A trainer has said something; only the named players and staff receive the words. */
export interface SessionMessaged extends Fact {
  /** at most 500 characters */
  readonly message: string;
  readonly targetPlayers?: readonly string[];
  readonly priority: MessagePriority;
}

/** What a bulk operation did to one session. */
export interface SessionOutcome {
  /** opaque identifier; 1 to 64 characters */
  readonly sessionId: string;
  readonly status: SessionStatus;
  readonly changed: boolean;
  /** ≥ 0, ≤ 10000 */
  readonly attempts?: number;
}

/** Sets the workout, for all or for `playerIds`; while running it applies at the next boundary. */
export interface SessionPlan extends Command {
  /** opaque identifier; 1 to 64 characters */
  readonly sessionId: string;
  readonly plan: Plan;
  /** at most 200 items */
  readonly playerIds?: readonly string[];
}

/** How far a session is, for its room. */
export interface SessionProgress extends Progress {
  /** opaque identifier; 1 to 64 characters */
  readonly sessionId: string;
}

/** A player has rated the whole session; its load is this rating times its minutes. */
export interface SessionRated extends PlayerFact {
  /** rating of a whole session on CR10: 0 rest, 10 maximal; ≥ 0, ≤ 10, in steps of 0.5 */
  readonly rpe: number;
}

/** Where a session is in its life. */
export type SessionStatus = "scheduled" | "active" | "paused" | "completed" | "cancelled";

/** Some fields of the session's state have changed. */
export interface SessionUpdate extends Fact {
  readonly updates: SessionUpdates;
}

/** The changed fields of a session's state; a field set to null on purpose is named in `cleared`. */
export interface SessionUpdates {
  readonly status?: SessionStatus;
  readonly emergency?: Emergency;
  /** ISO-8601 with offset, UTC on the way out */
  readonly startTime?: Timestamp;
  /** ISO-8601 with offset, UTC on the way out */
  readonly endTime?: Timestamp;
  /** ISO-8601 with offset, UTC on the way out */
  readonly pausedAt?: Timestamp;
  readonly duration?: number;
  /** 1 to 120 characters */
  readonly workoutName?: string;
  readonly plan?: Plan;
  readonly totalPlayers?: number;
  readonly activePlayers?: number;
  readonly completedPlayers?: number;
  readonly cleared?: readonly string[];
}

/** A set was done, and what follows from it. A questioned entry is kept but not used for advice. `withdrawn`: the event in `corrects` is undone and the set is open again. A rest runs when `restEndsAt` is there. */
export interface SetCompleted extends PlayerFact {
  /** opaque identifier; 1 to 64 characters */
  readonly exerciseId: string;
  /** 1 to 120 characters */
  readonly exerciseName: string;
  readonly setData: SetData;
  readonly nextSetPreview?: NextSetPreview;
  readonly estimatedOneRepMax?: EstimatedOneRepMax;
  readonly personalRecord?: PersonalRecord;
  /** % of the best rep of the set */
  readonly velocityLoss?: number;
  /** UUIDv7 or ULID made where the fact was recorded; the key of dedupe; 8 to 64 characters */
  readonly corrects?: string;
  readonly needsConfirmation?: boolean;
  readonly notice?: Notice;
  /** may count as a personal record */
  readonly verified?: boolean;
  readonly withdrawn?: boolean;
  /** s; ≥ 0, ≤ 86400 */
  readonly restDuration?: number;
  /** ISO-8601 with offset, UTC on the way out */
  readonly restEndsAt?: Timestamp;
}

/** A set is done. `corrects` names the event that this one replaces; `confirmed` answers IMPLAUSIBLE_LOAD. */
export interface SetCompletion extends Command {
  /** opaque identifier; 1 to 64 characters */
  readonly sessionId: string;
  /** opaque identifier; 1 to 64 characters */
  readonly playerId: string;
  /** opaque identifier; 1 to 64 characters */
  readonly exerciseId: string;
  /** 1 to 120 characters */
  readonly exerciseName?: string;
  readonly setData: SetData;
  /** UUIDv7 or ULID made where the fact was recorded; the key of dedupe; 8 to 64 characters */
  readonly corrects?: string;
  readonly confirmed?: boolean;
}

/** A set as it was done. No `weightUnit` means kg, no `outcome` means completed; `holdTime` in s. */
export interface SetData {
  /** counts from 1; ≥ 1, ≤ 50 */
  readonly setNumber: number;
  /** counts from 1; ≥ 1, ≤ 50 */
  readonly totalSets: number;
  /** ≥ 0, ≤ 100 */
  readonly reps: number;
  /** in weightUnit; kg when no unit is given; ≥ 0, ≤ 600 */
  readonly weight: number;
  readonly weightUnit?: WeightUnit;
  /** rating of perceived exertion, 10 = nothing left; ≥ 1, ≤ 10, in steps of 0.5 */
  readonly rpe?: number;
  /** s: eccentric, bottom, concentric, top; X is explosive, as in 31X0 */
  readonly tempo?: string;
  /** ≥ 1, ≤ 5 */
  readonly formRating?: number;
  /** mean velocity of each rep, m/s */
  readonly velocities?: readonly number[];
  readonly outcome?: SetOutcome;
  readonly kind?: SetKind;
  readonly side?: Side;
  /** s; ≥ 0, ≤ 86400 */
  readonly holdTime?: number;
}

/** How a set is done. */
export type SetKind = "warmup" | "working" | "amrap" | "drop" | "cluster" | "hold";

/** How a set ended. */
export type SetOutcome = "completed" | "partial" | "failed" | "skipped";

/** How bad an error is for the person who meets it. */
export type Severity = "info" | "warning" | "error" | "critical";

/** The side of the body. */
export type Side = "left" | "right" | "both";

/** How far a live value can be trusted right now. */
export type Signal = "none" | "live" | "late" | "stale" | "lost" | "implausible";

/** A gate passed; `index` counts from 0, `time` in ms from the start. */
export interface Split {
  /** ≥ 0, ≤ 50 */
  readonly index: number;
  /** ms; ≥ 0, ≤ 3.6e+06 */
  readonly time: number;
}

/** A player's turn; `offset` in s after the drill's start when starts are timed. */
export interface StartListEntry {
  /** opaque identifier; 1 to 64 characters */
  readonly playerId: string;
  /** opaque identifier; 1 to 64 characters */
  readonly drillId?: string;
  /** s; ≥ 0, ≤ 86400 */
  readonly offset?: number;
}

/** What the exercise trains; decides the rest when the plan names none. */
export type StrengthGoal = "max_strength" | "hypertrophy" | "power" | "endurance";

/** What players do in a strength session, in order. */
export interface StrengthPlan {
  /** 1 to 60 items */
  readonly exercises: readonly PlannedExercise[];
  readonly rack?: RackInventory;
  readonly weightUnit?: WeightUnit;
  readonly advice?: AdviceSettings;
}

/** A target resolved for one player: bounds in bpm (heart rate) or W (power). */
export interface TargetZone {
  readonly min: number;
  readonly max: number;
  /** 1 to 120 characters */
  readonly name: string;
}

/** A player came to a team, left it, or changed line or number. */
export interface TeamAssignmentChanged extends OrganisationFact {
  /** opaque identifier; 1 to 64 characters */
  readonly playerId: string;
  /** names of the changed fields */
  readonly changed: readonly string[];
  /** opaque identifier; 1 to 64 characters */
  readonly changedBy: string;
  /** opaque identifier; 1 to 64 characters */
  readonly previousTeamId?: string;
  /** opaque identifier; 1 to 64 characters */
  readonly newTeamId?: string;
  /** 1 to 120 characters */
  readonly line?: string;
  /** ≥ 0, ≤ 99 */
  readonly jerseyNumber?: number;
  /** ISO-8601 with offset, UTC on the way out */
  readonly effectiveDate?: Timestamp;
}

/** A workout template was made, changed or deleted. */
export interface TemplateUpdated extends OrganisationFact {
  /** opaque identifier; 1 to 64 characters */
  readonly templateId: string;
  /** 1 to 120 characters */
  readonly templateName: string;
  readonly workoutType: WorkoutType;
  readonly change: ChangeKind;
  /** names of the changed fields */
  readonly changed: readonly string[];
  /** opaque identifier; 1 to 64 characters */
  readonly changedBy: string;
  readonly version?: number;
}

/** What measured the time. */
export type TimingSource = "gates" | "light" | "manual";

/** The running time of an attempt; a split by gate, or as ms alone for the next gate. */
export interface TimingUpdate extends Command {
  /** opaque identifier; 1 to 64 characters */
  readonly sessionId: string;
  /** opaque identifier; 1 to 64 characters */
  readonly playerId: string;
  /** opaque identifier; 1 to 64 characters */
  readonly drillId: string;
  /** counts from 1; ≥ 1, ≤ 100 */
  readonly attemptNumber: number;
  /** ms; ≥ 0, ≤ 3.6e+06 */
  readonly elapsedMs: number;
  /** ms */
  readonly split?: Split | number;
}

/** The running time with its distance to the player's best and to the attempt before, at the same gate. */
export interface TimingUpdated extends PlayerFact {
  /** opaque identifier; 1 to 64 characters */
  readonly drillId: string;
  /** counts from 1; ≥ 1, ≤ 100 */
  readonly attemptNumber: number;
  /** ms; ≥ 0, ≤ 3.6e+06 */
  readonly elapsedMs: number;
  readonly split?: Split;
  /** ms; below zero is faster; ≥ -3.6e+06, ≤ 3.6e+06 */
  readonly deltaToBest?: number;
  /** ms; below zero is faster; ≥ -3.6e+06, ≤ 3.6e+06 */
  readonly deltaToPrevious?: number;
}

/** A refusal sent as an event, to a sender who did not ask for an acknowledgement. */
export interface TrainingError extends ErrorBody {
  /** 1 to 120 characters */
  readonly event: string;
  /** opaque identifier; 1 to 64 characters */
  readonly sessionId?: string;
  readonly eventId?: string;
}

/** A session as a snapshot at `epoch` + `seq`; counts are derived, never kept by hand. */
export interface TrainingSessionState {
  /** opaque identifier; 1 to 64 characters */
  readonly sessionId: string;
  /** opaque identifier; 1 to 64 characters */
  readonly bundleId?: string;
  /** opaque identifier; 1 to 64 characters */
  readonly workoutId?: string;
  /** 1 to 120 characters */
  readonly workoutName: string;
  readonly workoutType: WorkoutType;
  readonly status: SessionStatus;
  readonly emergency?: Emergency;
  /** ISO-8601 with offset, UTC on the way out */
  readonly startTime?: Timestamp;
  /** ISO-8601 with offset, UTC on the way out */
  readonly endTime?: Timestamp;
  /** ISO-8601 with offset, UTC on the way out */
  readonly pausedAt?: Timestamp;
  readonly duration: number;
  /** opaque identifier; 1 to 64 characters */
  readonly trainerId?: string;
  /** 1 to 120 characters */
  readonly trainerName?: string;
  readonly players: readonly PlayerSessionStatus[];
  readonly totalPlayers: number;
  readonly activePlayers: number;
  readonly completedPlayers: number;
  readonly plan?: Plan;
  readonly epoch: string;
  readonly seq: number;
}

/** What moved the pointer on. */
export type TransitionKind = "automatic" | "manual" | "early_completion";

/** Which way something goes; unknown while there is too little to say. */
export type Trend = "improving" | "stable" | "declining" | "unknown";

/** A refusal that belongs to one kind of workout. */
export interface TypeSpecificError extends TrainingError {
  readonly errorType: ErrorType;
  readonly workoutType: WorkoutType;
}

/** A screen that did not confirm in time; somebody has to go there. */
export interface UnreachedScreen {
  /** 1 to 120 characters */
  readonly name: string;
  /** opaque identifier; 1 to 64 characters */
  readonly sessionId?: string;
  /** opaque identifier; 1 to 64 characters */
  readonly playerId?: string;
}

/** Changes something of a bundle. */
export interface UpdateBundle extends Command {
  /** opaque identifier; 1 to 64 characters */
  readonly bundleId: string;
  readonly updateType: UpdateType;
  /** at most 500 items */
  readonly affectedSessions?: readonly string[];
  readonly changes: BundleChanges;
}

/** What of a bundle changes. */
export type UpdateType = "status_change" | "participant_move" | "schedule_change" | "configuration_change";

/** What a screen draws, in m. */
export interface VisualCues {
  /** at most 100 items */
  readonly conePositions?: readonly Cone[];
  /** behind the player; in the phase setup the whole way; at most 1,000 items */
  readonly pathTrace?: readonly Point[];
  readonly currentPosition?: Point;
}

/** A live frame for walls: its rows have the columns of a wall's frame, no identity among them. */
export interface WallFrame extends LiveFrame {
}

/** One player as a wall shows them: a number or an alias, what they do, their timers. */
export interface WallPlayer {
  /** ≥ 0, ≤ 99 */
  readonly jerseyNumber?: number;
  /** instead of the number, for whoever does not want to be known by it; at most 8 characters */
  readonly alias?: string;
  readonly status: PlayerStatus;
  readonly signal?: Signal;
  readonly timer?: WallTimer;
  /** ISO-8601 with offset, UTC on the way out */
  readonly restEndsAt?: Timestamp;
}

/** A session as a wall shows it: no names, no identities. */
export interface WallSessionState {
  /** opaque identifier; 1 to 64 characters */
  readonly sessionId: string;
  /** 1 to 120 characters */
  readonly workoutName: string;
  readonly workoutType: WorkoutType;
  readonly status: SessionStatus;
  /** since when an emergency stop is in force */
  readonly stoppedAt?: Timestamp;
  /** ISO-8601 with offset, UTC on the way out */
  readonly startTime?: Timestamp;
  /** ISO-8601 with offset, UTC on the way out */
  readonly pausedAt?: Timestamp;
  readonly duration: number;
  readonly players: readonly WallPlayer[];
  readonly epoch: string;
  readonly seq: number;
}

/** An interval as a wall shows it: the phase and its end, without the player's own targets. */
export interface WallTimer {
  readonly index: number;
  readonly total: number;
  /** 1 to 120 characters */
  readonly name: string;
  readonly type: IntervalKind;
  /** ISO-8601 with offset, UTC on the way out */
  readonly endsAt?: Timestamp;
  /** 1 to 120 characters */
  readonly nextName?: string;
  readonly nextType?: IntervalKind;
}

/** The unit a load was entered in; kept as entered, converted for every computation. */
export type WeightUnit = "kg" | "lbs";

/** Another load for the coming sets. */
export interface WeightUpdate extends Command {
  /** opaque identifier; 1 to 64 characters */
  readonly sessionId: string;
  /** opaque identifier; 1 to 64 characters */
  readonly playerId: string;
  /** opaque identifier; 1 to 64 characters */
  readonly exerciseId: string;
  /** in weightUnit; kg when no unit is given; ≥ 0, ≤ 600 */
  readonly weight: number;
  readonly weightUnit?: WeightUnit;
  /** at most 200 characters */
  readonly reason?: string;
  /** counts from 1; ≥ 1, ≤ 50 */
  readonly setNumber?: number;
  readonly confirmed?: boolean;
}

/** The load of the coming sets has changed; `change` in %. */
export interface WeightUpdated extends PlayerFact {
  /** opaque identifier; 1 to 64 characters */
  readonly exerciseId: string;
  /** in weightUnit; kg when no unit is given; ≥ 0, ≤ 600 */
  readonly weight: number;
  readonly weightUnit: WeightUnit;
  /** in weightUnit; kg when no unit is given; ≥ 0, ≤ 600 */
  readonly previousWeight?: number;
  readonly change?: number;
  readonly progression?: LoadProgression;
  readonly loadable?: boolean;
  readonly nearest?: readonly number[];
  readonly platesPerSide?: readonly number[];
  /** at most 200 characters */
  readonly reason?: string;
  /** counts from 1; ≥ 1, ≤ 50 */
  readonly setNumber?: number;
  readonly needsConfirmation?: boolean;
  readonly notice?: Notice;
}

/** Aggregates of the sessions of one workout type. */
export interface WorkoutAggregate {
  /** ≥ 0, ≤ 10000 */
  readonly sessions: number;
  /** ≥ 0, ≤ 10000 */
  readonly totalParticipants: number;
  /** ≥ 0, ≤ 10000 */
  readonly activeParticipants: number;
  /** ≥ 0, ≤ 10000 */
  readonly completedParticipants: number;
  /** %; ≥ 0, ≤ 100 */
  readonly averageProgress: number;
  readonly averageHeartRate?: number;
  readonly totalCaloriesBurned?: number;
  /** %; ≥ 0, ≤ 100 */
  readonly dataCompleteness?: number;
}

/** How much of the workout a move changes. */
export type WorkoutModification = "none" | "minor" | "major";

/** The kinds of session a floor can run. */
export type WorkoutType = "strength" | "conditioning" | "hybrid" | "agility" | "plyometrics";

/** A client's own view of compliance; recomputed by the server, never trusted. */
export interface ZoneCompliance extends Command {
  /** opaque identifier; 1 to 64 characters */
  readonly sessionId: string;
  /** opaque identifier; 1 to 64 characters */
  readonly playerId: string;
  /** beats per minute; ≥ 20, ≤ 250 */
  readonly currentHeartRate: number;
  /** opaque identifier; 1 to 64 characters */
  readonly intervalId?: string;
  readonly targetZone?: TargetZone;
  readonly actualZone?: number | string;
  /** %; ≥ 0, ≤ 100 */
  readonly compliancePercentage?: number;
  readonly isInZone?: boolean;
  /** s; ≥ 0, ≤ 86400 */
  readonly zoneViolationDuration?: number;
}

/** Compliance with the target zone, computed from stored heartbeats after the lag grace. */
export interface ZoneComplianceUpdated extends PlayerFact {
  /** opaque identifier; 1 to 64 characters */
  readonly intervalId: string;
  /** beats per minute; ≥ 20, ≤ 250 */
  readonly currentHeartRate: number;
  readonly targetZone: TargetZone;
  readonly actualZone: number;
  /** %; ≥ 0, ≤ 100 */
  readonly compliancePercentage?: number;
  readonly isInZone: boolean;
  readonly zoneViolationDuration: number;
}

/** The workout of a session, by its type. */
export type Plan = StrengthPlan | ConditioningPlan | HybridPlan | AgilityPlan | PlyometricsPlan;
export interface PlanByType {
  readonly strength: StrengthPlan;
  readonly conditioning: ConditioningPlan;
  readonly hybrid: HybridPlan;
  readonly agility: AgilityPlan;
  readonly plyometrics: PlyometricsPlan;
}

/** What a client sends. */
export interface CommandPayloads {
  /** Join a session's room. */
  "training:session:join": JoinSession | string;
  /** Leave a session's room. */
  "training:session:leave": LeaveSession | string;
  /** The session starts. */
  "training:session:start": SessionCommand | string;
  /** The session pauses. */
  "training:session:pause": SessionCommand | string;
  /** The session goes on. */
  "training:session:resume": SessionCommand | string;
  /** The session is over. */
  "training:session:end": SessionCommand | string;
  /** The session ends, whatever its state. */
  "training:session:force:end": ForceEnd | string;
  /** A trainer's words. */
  "training:session:message": SessionMessage;
  /** What a player does. */
  "training:player:status": PlayerStatusChange;
  /** How hard the whole session was for a player. */
  "training:player:session:rpe": RateSession;
  /** A player is taken out of the session. */
  "training:player:kick": KickPlayer;
  /** The workout. */
  "training:session:plan": SessionPlan;
  /** Where a player is in a strength plan. */
  "training:player:exercise:progress": ExerciseProgressReport;
  /** Where a player is in an interval plan. */
  "training:player:interval:progress": IntervalProgressReport;
  /** Live values of one player. */
  "training:player:metrics": PlayerMetricsUpdate;
  /** Samples in bulk: an outbox or a recording. */
  "training:player:samples": PlayerSamples;
  /** A clock reading there and back. */
  "training:clock": Clock;
  /** A set is done. */
  "training:strength:set:completion": SetCompletion;
  /** Another load for the coming sets. */
  "training:strength:weight:update": WeightUpdate;
  /** A player rests. */
  "training:strength:rest:timer": RestCommand;
  /** How a set looked. */
  "training:strength:form:feedback": FormFeedback;
  /** An advice is accepted or refused. */
  "training:advice:decision": AdviceDecision;
  /** Advice is switched off or on, or limited. */
  "training:advice:limits": AdviceLimits;
  /** A heartbeat and its meaning. */
  "training:conditioning:hr:update": HeartRateUpdate;
  /** Power and its meaning. */
  "training:conditioning:power:update": PowerUpdate;
  /** Is the player in the target zone? */
  "training:conditioning:zone:compliance": ZoneCompliance;
  /** The next interval. */
  "training:conditioning:interval:transition": IntervalTransition;
  /** The next block. */
  "training:hybrid:block:transition": BlockTransition;
  /** Live values of a player in a block. */
  "training:hybrid:mixed:metrics": MixedMetrics;
  /** A screen changes its mode. */
  "training:hybrid:mode:switch": ModeSwitch;
  /** An attempt is done. */
  "training:agility:drill:completion": DrillCompletion;
  /** A fault was seen. */
  "training:agility:error:tracking": ErrorTracking;
  /** Where a player is in a pattern. */
  "training:agility:pattern:progress": PatternProgress;
  /** The running time of an attempt. */
  "training:agility:timing:update": TimingUpdate;
  /** A jump was measured. */
  "training:plyometrics:jump:measurement": JumpMeasurement;
  /** Sessions are put under one controller. */
  "training:bulk:session:created": CreateBundle;
  /** Something of a bundle changes. */
  "training:bulk:session:update": UpdateBundle;
  /** Something is done to all sessions at once. */
  "training:bulk:operation:status": BulkOperationCommand;
  /** A player changes sessions. */
  "training:bulk:participant:move": ParticipantMove;
  /** Aggregates of a bundle. */
  "training:bulk:metrics:aggregate": AggregateRequest;
  /** A player's fitness has changed. */
  "training:medical:status:changed": MedicalStatusChange;
  /** Somebody must act. */
  "training:alert:raised": RaiseAlert;
  /** Somebody acts. */
  "training:alert:acknowledged": AcknowledgeAlert;
  /** Nobody must act any more. */
  "training:alert:cleared": ClearAlert;
}

/** What the server answers. */
export interface Acks {
  /** Join a session's room. */
  "training:session:join": JoinAck | Refused;
  /** Leave a session's room. */
  "training:session:leave": Accepted | Refused;
  /** The session starts. */
  "training:session:start": Accepted | Refused;
  /** The session pauses. */
  "training:session:pause": Accepted | Refused;
  /** The session goes on. */
  "training:session:resume": Accepted | Refused;
  /** The session is over. */
  "training:session:end": Accepted | Refused;
  /** The session ends, whatever its state. */
  "training:session:force:end": Accepted | Refused;
  /** A trainer's words. */
  "training:session:message": Accepted | Refused;
  /** What a player does. */
  "training:player:status": Accepted | Refused;
  /** How hard the whole session was for a player. */
  "training:player:session:rpe": Accepted | Refused;
  /** A player is taken out of the session. */
  "training:player:kick": Accepted | Refused;
  /** The workout. */
  "training:session:plan": Accepted | Refused;
  /** Where a player is in a strength plan. */
  "training:player:exercise:progress": Accepted | Refused;
  /** Where a player is in an interval plan. */
  "training:player:interval:progress": Accepted | Refused;
  /** Live values of one player. */
  "training:player:metrics": Accepted | Refused;
  /** Samples in bulk: an outbox or a recording. */
  "training:player:samples": Accepted | Refused;
  /** A clock reading there and back. */
  "training:clock": ClockAck | Refused;
  /** A set is done. */
  "training:strength:set:completion": Accepted | Refused;
  /** Another load for the coming sets. */
  "training:strength:weight:update": Accepted | Refused;
  /** A player rests. */
  "training:strength:rest:timer": Accepted | Refused;
  /** How a set looked. */
  "training:strength:form:feedback": Accepted | Refused;
  /** An advice is accepted or refused. */
  "training:advice:decision": Accepted | Refused;
  /** Advice is switched off or on, or limited. */
  "training:advice:limits": Accepted | Refused;
  /** A heartbeat and its meaning. */
  "training:conditioning:hr:update": Accepted | Refused;
  /** Power and its meaning. */
  "training:conditioning:power:update": Accepted | Refused;
  /** Is the player in the target zone? */
  "training:conditioning:zone:compliance": Accepted | Refused;
  /** The next interval. */
  "training:conditioning:interval:transition": Accepted | Refused;
  /** The next block. */
  "training:hybrid:block:transition": Accepted | Refused;
  /** Live values of a player in a block. */
  "training:hybrid:mixed:metrics": Accepted | Refused;
  /** A screen changes its mode. */
  "training:hybrid:mode:switch": Accepted | Refused;
  /** An attempt is done. */
  "training:agility:drill:completion": Accepted | Refused;
  /** A fault was seen. */
  "training:agility:error:tracking": Accepted | Refused;
  /** Where a player is in a pattern. */
  "training:agility:pattern:progress": Accepted | Refused;
  /** The running time of an attempt. */
  "training:agility:timing:update": Accepted | Refused;
  /** A jump was measured. */
  "training:plyometrics:jump:measurement": Accepted | Refused;
  /** Sessions are put under one controller. */
  "training:bulk:session:created": Accepted | Refused;
  /** Something of a bundle changes. */
  "training:bulk:session:update": Accepted | Refused;
  /** Something is done to all sessions at once. */
  "training:bulk:operation:status": Accepted | Refused;
  /** A player changes sessions. */
  "training:bulk:participant:move": Accepted | Refused;
  /** Aggregates of a bundle. */
  "training:bulk:metrics:aggregate": Accepted | Refused;
  /** A player's fitness has changed. */
  "training:medical:status:changed": Accepted | Refused;
  /** Somebody must act. */
  "training:alert:raised": Accepted | Refused;
  /** Somebody acts. */
  "training:alert:acknowledged": Accepted | Refused;
  /** Nobody must act any more. */
  "training:alert:cleared": Accepted | Refused;
}

/** What the server sends. */
export interface EventPayloads {
  /** You are in; here is the state. */
  "training:session:joined": SessionJoined;
  /** You are out. */
  "training:session:left": SessionLeft;
  /** The session starts. */
  "training:session:start": SessionLifecycle;
  /** The session pauses. */
  "training:session:pause": SessionLifecycle;
  /** The session goes on. */
  "training:session:resume": SessionLifecycle;
  /** The session is over. */
  "training:session:end": SessionLifecycle;
  /** The session ends, whatever its state. */
  "training:session:force:end": SessionLifecycle;
  /** Fields of the session's state have changed. */
  "training:session:update": SessionUpdate;
  /** A trainer's words. */
  "training:session:message": SessionMessaged;
  /** A player is in the session. */
  "training:player:join": PlayerJoined;
  /** A player is no longer in the session. */
  "training:player:leave": PlayerLeft;
  /** What a player does. */
  "training:player:status": PlayerStatusChanged;
  /** How hard the whole session was for a player. */
  "training:player:session:rpe": SessionRated;
  /** A player is taken out of the session. */
  "training:player:kick": PlayerKicked;
  /** The workout. */
  "training:session:plan": PlanChanged;
  /** How far the session is. */
  "training:session:progress": SessionProgress;
  /** Where a player is in a strength plan. */
  "training:player:exercise:progress": ExerciseProgress;
  /** Where a player is in an interval plan. */
  "training:player:interval:progress": IntervalProgress;
  /** Live values of one player. */
  "training:player:metrics": PlayerMetricsUpdated;
  /** Samples in bulk: an outbox or a recording. */
  "training:player:samples": PlayerSamplesStored;
  /** Newest values of every player of a session. */
  "training:live:frame": LiveFrame;
  /** An event was stored that you may not see. */
  "training:position": Position;
  /** A set is done. */
  "training:strength:set:completion": SetCompleted;
  /** Another load for the coming sets. */
  "training:strength:weight:update": WeightUpdated;
  /** A player rests. */
  "training:strength:rest:timer": RestTimer;
  /** How a set looked. */
  "training:strength:form:feedback": FormFeedbackGiven;
  /** An advice is accepted or refused. */
  "training:advice:decision": AdviceDecided;
  /** Advice is switched off or on, or limited. */
  "training:advice:limits": AdviceLimitsChanged;
  /** A heartbeat and its meaning. */
  "training:conditioning:hr:update": HeartRateUpdated;
  /** Power and its meaning. */
  "training:conditioning:power:update": PowerUpdated;
  /** Is the player in the target zone? */
  "training:conditioning:zone:compliance": ZoneComplianceUpdated;
  /** The next interval. */
  "training:conditioning:interval:transition": IntervalTransitioned;
  /** The next block. */
  "training:hybrid:block:transition": BlockTransitioned;
  /** Live values of a player in a block. */
  "training:hybrid:mixed:metrics": MixedMetricsUpdated;
  /** A screen changes its mode. */
  "training:hybrid:mode:switch": ModeSwitched;
  /** An attempt is done. */
  "training:agility:drill:completion": DrillCompleted;
  /** A fault was seen. */
  "training:agility:error:tracking": ErrorTracked;
  /** Where a player is in a pattern. */
  "training:agility:pattern:progress": PatternProgressed;
  /** The running time of an attempt. */
  "training:agility:timing:update": TimingUpdated;
  /** A jump was measured. */
  "training:plyometrics:jump:measurement": JumpMeasured;
  /** Sessions are put under one controller. */
  "training:bulk:session:created": BundleCreated;
  /** Something of a bundle changes. */
  "training:bulk:session:update": BundleUpdated;
  /** Something is done to all sessions at once. */
  "training:bulk:operation:status": BulkOperationReported;
  /** A player changes sessions. */
  "training:bulk:participant:move": ParticipantMoved;
  /** An event was stored that you may not see. */
  "training:bulk:position": BundlePosition;
  /** Aggregates of a bundle. */
  "training:bulk:metrics:aggregate": AggregateBroadcast;
  /** Facilities and equipment now. */
  "training:resources:update": ResourceUpdate;
  /** A player's fitness has changed. */
  "training:medical:status:changed": MedicalStatusChanged;
  /** Somebody must act. */
  "training:alert:raised": AlertRaised;
  /** Somebody acts. */
  "training:alert:acknowledged": AlertAcknowledged;
  /** Nobody must act any more. */
  "training:alert:cleared": AlertCleared;
  /** The calendar has changed. */
  "training:calendar:event:changed": CalendarEventChanged;
  /** Whether a player can train has changed. */
  "training:player:availability:changed": AvailabilityChanged;
  /** A workout template has changed. */
  "training:template:updated": TemplateUpdated;
  /** A player's team, line or number has changed. */
  "training:team:assignment:changed": TeamAssignmentChanged;
  /** Something you sent was refused. */
  "training:error": TrainingError;
  /** Something you sent for a kind of workout was refused. */
  "training:error:type:specific": TypeSpecificError;
  /** A bulk operation failed for some sessions or all. */
  "training:error:bulk:operation": BulkOperationError;
}

/** Names on the wire, by constant. */
export const EVENTS = {
  JOIN_SESSION: "training:session:join",
  LEAVE_SESSION: "training:session:leave",
  SESSION_JOINED: "training:session:joined",
  SESSION_LEFT: "training:session:left",
  SESSION_START: "training:session:start",
  SESSION_PAUSE: "training:session:pause",
  SESSION_RESUME: "training:session:resume",
  SESSION_END: "training:session:end",
  FORCE_END_SESSION: "training:session:force:end",
  SESSION_UPDATE: "training:session:update",
  SESSION_MESSAGE: "training:session:message",
  PLAYER_JOIN: "training:player:join",
  PLAYER_LEAVE: "training:player:leave",
  PLAYER_STATUS_UPDATE: "training:player:status",
  PLAYER_SESSION_RPE: "training:player:session:rpe",
  KICK_PLAYER: "training:player:kick",
  SESSION_PLAN: "training:session:plan",
  SESSION_PROGRESS: "training:session:progress",
  PLAYER_EXERCISE_PROGRESS: "training:player:exercise:progress",
  PLAYER_INTERVAL_PROGRESS: "training:player:interval:progress",
  PLAYER_METRICS_UPDATE: "training:player:metrics",
  PLAYER_SAMPLES: "training:player:samples",
  LIVE_FRAME: "training:live:frame",
  POSITION: "training:position",
  CLOCK: "training:clock",
  STRENGTH_SET_COMPLETION: "training:strength:set:completion",
  STRENGTH_WEIGHT_UPDATE: "training:strength:weight:update",
  STRENGTH_REST_TIMER: "training:strength:rest:timer",
  STRENGTH_FORM_FEEDBACK: "training:strength:form:feedback",
  ADVICE_DECISION: "training:advice:decision",
  ADVICE_LIMITS: "training:advice:limits",
  CONDITIONING_HEART_RATE_UPDATE: "training:conditioning:hr:update",
  CONDITIONING_POWER_UPDATE: "training:conditioning:power:update",
  CONDITIONING_ZONE_COMPLIANCE: "training:conditioning:zone:compliance",
  CONDITIONING_INTERVAL_TRANSITION: "training:conditioning:interval:transition",
  HYBRID_BLOCK_TRANSITION: "training:hybrid:block:transition",
  HYBRID_MIXED_METRICS: "training:hybrid:mixed:metrics",
  HYBRID_MODE_SWITCH: "training:hybrid:mode:switch",
  AGILITY_DRILL_COMPLETION: "training:agility:drill:completion",
  AGILITY_ERROR_TRACKING: "training:agility:error:tracking",
  AGILITY_PATTERN_PROGRESS: "training:agility:pattern:progress",
  AGILITY_TIMING_UPDATE: "training:agility:timing:update",
  PLYOMETRICS_JUMP_MEASUREMENT: "training:plyometrics:jump:measurement",
  BULK_SESSION_CREATED: "training:bulk:session:created",
  BULK_SESSION_UPDATE: "training:bulk:session:update",
  BULK_OPERATION_STATUS: "training:bulk:operation:status",
  CROSS_SESSION_PARTICIPANT_MOVE: "training:bulk:participant:move",
  BUNDLE_POSITION: "training:bulk:position",
  AGGREGATE_METRICS_BROADCAST: "training:bulk:metrics:aggregate",
  RESOURCE_UPDATE: "training:resources:update",
  MEDICAL_STATUS_CHANGED: "training:medical:status:changed",
  ALERT_RAISED: "training:alert:raised",
  ALERT_ACKNOWLEDGED: "training:alert:acknowledged",
  ALERT_CLEARED: "training:alert:cleared",
  CALENDAR_EVENT_CHANGED: "training:calendar:event:changed",
  PLAYER_AVAILABILITY_CHANGED: "training:player:availability:changed",
  WORKOUT_TEMPLATE_UPDATED: "training:template:updated",
  TEAM_ASSIGNMENT_CHANGED: "training:team:assignment:changed",
  ERROR: "training:error",
  TYPE_SPECIFIC_ERROR: "training:error:type:specific",
  BULK_OPERATION_ERROR: "training:error:bulk:operation",
} as const;

/** Columns of a live frame's rows; the join's answer is what counts. */
export const FRAME_COLUMNS = [
  "playerId",
  "heartRate",
  "power",
  "cadence",
  "speed",
  "distance",
  "zone",
  "percentOfMax",
  "percentOfFtp",
  "powerZone",
  "compliance",
  "inZone",
  "outOfZoneS",
  "wBalancePercent",
  "calories",
  "signal",
  "ageMs",
  "intervalIndex",
  "intervalEndsAtMs",
] as const;

/** Columns of a wall's frame. */
export const WALL_FRAME_COLUMNS = [
  "jerseyNumber",
  "alias",
  "zone",
  "inZone",
  "signal",
  "intervalIndex",
  "intervalEndsAtMs",
] as const;

export type FrameColumn = (typeof FRAME_COLUMNS)[number];

/** Least time between broadcasts of one player's event, s. */
export const PACE_DEFAULTS_S = {
  none: 0,
  strength: 5,
  live: 1,
  rest: 1,
  hybrid: 2,
  agility_pattern: 0.5,
  agility_timing: 0.5,
} as const;

/** Which pace an event keeps. */
export const EVENT_PACE: { readonly [E in EventName]?: Pace } = {
  "training:player:metrics": "live",
  "training:strength:set:completion": "strength",
  "training:strength:weight:update": "strength",
  "training:strength:rest:timer": "rest",
  "training:strength:form:feedback": "strength",
  "training:conditioning:hr:update": "live",
  "training:conditioning:power:update": "live",
  "training:conditioning:zone:compliance": "live",
  "training:hybrid:mixed:metrics": "hybrid",
  "training:agility:pattern:progress": "agility_pattern",
  "training:agility:timing:update": "agility_timing",
};

/** What is promised for a command. */
export const COMMAND_DELIVERY: Readonly<Record<CommandName, Delivery>> = {
  "training:session:join": "none",
  "training:session:leave": "none",
  "training:session:start": "durable",
  "training:session:pause": "durable",
  "training:session:resume": "durable",
  "training:session:end": "durable",
  "training:session:force:end": "urgent",
  "training:session:message": "durable",
  "training:player:status": "durable",
  "training:player:session:rpe": "durable",
  "training:player:kick": "durable",
  "training:session:plan": "durable",
  "training:player:exercise:progress": "durable",
  "training:player:interval:progress": "derived",
  "training:player:metrics": "live",
  "training:player:samples": "durable",
  "training:clock": "none",
  "training:strength:set:completion": "durable",
  "training:strength:weight:update": "durable",
  "training:strength:rest:timer": "durable",
  "training:strength:form:feedback": "durable",
  "training:advice:decision": "durable",
  "training:advice:limits": "durable",
  "training:conditioning:hr:update": "live",
  "training:conditioning:power:update": "live",
  "training:conditioning:zone:compliance": "live",
  "training:conditioning:interval:transition": "durable",
  "training:hybrid:block:transition": "durable",
  "training:hybrid:mixed:metrics": "live",
  "training:hybrid:mode:switch": "durable",
  "training:agility:drill:completion": "durable",
  "training:agility:error:tracking": "durable",
  "training:agility:pattern:progress": "live",
  "training:agility:timing:update": "live",
  "training:plyometrics:jump:measurement": "durable",
  "training:bulk:session:created": "durable",
  "training:bulk:session:update": "durable",
  "training:bulk:operation:status": "urgent",
  "training:bulk:participant:move": "durable",
  "training:bulk:metrics:aggregate": "derived",
  "training:medical:status:changed": "urgent",
  "training:alert:raised": "urgent",
  "training:alert:acknowledged": "urgent",
  "training:alert:cleared": "urgent",
};

/** Every code a refusal can have. */
export const ERROR_CODES: Readonly<Record<ErrorCode, { readonly number: number; readonly severity: Severity; readonly retryable: boolean }>> = {
  VALIDATION_FAILED: { number: 1001, severity: "error", retryable: false },
  UNKNOWN_EVENT: { number: 1002, severity: "error", retryable: false },
  PAYLOAD_TOO_LARGE: { number: 1003, severity: "error", retryable: false },
  RATE_LIMITED: { number: 1004, severity: "warning", retryable: true },
  UNAUTHENTICATED: { number: 1101, severity: "error", retryable: false },
  FORBIDDEN: { number: 1102, severity: "error", retryable: false },
  CONSENT_MISSING: { number: 1103, severity: "error", retryable: false },
  SESSION_NOT_FOUND: { number: 1201, severity: "error", retryable: false },
  BUNDLE_NOT_FOUND: { number: 1202, severity: "error", retryable: false },
  PLAYER_NOT_IN_SESSION: { number: 1203, severity: "error", retryable: false },
  NOT_FOUND: { number: 1204, severity: "error", retryable: false },
  INVALID_TRANSITION: { number: 1301, severity: "error", retryable: false },
  CONFLICT: { number: 1302, severity: "warning", retryable: true },
  STALE_COMMAND: { number: 1303, severity: "error", retryable: false },
  WRONG_WORKOUT_TYPE: { number: 1304, severity: "error", retryable: false },
  CAPACITY_EXCEEDED: { number: 1401, severity: "error", retryable: false },
  EQUIPMENT_UNAVAILABLE: { number: 1402, severity: "error", retryable: false },
  MEDICAL_RESTRICTION: { number: 1403, severity: "error", retryable: false },
  STORAGE_UNAVAILABLE: { number: 1501, severity: "critical", retryable: true },
  INTERNAL: { number: 1502, severity: "critical", retryable: true },
  IMPLAUSIBLE_LOAD: { number: 2001, severity: "warning", retryable: false },
  NOT_LOADABLE: { number: 2002, severity: "warning", retryable: false },
  EXERCISE_NOT_IN_PLAN: { number: 2003, severity: "error", retryable: false },
  SET_OUT_OF_ORDER: { number: 2004, severity: "error", retryable: false },
  HEART_RATE_IMPLAUSIBLE: { number: 3001, severity: "warning", retryable: false },
  SENSOR_DROPOUT: { number: 3002, severity: "warning", retryable: false },
  EQUIPMENT_MALFUNCTION: { number: 3003, severity: "warning", retryable: false },
  INTERVAL_OUT_OF_ORDER: { number: 3004, severity: "error", retryable: false },
  INTERVAL_NOT_IN_PLAN: { number: 3005, severity: "error", retryable: false },
  BLOCK_OUT_OF_ORDER: { number: 4001, severity: "error", retryable: false },
  BLOCK_NOT_IN_PLAN: { number: 4002, severity: "error", retryable: false },
  TIMER_MALFUNCTION: { number: 5001, severity: "warning", retryable: false },
  STEP_OUT_OF_ORDER: { number: 5002, severity: "error", retryable: false },
  ATTEMPT_VOID: { number: 5003, severity: "info", retryable: false },
  DRILL_NOT_IN_PLAN: { number: 5004, severity: "error", retryable: false },
  ATTEMPT_OUT_OF_ORDER: { number: 5005, severity: "error", retryable: false },
  JUMP_IMPLAUSIBLE: { number: 7001, severity: "warning", retryable: false },
  JUMPS_NOT_IN_PLAN: { number: 7002, severity: "error", retryable: false },
  PARTIAL_FAILURE: { number: 6001, severity: "error", retryable: true },
  BALANCE_IMPOSSIBLE: { number: 6002, severity: "error", retryable: false },
};

/** Every event a client may send, with its answer when it asks for one. */
export type ClientToServerEvents = {
  [E in keyof CommandPayloads]: (payload: CommandPayloads[E], answer: (ack: Acks[E]) => void) => void;
};

/** Every event the server sends; an urgent one may ask the screen to confirm that it is shown. */
export type ServerToClientEvents = {
  [E in keyof EventPayloads]: (payload: EventPayloads[E], confirm?: (shown: ScreenConfirmed) => void) => void;
};

/** One event that a returning client had missed, as it was broadcast. */
export type MissedEvent = {
  [E in keyof EventPayloads]: { readonly event: E; readonly payload: EventPayloads[E] };
}[keyof EventPayloads];

export type EventName = (typeof EVENTS)[keyof typeof EVENTS];
export type CommandName = keyof CommandPayloads;
export type ServerEventName = keyof EventPayloads;
export type Ack = Accepted | Refused;
