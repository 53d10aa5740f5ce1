/**
 * How screens ask the server: JSON both ways, the page's own token on every change, one key for a change however often
 * it must be sent, refusals as one kind of error. Knows no screen and holds no answer.
 */

import { newEventId, type Saying } from "@dryland/client";
import type { Spoken } from "./errorWords";

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** A place that is wrong in what was sent, as the server names it. */
export interface Fault {
  path: string;
  message: string;
}

/** A refusal, or no answer at all (`NOT_CONNECTED`); `errorWords` puts it into words. */
export class Problem extends Error implements Spoken {
  override readonly name = "Problem";
  readonly code: string;
  readonly status: number;
  readonly suggestedActions: readonly string[];
  readonly context: NonNullable<Spoken["context"]>;
  readonly faults: readonly Fault[];
  readonly detailSayings: readonly Saying[];

  constructor(code: string, status = 0, told: ProblemBody = {}) {
    super(told.detail ?? code);
    this.code = code;
    this.status = status;
    this.suggestedActions = told.suggestedActions ?? [];
    this.context = told.context ?? {};
    this.faults = told.errors ?? [];
    this.detailSayings = told.detailSayings ?? [];
  }
}

interface ProblemBody {
  code?: string;
  detail?: string;
  detailSayings?: readonly Saying[];
  suggestedActions?: string[];
  context?: NonNullable<Spoken["context"]>;
  errors?: Fault[];
}

export type Query = Readonly<Record<string, string | number | boolean | null | undefined | readonly string[]>>;

export interface AskOptions {
  query?: Query;
  signal?: AbortSignal;
}

export interface SendOptions extends AskOptions {
  /** False for what is not to be sent again by itself, as a password. */
  repeat?: boolean;
  /** Sent as it is instead of as JSON, e.g. a CSV file. */
  raw?: { body: Blob | string; type: string };
}

/** The questions a screen can ask. Every method rejects with a `Problem` and nothing else. */
export interface Api {
  get<Answer>(path: string, options?: AskOptions): Promise<Answer>;
  post<Answer>(path: string, body?: object, options?: SendOptions): Promise<Answer>;
  put<Answer>(path: string, body: object, options?: SendOptions): Promise<Answer>;
  patch<Answer>(path: string, body: object, options?: SendOptions): Promise<Answer>;
  delete<Answer = void>(path: string, options?: SendOptions): Promise<Answer>;
  /** What is no JSON: a table, a page for the printer. */
  file(path: string, options?: AskOptions): Promise<Blob>;
}

export interface ApiOptions {
  /** A token for the header; null where the browser's cookie speaks. */
  bearer(): string | null;
  /** Called when the server does not know the caller any more; true when it is worth asking once again. */
  renew(): Promise<boolean>;
  fetch?: typeof fetch;
  wait?: (ms: number) => Promise<void>;
}

const CSRF_COOKIE = "dryland_csrf";
const TRIES = 3;
const FIRST_WAIT_MS = 400;
const PASSING = new Set([0, 429, 502, 503, 504]);

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** The value of a cookie that scripts may read; null where there is none. */
export function cookie(name: string, all: string = document.cookie): string | null {
  const found = all.split("; ").find((one) => one.startsWith(`${name}=`));
  return found === undefined ? null : decodeURIComponent(found.slice(name.length + 1));
}

export const csrfToken = (): string | null => cookie(CSRF_COOKIE);

export function createApi(options: ApiOptions): Api {
  const ask = <Answer>(method: Method, path: string, body: object | undefined, more: SendOptions = {}) =>
    carryOut<Answer>(options, { method, path, body, more, key: method === "POST" ? newEventId() : null });
  return {
    get: (path, more) => ask("GET", path, undefined, more),
    post: (path, body, more) => ask("POST", path, body ?? {}, more),
    put: (path, body, more) => ask("PUT", path, body, more),
    patch: (path, body, more) => ask("PATCH", path, body, more),
    delete: (path, more) => ask("DELETE", path, undefined, more),
    file: (path, more = {}) =>
      carryOut<Blob>(options, { method: "GET", path, body: undefined, more, key: null, whole: true }),
  };
}

