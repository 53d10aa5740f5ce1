/** Public surface of the browser client: link, clock, session model, outbox. No React here. */

export { type AlertInForce, type Alerts, type AlertsOptions, type AlertsView, createAlerts } from "./alerts";
export {
  type Answer,
  type Broadcast,
  type BroadcastOptions,
  type BroadcastState,
  createBroadcast,
  type Senders,
} from "./broadcast";
export {
  type BundleNow,
  type BundlePhase,
  type BundleShown,
  type BundleView,
  bundlePhase,
  countdownEndMs,
  emptyBundle,
  isUnderWay,
  type OperationTold,
} from "./bundleModel";
export { type Bundles, type BundlesOptions, type BundlesView, createBundles, type Operation } from "./bundles";
export { calmly } from "./calmly";
export { addReading, CLOCK_UNKNOWN, type ClockEstimate, type ClockReading, type ClockState, serverTime } from "./clock";
export {
  type Courier,
  createSend,
  type Failed,
  type Failure,
  type LocalCode,
  localFailure,
  type Outcome,
  type Send,
} from "./courier";
export { createEmitter, type Emitter } from "./emitter";
export { newEventId, uuidV7 } from "./eventId";
export { hasRelativeTarget, intervalPlan } from "./intervals";
export { createLink, type Incoming, type Link, type LinkOptions } from "./link";
export { isUp, type LinkPhase, type LinkState } from "./linkState";
export { ageMs, EMPTY_VALUES, type LiveTrack, type LiveValues, signalNow, type Trail, trailFrom } from "./live";
export type { TextStore } from "./memory";
export * from "./outbox";
export { BUILT_WITH, type Standing, standingOf } from "./revision";
export { createSession, type Session, type SessionOptions, type SessionPhase, type SessionView } from "./session";
export { type Discontinuity, elapsedS, emptySession, type Position, type SessionModel } from "./sessionModel";
export { isShown, LATE_AFTER_MS, LOST_AFTER_MS, STALE_AFTER_MS, signalAt } from "./signal";
export { everyPeriod } from "./ticker";
export { type ToldByPlayer, type ToldEvent, toldOf } from "./told";
export * from "./wire";
