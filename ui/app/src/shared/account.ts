/**
 * Who this page is signed in as. People come with a cookie, from which a short-lived token for the socket is renewed;
 * machines and links come with a token of their own in the address, which holds in this tab only. Plain TypeScript.
 */

import type { Role } from "@dryland/client";
import { type Api, createApi, csrfToken, Problem } from "./api";
import { type Entry, leave } from "./entry";

export interface Me {
  userId: string;
  role: Role;
  orgId: string;
  name: string;
  playerId?: string | null;
  sessionId?: string | null;
  station?: boolean | null;
  wards?: string[];
}

/** What the server gives to whoever comes in. */
export interface Signed {
  accessToken: string;
  expiresAt: string;
  me: Me;
}

export type AccountState =
  /** Not known yet; `reached` is false while the server cannot be asked, `before` who was in on this device until then, by `link` where it is one. */
  | { kind: "unknown"; reached: boolean; before: Me | null; link?: string }
  /** Nobody; `refused` after a sign-in that was good once. */
  | { kind: "out"; refused: boolean }
  | { kind: "in"; me: Me; token: string; expiresAtMs: number; by: "cookie" | "link" };

export interface Account {
  readonly api: Api;
  state(): AccountState;
  onState(listener: () => void): () => void;
  /** Finds out who is signed in; asked again, whether we still are. */
  begin(): Promise<void>;
  signIn(login: string, password: string): Promise<Me>;
  /** Takes in what a claim, an invitation or a join has answered. */
  take(signed: Signed): Me;
  signOut(): Promise<void>;
  /** A token that is good now, for the socket; empty when nobody is signed in. Rejects while the server cannot be asked. */
  freshToken(): Promise<string>;
}

export interface AccountOptions {
  entry: Entry | null;
  store: Storage;
  /** Where who is signed in is kept, so that screens open without a server for whoever was in before. */
  memory?: Storage;
  fetch?: typeof fetch;
  nowMs?: () => number;
}

const ME = "dryland:me";
const RENEW_BEFORE_MS = 90_000;
const RENEW_AT_LEAST_MS = 5_000;
/** A timer's longest wait is 2³¹ ms, beyond which it fires at once. */
const RENEW_AT_MOST_MS = 43_200_000;
const LOOK_AGAIN_MS = 2_000;
/** A server that has said nothing for so long is treated as away. */
const LATE_MS = 3_000;

export function createAccount(options: AccountOptions): Account {
  return new PageAccount(options);
}

class PageAccount implements Account {
  readonly api: Api;
  private current: AccountState;
  private entryToken: string | null;
  private renewing: Promise<boolean> | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly listeners = new Set<() => void>();
  private readonly nowMs: () => number;
  private serverAheadMs = 0;

  constructor(private readonly options: AccountOptions) {
    this.entryToken = options.entry?.token ?? null;
    this.nowMs = options.nowMs ?? Date.now;
    const link = this.entryToken;
    this.current = { kind: "unknown", reached: true, before: this.recall(), ...(link === null ? {} : { link }) };
    this.api = createApi({
      bearer: () => this.entryToken,
      renew: () => this.renew(),
      ...(options.fetch === undefined ? {} : { fetch: options.fetch }),
    });
  }

  state = (): AccountState => this.current;

  onState = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  begin(): Promise<void> {
    return this.look();
  }

  async signIn(login: string, password: string): Promise<Me> {
    return this.take(await this.api.post<Signed>("/api/sign-in", { login, password }, { repeat: false }));
  }

  take(signed: Signed): Me {
    this.forgetEntry();
    this.hold(signed);
    return signed.me;
  }

  async signOut(): Promise<void> {
    if (this.entryToken === null) await this.api.post("/api/sign-out");
    this.out(false);
  }

  async freshToken(): Promise<string> {
    const isGood = this.leftMs() >= RENEW_AT_LEAST_MS || (await this.renew());
    const { current } = this;
    if (current.kind === "out") return "";
    if (!isGood || current.kind === "unknown") throw new Problem("NOT_CONNECTED");
    return current.token;
  }

  /** How long the present token is good for; a link's is judged by the server alone. */
  private leftMs(): number {
    const { current } = this;
    if (current.kind === "out" || (current.kind === "in" && current.by === "link")) return Number.POSITIVE_INFINITY;
    return current.kind === "in" ? current.expiresAtMs - this.serverNowMs() : 0;
  }

  private async look(): Promise<void> {
    clearTimeout(this.timer);
    const late = setTimeout(() => this.unreached(), LATE_MS);
    await this.lookOnce();
    clearTimeout(late);
  }

  private async lookOnce(): Promise<void> {
    if (this.entryToken !== null) await this.lookByLink(this.entryToken);
    else if (csrfToken() === null) this.out(false);
    else await this.renew();
  }

  private async lookByLink(token: string): Promise<void> {
    try {
      const me = await this.api.get<Me & { expiresAt: string }>("/api/me");
      this.options.store.setItem(ME, JSON.stringify({ ...me, link: token }));
      this.step({ kind: "in", me, token, expiresAtMs: Date.parse(me.expiresAt), by: "link" });
    } catch (error) {
      this.failed(error);
    }
  }

