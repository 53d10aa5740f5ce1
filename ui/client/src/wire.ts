/**
 * The generated contract under one roof. Nothing here is written by hand but `Cell`, which names what a frame's row is
 * made of.
 */

import type { LiveFrame } from "./generated/contract";

export * from "./generated/contract";
/** One value of a frame's row. */
export type Cell = LiveFrame["players"][number][number];
