/** Where this wall hangs and what it shows: said once in its address, or beside it, and kept by the screen. Pure but for the store. */

export const MODES = ["auto", "tiles", "timer"] as const;
export type WallMode = (typeof MODES)[number];

export interface WallSettings {
  distanceM: number;
  diagonalIn: number;
  /** `auto`: tiles, and the countdown alone for the last seconds of each interval. */
  mode: WallMode;
}

export const USUAL: WallSettings = { distanceM: 10, diagonalIn: 55, mode: "auto" };
const KEY = "dryland:wall";

/** What the address says, else what was kept, else the usual. */
export function readSettings(search: string, store: Pick<Storage, "getItem">): WallSettings {
  const said = new URLSearchParams(search);
  const kept = new URLSearchParams(store.getItem(KEY) ?? "");
  const value = (name: string) => said.get(name) ?? kept.get(name);
  return {
    distanceM: within(value("distance"), 1, 60, USUAL.distanceM),
    diagonalIn: within(value("diagonal"), 5, 300, USUAL.diagonalIn),
    mode: MODES.find((mode) => mode === value("mode")) ?? USUAL.mode,
  };
}

export function settingsText({ distanceM, diagonalIn, mode }: WallSettings): string {
  return new URLSearchParams({ distance: `${distanceM}`, diagonal: `${diagonalIn}`, mode }).toString();
}

export function keepSettings(settings: WallSettings, store: Pick<Storage, "setItem">): void {
  store.setItem(KEY, settingsText(settings));
}

function within(text: string | null, least: number, most: number, usual: number): number {
  const value = Number(text ?? Number.NaN);
  return Number.isFinite(value) && text !== null && text !== "" ? Math.min(most, Math.max(least, value)) : usual;
}
