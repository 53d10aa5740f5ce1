// @vitest-environment jsdom
import { describe, expect, it } from "vitest";
import { type Account, accountKey, createAccount, whoIs } from "../src/shared/account";
import { createApi, everyPage, Problem, queryText } from "../src/shared/api";

interface Sent {
  path: string;
  method: string;
  headers: Record<string, string>;
}

/** A server that gives these answers one after the other and keeps what it was asked. */
function server(...answers: { status: number; body?: object | string; headers?: Record<string, string> }[]) {
  const sent: Sent[] = [];
  const fetch = async (path: string | URL | Request, init?: RequestInit): Promise<Response> => {
    sent.push({ path: `${path}`, method: init?.method ?? "GET", headers: init?.headers as Record<string, string> });
    const answer = answers[sent.length - 1];
    if (answer === undefined) throw new TypeError("no connection");
    const { status, body, headers = {} } = answer;
    const text = typeof body === "string" ? body : JSON.stringify(body);
    return new Response(status === 204 ? null : text, { status, headers });
  };
  return { sent, fetch: fetch as typeof globalThis.fetch };
}

const api = (fetch: typeof globalThis.fetch, renew = async () => false) =>
  createApi({ bearer: () => "token", renew, fetch, wait: async () => undefined });

describe("asking the server", () => {
  it("sends a change again under the same key while the trouble passes", async () => {
    const { sent, fetch } = server({ status: 503, body: "" }, { status: 201, body: { id: "a" } });
    expect(await api(fetch).post("/api/teams", { name: "A" })).toEqual({ id: "a" });
    expect(sent.map((one) => one.headers["idempotency-key"])).toEqual([
      sent[0]?.headers["idempotency-key"],
      sent[0]?.headers["idempotency-key"],
    ]);
    expect(sent[0]?.headers["idempotency-key"]).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("does not send again what must not be, and gives another change another key", async () => {
    const once = server({ status: 503, body: "" });
    await expect(api(once.fetch).post("/api/sign-in", {}, { repeat: false })).rejects.toThrow(Problem);
    expect(once.sent).toHaveLength(1);
    const two = server({ status: 201, body: {} }, { status: 201, body: {} });
    const asking = api(two.fetch);
    await asking.post("/api/teams", {});
    await asking.post("/api/teams", {});
    expect(two.sent[0]?.headers["idempotency-key"]).not.toBe(two.sent[1]?.headers["idempotency-key"]);
  });

  it("renews an old token once and asks again", async () => {
    const { sent, fetch } = server({ status: 401, body: { code: "UNAUTHENTICATED" } }, { status: 200, body: [] });
    expect(await api(fetch, async () => true).get("/api/teams")).toEqual([]);
    expect(sent).toHaveLength(2);
  });

  it("gives up on a token that is not taken a second time", async () => {
    const refused = { status: 401, body: { code: "UNAUTHENTICATED", detail: "Over." } };
    const { sent, fetch } = server(refused, refused, refused);
    await expect(api(fetch, async () => true).get("/api/teams")).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
    expect(sent).toHaveLength(2);
  });

  it("tells what is wrong and where", async () => {
    const errors = [{ path: "$.name", message: "too long" }];
    const { fetch } = server({ status: 400, body: { code: "VALIDATION_FAILED", detail: "Wrong.", errors } });
    await expect(api(fetch).post("/api/teams", {})).rejects.toMatchObject({
      code: "VALIDATION_FAILED",
      message: "Wrong.",
      faults: errors,
    });
  });

  it("says that there is no connection after a few tries", async () => {
    const { sent, fetch } = server();
    await expect(api(fetch).get("/api/teams")).rejects.toMatchObject({ code: "NOT_CONNECTED" });
    expect(sent).toHaveLength(3);
  });

  it("is not broken by a page instead of an answer", async () => {
    const { fetch } = server({ status: 200, body: "<!doctype html>" });
    await expect(api(fetch).get("/api/teams")).rejects.toMatchObject({ code: "BAD_ANSWER" });
  });

  it("fetches every page of a list", async () => {
    const { sent, fetch } = server(
      { status: 200, body: { items: [1, 2], next: "c" } },
      { status: 200, body: { items: [3] } },
    );
    expect(await everyPage<number>(api(fetch), "/api/players", { search: "" })).toEqual([1, 2, 3]);
    expect(sent.map((one) => one.path)).toEqual(["/api/players?limit=200", "/api/players?limit=200&cursor=c"]);
  });

  it("leaves out what was not asked", () => {
    expect(queryText({ a: null, b: "", c: undefined })).toBe("");
    expect(queryText({ a: 0, b: false, c: "å b" })).toBe("?a=0&b=false&c=%C3%A5+b");
    expect(queryText({ a: ["x", "y"], b: [] })).toBe("?a=x&a=y");
  });
});

function setCookie(text: string): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the page's own way to read it is this one too
  document.cookie = text;
}

describe("the account of a page", () => {
  const me = { userId: "u", role: "trainer", orgId: "o", name: "Anna Berg" } as const;
  const store = { getItem: () => null, setItem: () => undefined, removeItem: () => undefined } as unknown as Storage;
  const signed = (accessToken: string, expiresAt = "2100-01-01T00:00:00.000Z") => ({
    status: 200,
    body: { accessToken, expiresAt, csrf: "c", me },
  });
  const made = (fetch: typeof globalThis.fetch, token: string | null = null): Account =>
    createAccount({ entry: token === null ? null : { token, sessionIds: [] }, store, fetch });

  it("is nobody without a cookie, and asks nobody for it", async () => {
    setCookie("dryland_csrf=; max-age=0");
    const { sent, fetch } = server();
    const account = made(fetch);
    await account.begin();
    expect(account.state()).toEqual({ kind: "out", refused: false });
    expect(sent).toEqual([]);
  });

  it("comes back by the cookie, many at once with one renewal", async () => {
    setCookie("dryland_csrf=c");
    const { sent, fetch } = server(signed("t1"));
    const account = made(fetch);
    await Promise.all([account.begin(), account.begin()]);
    expect(account.state()).toMatchObject({ kind: "in", by: "cookie", token: "t1", me });
    expect(sent).toHaveLength(1);
    expect(await account.freshToken()).toBe("t1");
  });

  it("renews before it gives a token that is over", async () => {
    setCookie("dryland_csrf=c");
    const { fetch } = server(signed("old", "2000-01-01T00:00:00.000Z"), signed("new"));
    const account = made(fetch);
    await account.begin();
    expect(await account.freshToken()).toBe("new");
  });

  it("ends when the server refuses, and says that it was good once", async () => {
    setCookie("dryland_csrf=c");
    const { fetch } = server({ status: 401, body: { code: "UNAUTHENTICATED" } });
    const account = made(fetch);
    await account.begin();
    expect(account.state()).toEqual({ kind: "out", refused: true });
  });

  it("does not end because the server is away", async () => {
    setCookie("dryland_csrf=c");
    const { fetch } = server({ status: 502, body: "" });
    const account = made(fetch);
    await account.begin();
    expect(account.state()).toEqual({ kind: "unknown", reached: false, before: null });
    await expect(account.freshToken()).rejects.toMatchObject({ code: "NOT_CONNECTED" });
  });

  it("remembers who was in, for screens that open without a server, until they leave", async () => {
    setCookie("dryland_csrf=c");
    const memory = window.localStorage;
    const { fetch } = server(signed("t1"), { status: 502, body: "" }, signed("t2"), { status: 401, body: {} });
    const opened = () => createAccount({ entry: null, store, memory, fetch });
    await opened().begin();
    const alone = opened();
    await alone.begin();
    expect(alone.state()).toMatchObject({ kind: "unknown", reached: false, before: me });
    expect(whoIs(alone.state())).toEqual(me);
    const key = accountKey(alone.state());
    expect(await alone.freshToken()).toBe("t2");
    expect(accountKey(alone.state())).toBe(key);
    const last = opened();
    await last.begin();
    expect(last.state()).toEqual({ kind: "out", refused: true });
    expect(memory.getItem("dryland:me")).toBeNull();
  });

  it.each([
    ["ahead", 86_400_000],
    ["behind", -86_400_000],
  ])("keeps a token as long as it is good on a device whose clock is a day %s", async (_word, wrongMs) => {
    setCookie("dryland_csrf=c");
    const at = Date.parse("2026-01-10T18:00:00Z");
    let passedMs = 0;
    const { sent, fetch } = server(
      { ...signed("t1", "2026-01-10T18:15:00Z"), headers: { date: new Date(at).toUTCString() } },
      { ...signed("t2", "2026-01-10T18:30:00Z"), headers: { date: new Date(at).toUTCString() } },
    );
    const account = createAccount({ entry: null, store, fetch, nowMs: () => at + wrongMs + passedMs });
    await account.begin();
    expect(await account.freshToken()).toBe("t1");
    expect(sent).toHaveLength(1);
    passedMs = 15 * 60_000;
    expect(await account.freshToken()).toBe("t2");
  });

  it("speaks with the token of its link where it has one, and leaving ends it for this page only", async () => {
    const { sent, fetch } = server({ status: 200, body: { ...me, expiresAt: "2100-01-01T00:00:00.000Z" } });
    const account = made(fetch, "linked");
    await account.begin();
    expect(account.state()).toMatchObject({ kind: "in", by: "link", token: "linked" });
    expect(sent[0]?.headers.authorization).toBe("Bearer linked");
    await account.signOut();
    expect(account.state()).toEqual({ kind: "out", refused: false });
    expect(sent).toHaveLength(1);
  });
});
