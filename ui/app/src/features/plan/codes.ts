/** Codes of a plan as words, and lists that lose no code they do not know. Knows no screen. */

export const MOVES = [
  "squat",
  "lunge",
  "hinge",
  "jump",
  "landing",
  "run",
  "change_of_direction",
  "overhead",
  "horizontal_press",
  "vertical_press",
  "horizontal_pull",
  "vertical_pull",
  "trunk",
  "contact",
] as const;

/** `back_squat` as "Back squat". */
export function codeWord(code: string): string {
  const words = code.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** What is known with its words, then what is chosen and not known, as it is written. */
export function withUnknown<Known extends string>(
  known: readonly Known[],
  chosen: readonly string[] | undefined,
  word: (code: Known) => string,
): { value: string; label: string }[] {
  const others = (chosen ?? []).filter((one) => !known.some((each) => each === one));
  return [
    ...known.map((value) => ({ value, label: word(value) })),
    ...others.map((value) => ({ value, label: codeWord(value) })),
  ];
}
