/**
 * How a command leaves this device and what is known of it afterwards.
 * A `Courier` takes one event to the node; a durable outbox is a courier around this one.
 */

import type { Ack, ErrorBody, Refused } from "./wire";

/** Takes one command there. Never rejects: not having arrived is an answer too. */
export interface Courier {
  deliver(event: string, payload: object): Promise<Ack>;
}

/** Commands are stamped where the fact is recorded: an identity that survives resending, and the true time. */
export interface Stamps {
  newEventId(): string;
  /** Node time, ms since 1970. */
  nowMs(): number;
}

export type Send = (event: string, payload: object) => Promise<Ack>;

/** Stamps a command and hands it to the courier. */
export function createSend(courier: Courier, stamps: Stamps): Send {
  return (event, payload) =>
    courier.deliver(event, {
      eventId: stamps.newEventId(),
      occurredAt: new Date(stamps.nowMs()).toISOString(),
      ...payload,
    });
}

/** Codes that this device gives itself; the node never sends them. */
export const NOT_CONNECTED = "NOT_CONNECTED";
export const NO_ANSWER = "NO_ANSWER";
export const BAD_ANSWER = "BAD_ANSWER";

const LOCAL_MESSAGES: Readonly<Record<string, string>> = {
  [NOT_CONNECTED]: "There is no connection to the server. Nothing was sent.",
  [NO_ANSWER]: "The server has not answered. It is not known whether the command arrived.",
  [BAD_ANSWER]: "The server's answer could not be understood.",
};

export function localRefusal(code: string): Refused {
  const message = LOCAL_MESSAGES[code] ?? code;
  const error: ErrorBody = { code, message, severity: "error", retryable: true };
  return { ok: false, error };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

/** Reads whatever came back as an acknowledgement; the caller states the shape of a success. */
export function readAck<Success extends { ok: true }>(answer: unknown): Success | Refused {
  if (!isRecord(answer)) return localRefusal(BAD_ANSWER);
  if (answer.ok === true) return answer as Success;
  const error = answer.error;
  if (answer.ok === false && isRecord(error) && typeof error.code === "string") {
    return { ok: false, error: error as unknown as ErrorBody };
  }
  return localRefusal(BAD_ANSWER);
}
