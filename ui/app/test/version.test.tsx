// @vitest-environment jsdom
import "./dom";
import { BUILT_WITH, createEmitter, type ServerRevision } from "@dryland/client";
import { MantineProvider } from "@mantine/core";
import { act, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { shouldFollow } from "../src/features/wall/selfHealing";
import { I18n } from "../src/shared/i18n/I18n";
import { type Registration, takeNewest } from "../src/shared/installed";
import { VersionNote } from "../src/shared/ui/VersionNote";
import { createVersionWatch, newsOf, pageVersions } from "../src/shared/version";

const NEWER = { release: "9.9.9", contract: "other" };
const OLDER = { release: "0.0.1", contract: "other" };

function linkTo(server: ServerRevision | null) {
  const servers = createEmitter<ServerRevision | null>();
  const link = { server: () => server, onServer: servers.on };
  const tell = (next: ServerRevision | null) => {
    server = next;
    servers.emit(next);
  };
  return { link, tell };
}

describe("what is known of versions", () => {
  it("says nothing while server and screens fit, and what is newer when they do not", () => {
    const watch = createVersionWatch();
    const { link, tell } = linkTo(BUILT_WITH);
    const unfollow = watch.follow(link);
    expect(newsOf(watch.state())).toBeNull();
    watch.ready();
    expect(newsOf(watch.state())).toBe("ready");
    tell(OLDER);
    expect(newsOf(watch.state())).toBe("serverOlder");
    tell(null);
    expect(newsOf(watch.state())).toBe("serverOlder");
    tell(NEWER);
    expect(watch.state()).toMatchObject({ standing: "serverNewer", release: "9.9.9" });
    unfollow();
    tell(BUILT_WITH);
    expect(newsOf(watch.state())).toBe("serverNewer");
  });
});

describe("the note on a screen", () => {
  const { link, tell } = linkTo(null);
  pageVersions.follow(link);
  const note = () =>
    render(
      <MantineProvider>
        <I18n>
          <VersionNote />
        </I18n>
      </MantineProvider>,
    );

  it("offers to reload for a newer server, and goes away when it is put off", async () => {
    note();
    act(() => tell(NEWER));
    expect((await screen.findByRole("status")).textContent).toContain("updated to 9.9.9");
    expect(screen.getByRole("button", { name: "Reload now" })).toBeDefined();
    fireEvent.click(screen.getByRole("button", { name: "Later" }));
    await waitFor(() => expect(screen.queryByRole("status")).toBeNull());
  });

  it("says to keep working and whom to tell for an older one, and offers no reload", async () => {
    note();
    act(() => tell(OLDER));
    const words = (await screen.findByRole("status")).textContent;
    expect(words).toContain("Keep working");
    expect(words).toContain("0.0.1");
    expect(screen.queryByRole("button", { name: "Reload now" })).toBeNull();
  });
});

describe("taking the newest screens", () => {
  const worker = (alone: boolean) => ({
    postMessage: (_word: string, [port]: MessagePort[]) => port?.postMessage(alone),
  });
  const registration = (waiting: object | null, more: object = {}) =>
    Object.assign(new EventTarget(), {
      waiting,
      installing: null,
      update: vi.fn(async () => undefined),
      ...more,
    }) as unknown as Registration;

  it("looks for them, lets them take over and loads the page anew", async () => {
    const [reload, here] = [vi.fn(), registration(worker(true))];
    expect(await takeNewest(here, reload)).toBe("reloading");
    expect(here.update).toHaveBeenCalledOnce();
    expect(reload).toHaveBeenCalledOnce();
  });

  it("leaves everything as it is while other pages need the old ones", async () => {
    const reload = vi.fn();
    expect(await takeNewest(registration(worker(false)), reload)).toBe("othersOpen");
    expect(reload).not.toHaveBeenCalled();
  });

  it("waits for what is being fetched", async () => {
    const installing = Object.assign(new EventTarget(), { state: "installing" });
    const here = registration(null, { installing });
    const reload = vi.fn();
    const taken = takeNewest(here, reload);
    await new Promise<void>((resolve) => setImmediate(resolve));
    expect(reload).not.toHaveBeenCalled();
    Object.assign(installing, { state: "installed" });
    Object.assign(here, { waiting: worker(true) });
    installing.dispatchEvent(new Event("statechange"));
    expect(await taken).toBe("reloading");
  });

  it("is a plain reload where the browser keeps no screens, and also while the server is away", async () => {
    const reload = vi.fn();
    expect(await takeNewest(undefined, reload)).toBe("reloading");
    const away = registration(null, { update: () => Promise.reject(new TypeError("offline")) });
    expect(await takeNewest(away, reload)).toBe("reloading");
    expect(reload).toHaveBeenCalledTimes(2);
  });
});

describe("a wall, by which nobody stands", () => {
  it("follows a newer server once, never an older one, and never goes round", () => {
    const store = window.sessionStorage;
    store.clear();
    expect(shouldFollow(linkTo(null).link, store)).toBe(false);
    expect(shouldFollow(linkTo(BUILT_WITH).link, store)).toBe(false);
    expect(shouldFollow(linkTo(OLDER).link, store)).toBe(false);
    expect(shouldFollow(linkTo(NEWER).link, store)).toBe(true);
    expect(shouldFollow(linkTo(NEWER).link, store)).toBe(false);
    expect(shouldFollow(linkTo({ ...NEWER, contract: "third" }).link, store)).toBe(true);
  });
});
