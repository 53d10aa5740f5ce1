/** The records that screens ask for by HTTP, as `docs/reference/http.md` describes them. Types only. */

import type { MedicalStatus, Restriction, ReturnToPlay, Role } from "@dryland/client";

export interface Team {
  id: string;
  name: string;
  players: number;
}

export type Quantity = "mass_kg" | "hr_max" | "hr_rest" | "lthr" | "ftp_w" | "cp_w" | "w_prime_j";

export interface Measured {
  quantity: Quantity;
  value: number;
  /** ISO day. */
  measuredOn: string;
  source?: string | null;
}

export interface Max {
  exercise: string;
  valueKg: number;
  /** ISO day. */
  measuredOn: string;
  source?: string | null;
}

export const WALL_SHOWS = ["number", "number_only", "alias", "alias_only", "zone_only", "off"] as const;
export type WallShows = (typeof WALL_SHOWS)[number];
export const UNITS = ["metric", "imperial"] as const;
export const LOADS = ["kg", "lbs"] as const;

/** The languages that a person can choose for their screens. */
export type PersonLanguage = "en" | "sv";

export interface Player {
  id: string;
  name: string;
  teamId?: string | null;
  jerseyNumber?: number | null;
  line?: string | null;
  birthDate?: string | null;
  sex?: "female" | "male" | null;
  weightUnit: "kg" | "lbs";
  unit: "metric" | "imperial";
  wall: WallShows;
  /** What a wall calls this player; the server makes it when it is first needed. */
  alias?: string | null;
  /** Of this player's screens; null where the device says. */
  language?: PersonLanguage | null;
  hrZones?: number[] | null;
  archived?: boolean | null;
  measured?: Measured[];
  maxes?: Max[];
}

/** What a player may do, as it stands; a note for medics only. */
export interface PlayerFitness {
  playerId: string;
  status: MedicalStatus;
  restrictions?: readonly Restriction[];
  notes?: string | null;
  clearedDate?: string | null;
  returnToPlay?: ReturnToPlay | null;
  changedAt?: string | null;
}

export type Category = "heart_rate" | "video" | "medical" | "wall";

export interface Consent {
  category: Category;
  wording: string;
  allowed: boolean;
  granted?: boolean | null;
  answeredAt?: string | null;
  givenBy?: string | null;
  asGuardian?: boolean | null;
  needsGuardian?: boolean | null;
}

export interface Guardian {
  userId: string;
  name: string;
  since: string;
}

export interface User {
  id: string;
  login: string;
  name: string;
  role: Role;
  playerId?: string | null;
  hasPassword: boolean;
  disabled?: boolean | null;
}

export interface Invited {
  user: User;
  invitation: string;
  expiresAt: string;
}

export interface JoinCode {
  id: string;
  sessionId?: string | null;
  teamId?: string | null;
  playerId?: string | null;
  expiresAt: string;
  uses: number;
  maxUses?: number | null;
  /** These three are given once, when it is made. */
  code?: string | null;
  url?: string | null;
  qrSvg?: string | null;
}

export type TokenKind = "device" | "station" | "wall" | "player";

export interface GivenToken {
  id: string;
  kind: TokenKind;
  name: string;
  createdAt: string;
  sessionId?: string | null;
  playerId?: string | null;
  /** The item that a station or a device belongs to. */
  itemId?: string | null;
  expiresAt?: string | null;
  revokedAt?: string | null;
  connectionsEnded?: number | null;
  /** These three are given once, when it is made. */
  token?: string | null;
  url?: string | null;
  qrSvg?: string | null;
}

export interface SealedEntry {
  number: number;
  atMs: number;
  entry: {
    actor: string;
    role: Role;
    action: string;
    what: string;
    playerIds?: string[];
    sessionId?: string | null;
  };
  hash: string;
}

export interface SignIn {
  id: string;
  createdAt: string;
  usedAt: string;
  address: string;
  agent: string;
  this?: boolean | null;
}

export interface ImportRow {
  line: number;
  name: string;
  outcome: "created" | "updated" | "unchanged" | "refused";
  playerId?: string | null;
  problems?: { column: string; message: string }[];
}

export interface ImportReport {
  dryRun: boolean;
  created: number;
  updated: number;
  unchanged: number;
  refused: number;
  unknownColumns?: string[];
  rows: ImportRow[];
}
