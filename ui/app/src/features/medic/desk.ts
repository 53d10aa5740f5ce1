/** What the medic's screens stand on, kept over screens: the page's link, an outbox of this account, and what the floor told. Made outside of React. */

import { createOutbox, type Outbox } from "@dryland/client";
import { type Me, medicBox } from "../../shared/account";
import type { Floor } from "../../shared/floor";
import { createFloorTold, type FloorTold } from "./floorTold";
import { createReports, type Reports } from "./reports";

export interface MedicDesk {
  readonly floor: Floor;
  readonly outbox: Outbox;
  readonly told: FloorTold;
  readonly reports: Reports;
}

let opened: MedicDesk | null = null;

export function deskFor(floor: Floor, me: Me): MedicDesk {
  if (opened?.floor === floor) return opened;
  opened?.outbox.close();
  opened?.told.close();
  const { link } = floor;
  const outbox = createOutbox({ link, name: medicBox(me) });
  opened = { floor, outbox, told: createFloorTold(link), reports: createReports({ link, outbox }) };
  return opened;
}