interface Call {
  method: Method;
  path: string;
  body: object | undefined;
  more: SendOptions;
  key: string | null;
  /** True for an answer that is a file. */
  whole?: boolean;
}

/** Asks; where the token was too old, once more with the next one. */
async function carryOut<Answer>(options: ApiOptions, call: Call): Promise<Answer> {
  try {
    return await patient<Answer>(options, call);
  } catch (error) {
    const old = error instanceof Problem && error.status === 401;
    if (!old || !(await options.renew())) throw error;
    return await patient<Answer>(options, call);
  }
}

/** Asks until the trouble has passed, a few times at most. */
async function patient<Answer>(options: ApiOptions, call: Call): Promise<Answer> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await once<Answer>(options, call);
    } catch (error) {
      const passing = error instanceof Problem && PASSING.has(error.status);
      if (!passing || call.more.repeat === false || tried === TRIES) throw error;
      await (options.wait ?? sleep)(FIRST_WAIT_MS * 2 ** (tried - 1));
    }
  }
}

async function once<Answer>(options: ApiOptions, call: Call): Promise<Answer> {
  const response = await reach(options, call);
  if (call.whole === true && response.ok) return (await response.blob()) as Answer;
  const text = await response.text().catch(() => "");
  if (!response.ok) throw refusal(response.status, text);
  if (text === "") return undefined as Answer;
  try {
    return JSON.parse(text) as Answer;
  } catch {
    throw new Problem("BAD_ANSWER", response.status);
  }
}

async function reach(options: ApiOptions, call: Call): Promise<Response> {
  const { raw, signal } = call.more;
  const body = raw?.body ?? (call.body === undefined ? undefined : JSON.stringify(call.body));
  try {
    return await (options.fetch ?? fetch)(call.path + queryText(call.more.query), {
      method: call.method,
      headers: headers(options, call),
      credentials: "same-origin",
      ...(body === undefined ? {} : { body }),
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (error) {
    if (signal?.aborted === true) throw error;
    throw new Problem("NOT_CONNECTED");
  }
}

function headers(options: ApiOptions, call: Call): Record<string, string> {
  const bearer = options.bearer();
  const csrf = bearer === null && call.method !== "GET" ? csrfToken() : null;
  const type = call.more.raw?.type ?? (call.body === undefined ? null : "application/json");
  return {
    accept: call.whole === true ? "*/*" : "application/json",
    ...(type === null ? {} : { "content-type": type }),
    ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }),
    ...(csrf === null ? {} : { "x-csrf-token": csrf }),
    ...(call.key === null || call.more.repeat === false ? {} : { "idempotency-key": call.key }),
  };
}

/** A question's parameters; what is null, undefined or empty is left out, of a list each value stands by itself. */
export function queryText(query: Query = {}): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    for (const one of Array.isArray(value) ? value : [value])
      if (one !== null && one !== undefined && one !== "") parameters.append(name, `${one}`);
  const text = parameters.toString();
  return text === "" ? "" : `?${text}`;
}

function refusal(status: number, text: string): Problem {
  try {
    const told = JSON.parse(text) as ProblemBody;
    if (typeof told.code === "string") return new Problem(told.code, status, told);
  } catch {
    return new Problem(status >= 500 ? "STORAGE_UNAVAILABLE" : "BAD_ANSWER", status);
  }
  return new Problem("BAD_ANSWER", status);
}

/** Any thrown thing as a `Problem`, so that a screen has one kind to show. */
export function asProblem(error: unknown): Problem {
  return error instanceof Problem ? error : new Problem("BAD_ANSWER");
}

export interface Page<Item> {
  items: Item[];
  next?: string | null;
}

/** Every item of a paged list. */
export async function everyPage<Item>(
  api: Api,
  path: string,
  query: Query = {},
  signal?: AbortSignal,
): Promise<Item[]> {
  const found: Item[] = [];
  let cursor: string | null = null;
  do {
    const page: Page<Item> = await api.get<Page<Item>>(path, {
      query: { ...query, limit: 200, cursor },
      ...(signal === undefined ? {} : { signal }),
    });
    found.push(...page.items);
    cursor = page.next ?? null;
  } while (cursor !== null);
  return found;
}