  /** Gets the next token by the cookie; many callers at once share one renewal. False when there is none to be had. */
  private renew(): Promise<boolean> {
    if (this.entryToken !== null || csrfToken() === null) return Promise.resolve(false);
    this.renewing ??= this.renewOnce().finally(() => {
      this.renewing = null;
    });
    return this.renewing;
  }

  private async renewOnce(): Promise<boolean> {
    try {
      const response = await (this.options.fetch ?? fetch)("/api/sign-in/renew", {
        method: "POST",
        headers: { "content-type": "application/json", accept: "application/json" },
        credentials: "same-origin",
        body: "{}",
      });
      if (!response.ok) throw new Problem(response.status === 401 ? "UNAUTHENTICATED" : "NOT_CONNECTED");
      this.learnClock(response.headers.get("date"));
      this.hold((await response.json()) as Signed);
      return true;
    } catch (error) {
      this.failed(error);
      return false;
    }
  }

  /** What is good until when is the server's time; this device's clock may be wrong by a day. */
  private learnClock(serverDate: string | null): void {
    const serverMs = Date.parse(serverDate ?? "");
    if (!Number.isNaN(serverMs)) this.serverAheadMs = serverMs - this.nowMs();
  }

  private serverNowMs(): number {
    return this.nowMs() + this.serverAheadMs;
  }

  private hold(signed: Signed): void {
    const expiresAtMs = Date.parse(signed.expiresAt);
    this.options.memory?.setItem(ME, JSON.stringify(signed.me));
    this.step({ kind: "in", me: signed.me, token: signed.accessToken, expiresAtMs, by: "cookie" });
    clearTimeout(this.timer);
    const leftMs = expiresAtMs - this.serverNowMs() - RENEW_BEFORE_MS;
    const waitMs = Math.min(RENEW_AT_MOST_MS, Math.max(RENEW_AT_LEAST_MS, leftMs));
    this.timer = setTimeout(() => void this.renew(), waitMs);
  }

  /** Only a refusal signs out; a server that is away for a while is asked again. */
  private failed(error: unknown): void {
    if (error instanceof Problem && (error.code === "UNAUTHENTICATED" || error.status === 403)) {
      this.out(true);
      return;
    }
    this.unreached();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.look(), LOOK_AGAIN_MS);
  }

  /** No answer is one too: whoever was in before is shown what this device has. */
  private unreached(): void {
    if (this.current.kind === "unknown" && this.current.reached) this.step({ ...this.current, reached: false });
  }

  private out(refused: boolean): void {
    clearTimeout(this.timer);
    this.forgetEntry();
    this.options.memory?.removeItem(ME);
    this.options.store.removeItem(ME);
    this.step({ kind: "out", refused });
  }

  /** Who came in with the link that this tab has, or with the cookie that is still here. */
  private recall(): Me | null {
    const link = this.entryToken;
    if (link === null && csrfToken() === null) return null;
    const held = recalled((link === null ? this.options.memory : this.options.store)?.getItem(ME));
    return held === null || (link !== null && held.link !== link) ? null : held;
  }

  private forgetEntry(): void {
    this.entryToken = null;
    leave(this.options.store);
  }

  private step(next: AccountState): void {
    this.current = next;
    for (const listener of this.listeners) listener();
  }
}

function recalled(text: string | null | undefined): (Me & { link?: string }) | null {
  try {
    const held: unknown = JSON.parse(text ?? "null");
    return typeof held === "object" && held !== null && "userId" in held && "orgId" in held ? (held as Me) : null;
  } catch {
    return null;
  }
}

/** Who is in, or was until the server could not be asked any more; null for nobody. */
export function whoIs(state: AccountState): Me | null {
  if (state.kind === "in") return state.me;
  return state.kind === "unknown" && !state.reached ? state.before : null;
}

/** The token of whoever came by a link; null where a cookie speaks, or nobody. */
export function linkOf(state: AccountState): string | null {
  if (state.kind === "in") return state.by === "link" ? state.token : null;
  return state.kind === "unknown" ? (state.link ?? null) : null;
}

/** What tells one sign-in from another: the renewal of a token is not another one. */
export function accountKey(state: AccountState): string {
  const link = linkOf(state);
  if (link !== null) return `link:${link}`;
  const me = whoIs(state);
  return me === null ? state.kind : `cookie:${me.orgId}:${me.userId}`;
}

const STAFF: ReadonlySet<Role> = new Set<Role>(["admin", "trainer"]);

/** Runs the floor: trainers and admins. */
export const isStaff = (me: Me): boolean => STAFF.has(me.role) && me.station !== true;

/** The outbox of somebody's reports of injuries. */
export const medicBox = ({ userId }: Pick<Me, "userId">): string => `medic-${userId}`;

/** Somebody of whom the club keeps data, or who answers for such. */
export const hasOwn = (me: Me): boolean =>
  me.station !== true && me.sessionId == null && (me.playerId != null || (me.wards ?? []).length > 0);

/** Works before and after the hour too: staff and medics. */
export const isTeam = (me: Me): boolean => isStaff(me) || me.role === "medical";
