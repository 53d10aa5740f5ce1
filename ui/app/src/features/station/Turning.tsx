/** The rack while people lift: turns on top, what was just said in one row, and one set, large. */

import { useNow, useSession } from "@dryland/client/react";
import { useState } from "react";
import { AfterSet } from "../../shared/athlete/AfterSet";
import { useSets } from "../../shared/athlete/hooks";
import type { Kit } from "../../shared/athlete/kit";
import { LiftingPad } from "../../shared/athlete/LiftingPad";
import { type Lifting, liftingOf } from "../../shared/athlete/lifting";
import { WaitingNote } from "../../shared/athlete/Notices";
import { PainPicker, type Region, tellPain } from "../../shared/athlete/Pain";
import { Question } from "../../shared/athlete/Question";
import type { SetDraft } from "../../shared/athlete/setBook";
import { barKg, countedOf, type EnteredSet, lastOf, targetOf } from "../../shared/athlete/sets";
import { loadUnit } from "../../shared/athlete/units";
import { useAthleteWords } from "../../shared/athlete/words";
import { Clean } from "./Clean";
import { StationMenu } from "./StationMenu";
import { Turns } from "./Turns";
import { useTurns } from "./useTurns";
import { useStationWords } from "./words";

export interface TurningProps {
  kit: Kit;
  here: readonly string[];
  onChange(): void;
  onLeave(): void;
}

export function Turning({ kit, here, onChange, onLeave }: TurningProps) {
  const { t } = useAthleteWords();
  const { floor, outbox, session } = kit;
  const sets = useSets(kit.book);
  const { model } = useSession(session);
  const nowMs = useNow(floor.link);
  const lifting = liftingOf(model, here, sets);
  const turns = useTurns(kit, lifting);
  const [hurts, setHurts] = useState<string | null>(null);
  const [said, setSaid] = useState<string | null>(null);
  const [cleaning, setCleaning] = useState(false);
  const { up } = turns;
  if (up === undefined) return null;
  const pain = async (playerId: string, region: Region) => {
    setHurts(null);
    await tellPain(outbox, { sessionId: session.sessionId, playerId, region }, (news) =>
      setSaid(t(`athlete.pain.${news}`)),
    );
  };
  const people = lifting.map(({ player, name }) => ({ ...player, name }));
  return (
    <div className="station-floor" onClickCapture={turns.swallow}>
      <header className="station-top">
        <Turns
          turns={lifting.map((each) => ({
            playerId: each.player.playerId,
            name: each.name,
            isUp: each === up,
            isDone: each.coming === null,
            restLeftMs: each.restEndsMs === null ? null : each.restEndsMs - nowMs,
          }))}
          onPick={turns.bring}
        />
        <button type="button" className="soft pain" onClick={() => setHurts(up.player.playerId)}>
          {t("athlete.pain")}
        </button>
        <StationMenu kit={kit} here={people} onChange={onChange} onClean={() => setCleaning(true)} onLeave={onLeave} />
      </header>
      <WaitingNote link={floor.link} outbox={outbox} />
      {said === null ? null : (
        <p className="notice" role="status">
          {said}
        </p>
      )}
      {hurts === null ? (
        <Up
          key={`${up.player.playerId} ${up.coming?.key}`}
          kit={kit}
          up={up}
          sets={sets}
          onTick={(draft) => {
            setSaid(null);
            void turns.tick(draft);
          }}
        >
          <Strip kit={kit} lifting={lifting} sets={sets} turns={turns} />
        </Up>
      ) : (
        <PainPicker
          name={people.find(({ playerId }) => playerId === hurts)?.name ?? ""}
          onRegion={(region) => void pain(hurts, region)}
          onCancel={() => setHurts(null)}
        />
      )}
      {cleaning ? <Clean onOver={() => setCleaning(false)} /> : null}
    </div>
  );
}

interface StripProps {
  kit: Kit;
  lifting: readonly Lifting[];
  sets: readonly EnteredSet[];
  turns: ReturnType<typeof useTurns>;
}

/** One row of one height: a question, what can be said of the last set, or how all is going. */
function Strip({ kit, lifting, sets, turns }: StripProps) {
  const nameOf = (playerId: string) => lifting.find(({ player }) => player.playerId === playerId)?.name ?? "";
  const doubted = sets.find((set) => set.question !== null && !set.withdrawn && nameOf(set.playerId) !== "");
  const newest = sets.find((set) => set.eventId === turns.newest && !set.withdrawn);
  if (doubted !== undefined) return <Question set={doubted} name={nameOf(doubted.playerId)} book={kit.book} />;
  if (newest === undefined) return <div className="after after-quiet" />;
  const others = lifting.map(({ player, name }) => ({ playerId: player.playerId, name }));
  return (
    <AfterSet
      key={newest.eventId}
      set={newest}
      name={nameOf(newest.playerId)}
      others={others.filter(({ playerId }) => playerId !== newest.playerId)}
      onEffort={(rpe) => void kit.book.rate(newest.eventId, rpe)}
      onUndo={() => void turns.undo(newest)}
      onGive={(playerId) => void turns.give(newest, playerId)}
      onGone={turns.forget}
    />
  );
}

interface UpProps {
  kit: Kit;
  up: Lifting;
  sets: readonly EnteredSet[];
  children: React.ReactNode;
  onTick(draft: SetDraft): void;
}

/** The set of whoever is up. */
function Up({ kit, up, sets, children, onTick }: UpProps) {
  const { t } = useStationWords();
  const { player, coming } = up;
  const { model } = useSession(kit.session);
  const closed = useClosed(model.state?.status);
  if (coming === null) {
    return (
      <section className="pad pad-nothing">
        <p>{t(player.status === "completed" ? "station.allDone" : "station.nothing", { name: up.name })}</p>
        {children}
      </section>
    );
  }
  const own = countedOf(sets, player.playerId);
  return (
    <LiftingPad
      playerId={player.playerId}
      who={up.name}
      step={coming}
      target={targetOf(coming, player.exercise, own)}
      unit={loadUnit(player)}
      barKg={barKg(sets)}
      last={lastOf(own, model.told, player.playerId, coming.exerciseId)}
      restS={player.exercise?.restDuration ?? null}
      closed={closed}
      onTick={onTick}
    >
      {children}
    </LiftingPad>
  );
}

/** Why no set can be ticked, in words; null while it can. */
function useClosed(status: string | undefined): string | null {
  const { t } = useAthleteWords();
  if (status === "scheduled") return t("athlete.notStarted");
  return status === "completed" || status === "cancelled" ? t("athlete.finished") : null;
}
