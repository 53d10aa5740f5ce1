/** What an outbox is to those who use it: what it keeps, tells and promises. */

import type { Courier, Failed, Outcome } from "../courier";
import type { Link } from "../link";
import type { CommandName, CommandPayloads } from "../wire";
import type { Hold, SendPace } from "./drain";
import type { RefusedFact } from "./entry";
import type { OutboxStore } from "./store";
import type { Locks } from "./tabs";

/** What a person may be told of the outbox. */
export interface OutboxState {
  /** False until the disk has been read once. */
  readonly ready: boolean;
  /** Facts on this device that are not on the server. */
  readonly waiting: number;
  /** Device time of the oldest of them, ms since 1970; known in the tab that sends. */
  readonly oldestAtMs: number | null;
  readonly refused: readonly RefusedFact[];
  /** Whether this tab is the one that sends. */
  readonly leads: boolean;
  /** `full`, `unavailable`: the last fact could not be kept, and nobody was told that it was. */
  readonly storage: "ok" | "full" | "unavailable";
  /** Why nothing goes out; null while it does, and in tabs that do not send. */
  readonly hold: Hold;
}

/** The fact is on this device's disk. `answer` is the node's, whenever it comes while this page lives. */
export interface Kept {
  readonly ok: true;
  readonly eventId: string;
  readonly order: number;
  readonly answer: Promise<Outcome>;
}

export interface Settled {
  readonly eventId: string;
  readonly outcome: Outcome;
}

export interface Outbox extends Courier {
  /** Resolves when the fact is on the disk, or with why it is not; then it must not be shown as done. Never rejects. */
  put<E extends CommandName>(event: E, payload: CommandPayloads[E] & object): Promise<Kept | Failed>;
  /**
   * The way of a courier: a fact is kept, then its answer is waited for, for 800 ms and not while offline. `KEPT_HERE`
   * is the answer then: the fact is safe and under way. Orders to a floor pass by the outbox: they go now or not at all.
   */
  deliver(event: string, payload: object): Promise<Outcome>;
  state(): OutboxState;
  subscribe(listener: () => void): () => void;
  /** Told of each fact that the node has answered for good, in whichever tab it was recorded. */
  onSettled(listener: (settled: Settled) => void): () => void;
  /** Facts that a log-out now would leave behind, read from the disk: what waits, also for a server of another version. */
  unsent(): Promise<number>;
  /** A person has seen refused facts and lets them go. */
  dismiss(eventIds: readonly string[]): Promise<void>;
  /** A refused fact once more, under the same identity. */
  resend(eventId: string): Promise<Kept | Failed>;
  /** Everything that is here, waiting and refused, as JSON text that a person can keep. */
  export(): Promise<string>;
  close(): void;
}

export interface OutboxOptions {
  link: Pick<
    Link,
    "deliver" | "onOpen" | "onState" | "onClock" | "onServer" | "state" | "clock" | "server" | "serverNowMs" | "nowMs"
  >;
  /** Whose outbox it is, for example the account: one disk may serve several people, never each other's facts. */
  name: string;
  pace?: Partial<SendPace>;
  /** For tests and unusual hosts; the browser's own otherwise. */
  store?: OutboxStore;
  locks?: Locks | null;
  monotonicMs?: () => number;
  random?: () => number;
}
