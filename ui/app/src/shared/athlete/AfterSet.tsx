/**
 * The strip after a tick: how hard it was (for 6 s), taking it back (for 10 s), the right person instead. It stands in
 * its own row and is in nobody's way: the next set can be ticked while it is there.
 */

import { useEffect, useState } from "react";
import { setWords } from "./LiftingPad";
import type { EnteredSet } from "./sets";
import { useAthleteWords } from "./words";

export const EFFORT_FOR_MS = 6_000;
export const UNDO_FOR_MS = 10_000;

/** Six segments; the first stands for everything easy. */
export const EFFORTS = [5, 6, 7, 8, 9, 10] as const;

export interface AfterSetProps {
  set: EnteredSet;
  name: string;
  /** Others at this rack; nobody on an own phone. */
  others: readonly { playerId: string; name: string }[];
  onEffort(rpe: number): void;
  onUndo(): void;
  onGive(playerId: string): void;
  onGone(): void;
}

/** Give it the set's identity as `key`: a new set starts a new strip. */
export function AfterSet({ set, name, others, onEffort, onUndo, onGive, onGone }: AfterSetProps) {
  const { t } = useAthleteWords();
  const [asksEffort, setAsksEffort] = useState(true);
  const [picks, setPicks] = useState(false);
  useEffect(() => {
    const effort = setTimeout(() => setAsksEffort(false), EFFORT_FOR_MS);
    return () => clearTimeout(effort);
  }, []);
  useEffect(() => {
    if (picks) return;
    const undo = setTimeout(onGone, UNDO_FOR_MS);
    return () => clearTimeout(undo);
  }, [picks, onGone]);
  if (picks) {
    return (
      <fieldset className="after after-pick">
        <legend className="after-set">{t("athlete.whose", { set: setWords(set) })}</legend>
        {others.map((other) => (
          <button key={other.playerId} type="button" className="soft" onClick={() => onGive(other.playerId)}>
            {other.name}
          </button>
        ))}
        <button type="button" className="soft" onClick={() => setPicks(false)}>
          {t("athlete.cancel")}
        </button>
      </fieldset>
    );
  }
  const effort = (rpe: number) => {
    setAsksEffort(false);
    onEffort(rpe);
  };
  return (
    <div className="after">
      <p className="after-set" role="status">
        <PlaceSign set={set} /> {name} {setWords(set)}
        {set.rpe === null ? null : <span> · {t("athlete.rpe", { rpe: set.rpe })}</span>}
      </p>
      {asksEffort && set.rpe === null ? (
        <fieldset className="effort">
          <legend className="effort-name">{t("athlete.effort")}</legend>
          {EFFORTS.map((rpe) => (
            <button
              key={rpe}
              type="button"
              className="effort-segment"
              data-effort={rpe}
              aria-label={t("athlete.effort.segment", { rpe })}
              onClick={() => effort(rpe)}
            >
              {rpe === 5 ? "≤5" : rpe}
            </button>
          ))}
        </fieldset>
      ) : null}
      <div className="after-ways">
        <button type="button" className="soft" onClick={onUndo}>
          {t("athlete.undo")}
        </button>
        {others.length === 0 ? null : (
          <button type="button" className="soft" onClick={() => setPicks(true)}>
            {t("athlete.wrongPerson")}
          </button>
        )}
      </div>
    </div>
  );
}

/** One tick: on this device. Two: on the server. Honest also where the server said no. */
export function PlaceSign({ set }: { set: EnteredSet }) {
  const { t } = useAthleteWords();
  const sign = { here: "✓", server: "✓✓", refused: "!" }[set.place];
  return (
    <span className="sign" data-place={set.place} role="img" aria-label={t(`athlete.place.${set.place}`)}>
      {sign}
    </span>
  );
}
