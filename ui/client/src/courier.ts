/**
 * How a command leaves this device and what is known of it afterwards.
 * A `Courier` takes one event to the node; a durable outbox is a courier around this one.
 */

import type { Accepted, ErrorBody, Refused } from "./wire";

/** Codes that this device gives itself; the node never sends them. */
export type LocalCode =
  | "NOT_CONNECTED"
  | "NO_ANSWER"
  | "BAD_ANSWER"
  | "KEPT_HERE"
  | "STORAGE_FULL"
  | "STORAGE_UNUSABLE"
  | "NOT_HERE"
  | "OTHER_VERSION";

/** Why something did not happen: the node's reason, or this device's. */
export type Failure = Omit<ErrorBody, "code" | "number"> & { readonly code: Refused["error"]["code"] | LocalCode };

export interface Failed {
  readonly ok: false;
  readonly error: Failure;
}

export type Outcome = Accepted | Failed;

/** Takes one command there. Never rejects: not having arrived is an answer too. */
export interface Courier {
  deliver(event: string, payload: object): Promise<Outcome>;
}

/** Commands are stamped where the fact is recorded: an identity that survives resending, and the true time. */
export interface Stamps {
  newEventId(): string;
  /** Node time, ms since 1970. */
  nowMs(): number;
}

export type Send = (event: string, payload: object) => Promise<Outcome>;

/** Stamps a command and hands it to the courier. */
export function createSend(courier: Courier, stamps: Stamps): Send {
  return (event, payload) =>
    courier.deliver(event, {
      eventId: stamps.newEventId(),
      occurredAt: new Date(stamps.nowMs()).toISOString(),
      ...payload,
    });
}

const LOCAL_MESSAGES: Readonly<Record<LocalCode, string>> = {
  NOT_CONNECTED: "There is no connection to the server. Nothing was sent.",
  NO_ANSWER: "The server has not answered. It is not known whether the command arrived.",
  BAD_ANSWER: "The server's answer could not be understood.",
  KEPT_HERE: "It is kept on this device and goes to the server by itself.",
  STORAGE_FULL: "This device's storage is full. It was not kept: note it down, and make room.",
  STORAGE_UNUSABLE: "This device's storage cannot be used. It was not kept: note it down.",
  NOT_HERE: "It is not on this device any more.",
  OTHER_VERSION: "The server is of another version and does not understand it. It is kept here and tried again.",
};

const NO_FAULT: ReadonlySet<LocalCode> = new Set(["KEPT_HERE", "OTHER_VERSION"]);

export function localFailure(code: LocalCode): Failed {
  const message = LOCAL_MESSAGES[code];
  const severity = NO_FAULT.has(code) ? "info" : "error";
  return { ok: false, error: { code, message, severity, retryable: true, suggestedActions: [] } };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

/** Reads whatever came back as an acknowledgement; the caller states the shape of a success. */
export function readAck<Success extends { ok: true }>(answer: unknown): Success | Failed {
  if (!isRecord(answer)) return localFailure("BAD_ANSWER");
  if (answer.ok === true) return answer as Success;
  const error = answer.error;
  if (answer.ok === false && isRecord(error) && typeof error.code === "string") {
    return { ok: false, error: error as unknown as Failure };
  }
  return localFailure("BAD_ANSWER");
}
