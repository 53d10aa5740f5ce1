/** Public surface of the outbox. */

export { PACE, type SendPace } from "./drain";
export { isKept, type Priority, type RefusedFact } from "./entry";
export { createOutbox, DEADLINE_MS } from "./outbox";
export { openStore } from "./store";
export type { Kept, Outbox, OutboxOptions, OutboxState, Settled } from "./surface";
