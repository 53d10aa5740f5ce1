/** A player's medical history as the log tells it, step by step, each note once where it was written. Pure. */

import { EVENTS, type MedicalStatusChanged, type Saying } from "@dryland/client";

/** An event of the log, as `/api/players/{id}/medical` gives it. */
export interface Told {
  seq: number;
  event: string;
  payload: { playerId: string; occurredAt?: string; message?: string; messageSayings?: readonly Saying[] };
}

export interface Step {
  seq: number;
  at: string | null;
  /** What an alert said, where this is no change of fitness. */
  message: string | null;
  /** The same as sayings. */
  sayings: readonly Saying[] | null;
  change: MedicalStatusChanged | null;
  /** A note that was written in this step. */
  note: string | null;
  noteIsWithdrawn: boolean;
  /** Whether this step withdrew the note that stood. */
  withdraws: boolean;
}

export const changesIn = (told: readonly Told[]): MedicalStatusChanged[] => told.flatMap((one) => changeOf(one) ?? []);

const changeOf = ({ event, payload }: Told): MedicalStatusChanged | null =>
  event === EVENTS.MEDICAL_STATUS_CHANGED ? (payload as unknown as MedicalStatusChanged) : null;

/** The newest step first. A change says the whole record, so a note is shown only where it differs from the one before. */
export function stepsOf(told: readonly Told[]): Step[] {
  const steps: Step[] = [];
  let standing: Step | null = null;
  for (const one of told) {
    const step = stepOf(one, standing);
    if (step.withdraws && standing !== null) standing.noteIsWithdrawn = true;
    standing = standingAfter(step, standing);
    steps.push(step);
  }
  return steps.reverse();
}

function stepOf(one: Told, standing: Step | null): Step {
  const change = changeOf(one);
  const note = change?.notes ?? null;
  return {
    seq: one.seq,
    at: one.payload.occurredAt ?? null,
    message: change === null ? (one.payload.message ?? null) : null,
    sayings: change === null ? (one.payload.messageSayings ?? null) : null,
    change,
    note: note === standing?.note ? null : note,
    noteIsWithdrawn: false,
    withdraws: change?.notesWithdrawn === true,
  };
}

/** The step whose note stands after another one: a report of pain says nothing of notes. */
function standingAfter(step: Step, standing: Step | null): Step | null {
  if (step.note !== null) return step;
  return step.change === null || step.change.notes !== undefined ? standing : null;
}
