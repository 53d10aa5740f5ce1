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
  /** Not known yet; `reached` is false while the server cannot be asked. */
  | { kind: "unknown"; reached: boolean }
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
  /** A token that is good now, for the socket; empty when nobody is signed in. */
  freshToken(): Promise<string>;
}

export interface AccountOptions {
  entry: Entry | null;
  store: Storage;
  fetch?: typeof fetch;
  nowMs?: () => number;
}

const RENEW_BEFORE_MS = 90_000;
const RENEW_AT_LEAST_MS = 5_000;
/** A timer's longest wait is 2³¹ ms, beyond which it fires at once. */
const RENEW_AT_MOST_MS = 43_200_000;
const LOOK_AGAIN_MS = 2_000;

export function createAccount(options: AccountOptions): Account {
  return new PageAccount(options);
}

class PageAccount implements Account {
  readonly api: Api;
  private current: AccountState = { kind: "unknown", reached: true };
  private entryToken: string | null;
  private renewing: Promise<boolean> | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly listeners = new Set<() => void>();
  private readonly nowMs: () => number;

  constructor(private readonly options: AccountOptions) {
    this.entryToken = options.entry?.token ?? null;
    this.nowMs = options.nowMs ?? Date.now;
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
    const { current } = this;
    if (current.kind !== "in") return "";
    if (current.by === "cookie" && current.expiresAtMs - this.nowMs() < RENEW_AT_LEAST_MS) await this.renew();
    return this.current.kind === "in" ? this.current.token : "";
  }

  private async look(): Promise<void> {
    clearTimeout(this.timer);
    if (this.entryToken !== null) await this.lookByLink(this.entryToken);
    else if (csrfToken() === null) this.out(false);
    else await this.renew();
  }

  private async lookByLink(token: string): Promise<void> {
    try {
      const me = await this.api.get<Me & { expiresAt: string }>("/api/me");
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
      this.hold((await response.json()) as Signed);
      return true;
    } catch (error) {
      this.failed(error);
      return false;
    }
  }

  private hold(signed: Signed): void {
    const expiresAtMs = Date.parse(signed.expiresAt);
    this.step({ kind: "in", me: signed.me, token: signed.accessToken, expiresAtMs, by: "cookie" });
    clearTimeout(this.timer);
    const leftMs = expiresAtMs - this.nowMs() - RENEW_BEFORE_MS;
    const waitMs = Math.min(RENEW_AT_MOST_MS, Math.max(RENEW_AT_LEAST_MS, leftMs));
    this.timer = setTimeout(() => void this.renew(), waitMs);
  }

  /** Only a refusal signs out; a server that is away for a while is asked again. */
  private failed(error: unknown): void {
    if (error instanceof Problem && (error.code === "UNAUTHENTICATED" || error.status === 403)) {
      this.out(true);
      return;
    }
    if (this.current.kind === "unknown") this.step({ kind: "unknown", reached: false });
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.look(), LOOK_AGAIN_MS);
  }

  private out(refused: boolean): void {
    clearTimeout(this.timer);
    this.forgetEntry();
    this.step({ kind: "out", refused });
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

/** What tells one sign-in from another: the renewal of a token is not another one. */
export function accountKey(state: AccountState): string {
  if (state.kind !== "in") return state.kind;
  return state.by === "link" ? `link:${state.token}` : `cookie:${state.me.orgId}:${state.me.userId}`;
}

const STAFF: ReadonlySet<Role> = new Set<Role>(["admin", "trainer"]);

/** Runs the floor: trainers and admins. */
export const isStaff = (me: Me): boolean => STAFF.has(me.role) && me.station !== true;

/** Works before and after the hour too: staff and medics. */
export const isTeam = (me: Me): boolean => isStaff(me) || me.role === "medical";
