/** Makes an entry's fragment of what somebody pasted: a board link, or a bare signed token. Pure. */

import { readFragment } from "../../shared/entry";

const TOKEN = /^[\w-]+\.[\w-]+\.[\w-]+$/;

export function readPasted(text: string): string | null {
  const trimmed = text.trim();
  if (TOKEN.test(trimmed)) return `token=${encodeURIComponent(trimmed)}`;
  const at = trimmed.indexOf("#");
  if (at < 0) return null;
  const fragment = trimmed.slice(at + 1);
  return readFragment(fragment)?.token == null ? null : fragment;
}
