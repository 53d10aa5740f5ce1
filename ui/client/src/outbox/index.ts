/** Public surface of the outbox. */

export { PACE, type SendPace } from "./drain";
export { isKept, type Priority, type RefusedFact } from "./entry";
export {
  createOutbox,
  DEADLINE_MS,
  type Kept,
  type Outbox,
  type OutboxOptions,
  type OutboxState,
  type Settled,
} from "./outbox";
export { openStore } from "./store";
