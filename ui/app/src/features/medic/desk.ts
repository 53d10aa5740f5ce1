/** What the medic's screens stand on, kept over screens: the page's link, and an outbox of this account. Made outside of React. */

import { createOutbox, type Outbox } from "@dryland/client";
import type { Floor } from "../../shared/floor";

export interface MedicDesk {
  readonly floor: Floor;
  readonly outbox: Outbox;
}

let opened: MedicDesk | null = null;

export function deskFor(floor: Floor, userId: string): MedicDesk {
  if (opened?.floor === floor) return opened;
  opened?.outbox.close();
  opened = { floor, outbox: createOutbox({ link: floor.link, name: `medic-${userId}` }) };
  return opened;
}
