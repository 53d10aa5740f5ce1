/**
 * Spreads the painting of many tiles over animation frames, so that no single frame is long.
 * A tile that is marked twice is painted once, with the newest facts.
 */

export interface Paintable {
  paint(): void;
}

export interface PaintQueue {
  mark(item: Paintable): void;
  /** Forget an item that is gone. */
  drop(item: Paintable): void;
}

export interface FrameSource {
  request(callback: () => void): void;
  /** A steadily growing time, ms. */
  nowMs(): number;
}

/** Share of a 16 ms frame that writing may take: what is written must be laid out and painted in the same frame. */
const BUDGET_MS = 2.5;

export const BROWSER_FRAMES: FrameSource = {
  request: (callback) => requestAnimationFrame(callback),
  nowMs: () => performance.now(),
};

export function createPaintQueue(frames: FrameSource = BROWSER_FRAMES): PaintQueue {
  const waiting = new Set<Paintable>();
  let scheduled = false;
  const schedule = () => {
    if (scheduled || waiting.size === 0) return;
    scheduled = true;
    frames.request(run);
  };
  const run = () => {
    scheduled = false;
    const untilMs = frames.nowMs() + BUDGET_MS;
    for (const item of waiting) {
      waiting.delete(item);
      item.paint();
      if (frames.nowMs() >= untilMs) break;
    }
    schedule();
  };
  return {
    mark(item) {
      waiting.add(item);
      schedule();
    },
    drop(item) {
      waiting.delete(item);
    },
  };
}
