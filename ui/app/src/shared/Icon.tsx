/** The few signs the screens use, drawn on a 24 × 24 grid. Always beside or instead of a word that says the same. */

const PATHS = {
  play: "M8 5.5v13l11-6.5z",
  pause: "M7 5h3.6v14H7zM13.4 5H17v14h-3.6z",
  stop: "M6.5 6.5h11v11h-11z",
  close: "M6.4 5 5 6.4l5.6 5.6L5 17.6 6.4 19l5.6-5.6 5.6 5.6 1.4-1.4-5.6-5.6L19 6.4 17.6 5 12 10.6z",
  settings: "M3 7h10v2H3zm14 0h4v2h-4zM14 5h2v6h-2zM3 15h4v2H3zm8 0h10v2H11zM8 13h2v6H8z",
  bell: "M12 3a6 6 0 0 0-6 6v5l-2 2.6V18h16v-1.4L18 14V9a6 6 0 0 0-6-6zM9.8 19.5a2.2 2.2 0 0 0 4.4 0z",
  bellOff:
    "M4.4 3 3 4.4l3.2 3.2Q6 8.3 6 9v5l-2 2.6V18h12.6l3 3 1.4-1.4zM9.8 19.5a2.2 2.2 0 0 0 4.4 0zM18 14V9a6 6 0 0 0-9.3-5z",
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, size = 20 }: { name: IconName; size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" fill="currentColor" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}

/** The product's sign: four zones rising. */
export function Mark({ size = 26 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 64 64" aria-hidden="true" focusable="false" className="mark">
      <rect x="6" y="36" width="10" height="20" rx="4" fill="var(--z2)" />
      <rect x="20" y="27" width="10" height="29" rx="4" fill="var(--z3)" />
      <rect x="34" y="18" width="10" height="38" rx="4" fill="var(--z4)" />
      <rect x="48" y="8" width="10" height="48" rx="4" fill="var(--z5)" />
    </svg>
  );
}
