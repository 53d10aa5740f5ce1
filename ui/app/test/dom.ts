/** What jsdom does not have and the screens need. Sizes are those of a tablet. */

import { cleanup, configure } from "@testing-library/react";
import { afterEach } from "vitest";

class NoResize {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}

Object.assign(globalThis, {
  ResizeObserver: NoResize,
  matchMedia: (query: string) => ({
    matches: false,
    media: query,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
    addListener: () => undefined,
    removeListener: () => undefined,
  }),
});
/** A pencil that leaves no mark: every method does nothing, every width is 8. */
const pencil = new Proxy({} as Record<string | symbol, unknown>, {
  get: (own, name) => own[name] ?? (() => ({ width: 8 })),
});
HTMLCanvasElement.prototype.getContext = (() => pencil) as never;
class NoPath {
  moveTo(): void {}
  lineTo(): void {}
  bezierCurveTo(): void {}
  rect(): void {}
  arc(): void {}
  closePath(): void {}
  addPath(): void {}
}
Object.assign(globalThis, { Path2D: NoPath });
Object.assign(document, { fonts: new EventTarget() });

// The tests say what is shown, never how fast: a busy machine has time to show it.
configure({ asyncUtilTimeout: 5_000 });
afterEach(cleanup);
