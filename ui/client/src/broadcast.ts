/**
 * A sender for every event of the catalogue, typed by the contract, over one link and one outbox. Names follow the
 * constants: `STRENGTH_SET_COMPLETION` is `strengthSetCompletion`. What has happened goes through the outbox, orders go
 * now or not at all. Knows no screen.
 */

import type { Failed, Outcome } from "./courier";
import { createEmitter } from "./emitter";
import type { Link } from "./link";
import { isUp, type LinkState } from "./linkState";
import { isKept, type Outbox } from "./outbox";
import { type Acks, COMMAND_DELIVERY, type CommandName, type CommandPayloads, EVENTS } from "./wire";

type Constants = typeof EVENTS;

type Camel<Name extends string> = Name extends `${infer Head}_${infer Tail}`
  ? `${Lowercase<Head>}${Capitalize<Camel<Tail>>}`
  : Lowercase<Name>;

export type Answer<E extends CommandName> = Acks[E] | Failed;

/** One function for each event that a client may send. They never reject: not having arrived is an answer too. */
export type Senders = {
  readonly [K in keyof Constants as Constants[K] extends CommandName
    ? Camel<K>
    : never]: Constants[K] extends CommandName
    ? (payload: CommandPayloads[Constants[K]]) => Promise<Answer<Constants[K]>>
    : never;
};

/** What a person may be told about sending. */
export interface BroadcastState {
  readonly connection: LinkState;
  readonly isConnected: boolean;
  /** Facts on this device that are not on the server. */
  readonly queueLength: number;
  readonly refusedLength: number;
}

export interface Broadcast {
  readonly senders: Senders;
  send<E extends CommandName>(event: E, payload: CommandPayloads[E]): Promise<Answer<E>>;
  state(): BroadcastState;
  subscribe(listener: () => void): () => void;
  close(): void;
}

export interface BroadcastOptions {
  link: Pick<Link, "request" | "send" | "state" | "onState">;
  outbox: Pick<Outbox, "deliver" | "state" | "subscribe">;
}

/** Events that are a question to the node, not a fact or an order: without identity and time. */
const QUESTIONS: ReadonlySet<string> = new Set([EVENTS.JOIN_SESSION, EVENTS.LEAVE_SESSION, EVENTS.CLOCK]);

export function createBroadcast({ link, outbox }: BroadcastOptions): Broadcast {
  const changes = createEmitter<void>();
  const look = (): BroadcastState => {
    const [connection, { waiting, refused }] = [link.state(), outbox.state()];
    return { connection, isConnected: isUp(connection), queueLength: waiting, refusedLength: refused.length };
  };
  let current = look();
  const renew = () => {
    const next = look();
    if (isSame(current, next)) return;
    current = next;
    changes.emit();
  };
  const endings = [link.onState(renew), outbox.subscribe(renew)];
  const send = <E extends CommandName>(event: E, payload: CommandPayloads[E]) =>
    route({ link, outbox }, event, asObject(payload)) as Promise<Answer<E>>;
  return {
    senders: makeSenders(send),
    send,
    state: () => current,
    subscribe: changes.on,
    close() {
      for (const end of endings) end();
    },
  };
}

function route({ link, outbox }: BroadcastOptions, event: CommandName, payload: object): Promise<Outcome> {
  if (QUESTIONS.has(event)) return link.request(event, payload);
  return isKept(event) ? outbox.deliver(event, payload) : link.send(event, payload);
}

/** Some events may be sent with nothing but the session's identifier. */
function asObject(payload: string | object): object {
  return typeof payload === "string" ? { sessionId: payload } : payload;
}

function isSame(a: BroadcastState, b: BroadcastState): boolean {
  return a.connection === b.connection && a.queueLength === b.queueLength && a.refusedLength === b.refusedLength;
}

function makeSenders(send: Broadcast["send"]): Senders {
  const senders = Object.entries(EVENTS)
    .filter(([, event]) => event in COMMAND_DELIVERY)
    .map(([constant, event]) => [camel(constant), (payload: never) => send(event as CommandName, payload)]);
  return Object.fromEntries(senders) as Senders;
}

function camel(constant: string): string {
  return constant.toLowerCase().replace(/_(.)/g, (_match, letter: string) => letter.toUpperCase());
}
