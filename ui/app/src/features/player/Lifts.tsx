/** The player's own sets: the pad of the rack station for one, and the rest, large, past zero too. */

import type { PlayerSessionStatus, WeightUnit } from "@dryland/client";
import { useNow, useSession } from "@dryland/client/react";
import { useCallback, useState } from "react";
import { AfterSet } from "../../shared/athlete/AfterSet";
import { useBeeps, useSets } from "../../shared/athlete/hooks";
import type { Kit } from "../../shared/athlete/kit";
import { LiftingPad } from "../../shared/athlete/LiftingPad";
import { stepsFor } from "../../shared/athlete/lifting";
import { Question } from "../../shared/athlete/Question";
import type { SetDraft } from "../../shared/athlete/setBook";
import { comingStep, countedOf, type EnteredSet, lastOf, restEndsMs, targetOf } from "../../shared/athlete/sets";
import { shortName } from "../../shared/format";
import { BlockHead } from "./BlockHead";
import { timeText } from "./timeText";
import { usePlayerWords } from "./words";

/** The rest is shown until it is this long over. */
const REST_SHOWN_OVER_MS = 10 * 60_000;

export interface LiftsProps {
  kit: Kit;
  me: PlayerSessionStatus;
  /** What this person reads weights in. */
  unit: WeightUnit;
  audio: AudioContext | null;
}

export function Lifts({ kit, me, unit, audio }: LiftsProps) {
  const { t } = usePlayerWords();
  const { book, session, floor } = kit;
  const sets = useSets(book);
  const { model } = useSession(session);
  const nowMs = useNow(floor.link, 250);
  const [newest, setNewest] = useState<string | null>(null);
  const own = countedOf(sets, me.playerId);
  const coming = comingStep(stepsFor(model.state?.plan, me.block?.id), me.exercise, sets, me.playerId);
  const ends = restEndsMs(me.exercise, own);
  const gone = useCallback(() => setNewest(null), []);
  useBeeps(ends, nowMs, audio);
  const tick = async (draft: SetDraft) => {
    const entered = await book.enter(draft);
    if (!("ok" in entered)) setNewest(entered.eventId);
  };
  return (
    <>
      {me.block === undefined ? null : <BlockHead block={me.block} nowMs={nowMs} />}
      {ends === null || nowMs - ends > REST_SHOWN_OVER_MS ? null : <Rest leftMs={ends - nowMs} />}
      {coming === null ? (
        <section className="player-say">
          <h2>{t("player.liftsDone")}</h2>
        </section>
      ) : (
        <LiftingPad
          key={coming.key}
          playerId={me.playerId}
          step={coming}
          target={targetOf(coming, me.exercise, own)}
          unit={unit}
          barKg={ownBarKg(own, coming.exerciseId)}
          last={lastOf(own, model.told, me.playerId, coming.exerciseId)}
          restS={me.exercise?.restDuration ?? null}
          closed={null}
          onTick={(draft) => void tick(draft)}
        >
          <Strip kit={kit} own={own} newest={newest} name={shortName(me.playerName ?? "")} onGone={gone} />
        </LiftingPad>
      )}
    </>
  );
}

/** On a bar of one's own, what hangs on it is what was last lifted with it. */
function ownBarKg(own: readonly EnteredSet[], exerciseId: string): number | null {
  const last = own.filter((set) => set.exerciseId === exerciseId).at(-1);
  if (last === undefined) return null;
  return last.unit === "lbs" ? last.weight * 0.45359237 : last.weight;
}

interface StripProps {
  kit: Kit;
  own: readonly EnteredSet[];
  newest: string | null;
  name: string;
  onGone(): void;
}

function Strip({ kit, own, newest, name, onGone }: StripProps) {
  const doubted = own.find((set) => set.question !== null);
  if (doubted !== undefined) return <Question set={doubted} name={name} book={kit.book} />;
  const set = own.find((each) => each.eventId === newest);
  if (set === undefined) return null;
  return (
    <AfterSet
      key={set.eventId}
      set={set}
      name=""
      others={[]}
      onEffort={(rpe) => void kit.book.rate(set.eventId, rpe)}
      onUndo={() => void kit.book.takeBack(set.eventId)}
      onGive={() => undefined}
      onGone={onGone}
    />
  );
}

function Rest({ leftMs }: { leftMs: number }) {
  const { t } = usePlayerWords();
  return (
    <p className="rest" data-over={leftMs <= 0}>
      <span className="rest-word">{t(leftMs > 0 ? "player.rest" : "player.restOver")}</span>
      <span className="rest-left">{timeText(leftMs)}</span>
    </p>
  );
}
