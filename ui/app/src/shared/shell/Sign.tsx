/** The signs of the navigation, drawn in lines on a 24 × 24 grid; each stands with its word. */

const SIGNS = {
  board: "M3 4h8v9H3zM13 4h8v5h-8zM13 11h8v9h-8zM3 15h8v5H3z",
  plan: "M4 6h16v14H4zM4 10h16M8 3v5M16 3v5M8 14h3M8 17h6",
  people:
    "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 20a6.5 6.5 0 0 1 13 0M16 4.4a3.5 3.5 0 0 1 0 6.2M18 14.2a6.5 6.5 0 0 1 3.5 5.8",
  medic: "M9 3h6v6h6v6h-6v6H9v-6H3V9h6z",
  debrief: "M6 3h9l4 4v14H6zM15 3v4h4M9 17v-4M12 17v-7M15 17v-2",
  wall: "M2.5 4.5h19v12h-19zM8 20.5h8M12 16.5v4",
  lab: "M9 3h6M10 3v6L4.6 18.4A1.8 1.8 0 0 0 6.2 21h11.6a1.8 1.8 0 0 0 1.6-2.6L14 9V3M7.5 14.5h9",
  settings:
    "M4 7h9M17 7h3M4 17h3M11 17h9M15 4.8a2.2 2.2 0 1 0 0 4.4 2.2 2.2 0 0 0 0-4.4zM9 14.8a2.2 2.2 0 1 0 0 4.4 2.2 2.2 0 0 0 0-4.4z",
  menu: "M4 6.5h16M4 12h16M4 17.5h16",
  more: "M5.5 12h.01M12 12h.01M18.5 12h.01",
  account: "M12 12.5a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20.5a7.5 7.5 0 0 1 15 0",
  add: "M12 5v14M5 12h14",
  search: "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.5 15.5 20 20",
  warning: "M12 4 2.8 20h18.4zM12 10v4.5M12 17.4h.01",
  away: "M4 4l16 16M2 8.8A15 15 0 0 1 6.2 6.2M10.5 5A15 15 0 0 1 22 8.8M5.5 12.6a10 10 0 0 1 4-2.2M15.8 11a10 10 0 0 1 2.7 1.6M9 16.2a5 5 0 0 1 4.6-1M12 19.5h.01",
  done: "m5 12.5 4.5 4.5L19.5 7",
  upload: "M12 16V4.5M7 9l5-4.5L17 9M4 15.5V20h16v-4.5",
  back: "M14.5 5 7.5 12l7 7",
  print: "M7 8V3h10v5M5 8h14v8h-2v5H7v-5H5zM7 14h10",
  link: "M9.5 14.5 14.5 9.5M8 11l-2.6 2.6a3.5 3.5 0 0 0 5 5L13 16M16 13l2.6-2.6a3.5 3.5 0 0 0-5-5L11 8",
} as const;

export type SignName = keyof typeof SIGNS;

export function Sign({ name, size = 24 }: { name: SignName; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={name === "more" ? 3 : 1.8}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={SIGNS[name]} />
    </svg>
  );
}
