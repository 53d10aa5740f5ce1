/** Which words say what an entry of the trail names in codes; what is not known here is shown as it is. Pure. */

import type { SealedEntry } from "../../shared/records";
import type { SettingsWords } from "./words";

const ACTIONS = {
  look: "settings.did.look",
  change: "settings.did.change",
  withdraw: "settings.did.withdraw",
  agreed: "settings.did.agreed",
  refused: "settings.did.refused",
  exported: "settings.did.exported",
  "guardian named": "settings.did.named",
  "guardian ended": "settings.did.ended",
} as const;

const SUBJECTS = {
  "GET /api/news": "settings.what.news",
  "GET /api/players/medical": "settings.what.medical",
  "GET /api/medical": "settings.what.everybody",
  "GET /api/alerts": "settings.what.alerts",
  "training:session:join": "settings.what.session",
  "training:medical:status:changed": "settings.what.fitness",
  "training:bulk:participant:move": "settings.what.move",
  "consent:heart_rate": "settings.what.heartRate",
  "consent:video": "settings.what.video",
  "consent:medical": "settings.what.notes",
  "consent:wall": "settings.what.wall",
  guardians: "settings.what.guardians",
  export: "settings.what.export",
} as const;

const isIn = <Known extends object>(key: string, known: Known): key is string & keyof Known =>
  Object.hasOwn(known, key);

export const actionText = ({ entry }: SealedEntry, { t }: SettingsWords): string =>
  isIn(entry.action, ACTIONS) ? t(ACTIONS[entry.action]) : entry.action;

export const subjectText = ({ entry }: SealedEntry, { t }: SettingsWords): string =>
  isIn(entry.what, SUBJECTS) ? t(SUBJECTS[entry.what]) : entry.what;
