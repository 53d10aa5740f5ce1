/** A player's own phone: whatever the session is, the one thing to do now, large. */

import type { PlayerSessionStatus, WeightUnit } from "@dryland/client";
import { useNow, useSession } from "@dryland/client/react";
import { useState } from "react";
import { Link as RouteLink } from "react-router";
import { useStop, useWakeLock } from "../../shared/athlete/hooks";
import type { Kit } from "../../shared/athlete/kit";
import { Notices, WaitingNote } from "../../shared/athlete/Notices";
import { PainPicker, type Region, tellPain } from "../../shared/athlete/Pain";
import { StopScreen } from "../../shared/athlete/StopScreen";
import { UnitSwitch } from "../../shared/athlete/UnitSwitch";
import { loadUnit, saveUnit } from "../../shared/athlete/units";
import { useAthleteWords } from "../../shared/athlete/words";
import { errorWords } from "../../shared/errorWords";
import { useWords } from "../../shared/i18n/I18n";
import { Drills } from "./Drills";
import { Intervals } from "./Intervals";
import { Lifts } from "./Lifts";
import { type Mode, modeOf } from "./mode";
import { RateSession } from "./RateSession";
import { SensorBar } from "./SensorBar";
import { Sound, useSound } from "./Sound";
import { useSensors } from "./sensors/useSensors";
import { usePlayerWords } from "./words";
import "../../shared/athlete/athlete.css";
import "./player.css";

export function Player({ kit, onLeave }: { kit: Kit; onLeave(): void }) {
  const { session, floor, outbox, holder } = kit;
  const { t } = usePlayerWords();
  const { model, phase } = useSession(session);
  const stopped = useStop(floor.link, session);
  useWakeLock();
  const me = model.state?.players.find((player) => player.playerId === holder.playerId);
  return (
    <main className="athlete player">
      <h1 className="sr-only">{t("player.title")}</h1>
      <Notices link={floor.link} outbox={outbox} session={session} />
      {phase === "refused" ? <Cannot kit={kit} onLeave={onLeave} /> : null}
      {model.state === null && phase !== "refused" ? <p className="sheet-text late">{t("player.joining")}</p> : null}
      {model.state !== null && me === undefined ? (
        <section className="player-say">
          <p>{t("player.notIn")}</p>
          <Mine />
        </section>
      ) : null}
      {me === undefined ? null : <Training kit={kit} me={me} />}
      {stopped ? <StopScreen emergency={model.state?.emergency} /> : null}
    </main>
  );
}

function Cannot({ kit, onLeave }: { kit: Kit; onLeave(): void }) {
  const { t } = usePlayerWords();
  const words = useWords();
  const { error } = useSession(kit.session);
  return (
    <div className="notice" data-grade="alarm" role="alert">
      <p>
        <strong>{t("player.cannot")}</strong> {error === null ? "" : errorWords(error, words)}
      </p>
      <button type="button" className="soft" onClick={onLeave}>
        {t("player.leave")}
      </button>
    </div>
  );
}

function Training({ kit, me }: { kit: Kit; me: PlayerSessionStatus }) {
  const { t } = useAthleteWords();
  const { session, outbox, floor } = kit;
  const sound = useSound();
  const sensors = useSensors(kit, me.playerId);
  const shows = useShown(kit, me);
  const [unit, setUnit] = useState<WeightUnit>(() => loadUnit(me));
  const switchUnit = (next: WeightUnit) => {
    saveUnit(me.playerId, next);
    setUnit(next);
  };
  const [hurts, setHurts] = useState(false);
  const [said, setSaid] = useState<string | null>(null);
  const pain = async (region: Region) => {
    setHurts(false);
    await tellPain(outbox, { sessionId: session.sessionId, playerId: me.playerId, region }, (news) =>
      setSaid(t(`athlete.pain.${news}`)),
    );
  };
  return (
    <>
      <header className="player-top">
        <p className="player-me">{me.playerName ?? kit.holder.name}</p>
        <WaitingNote link={floor.link} outbox={outbox} />
      </header>
      {said === null ? null : (
        <p className="notice" role="status">
          {said}
        </p>
      )}
      {hurts ? (
        <PainPicker
          name={me.playerName ?? ""}
          onRegion={(region) => void pain(region)}
          onCancel={() => setHurts(false)}
        />
      ) : (
        <Now kit={kit} me={me} unit={unit} sensors={sensors} audio={sound.audio} />
      )}
      <footer className="player-foot">
        <Sound sound={sound} />
        {shows === "exercise" ? <UnitSwitch unit={unit} onSwitch={switchUnit} /> : null}
        {shows === "interval" || shows === "transition" ? <SensorBar sensors={sensors} /> : null}
        <button type="button" className="soft pain" onClick={() => setHurts(true)}>
          {t("athlete.pain")}
        </button>
      </footer>
    </>
  );
}

/** What the foot must offer follows what the screen shows. */
function useShown(kit: Kit, me: PlayerSessionStatus): Mode["shows"] {
  const { model } = useSession(kit.session);
  const nowMs = useNow(kit.floor.link);
  return model.state === null ? "other" : modeOf(model.state.workoutType, me, nowMs).shows;
}

interface NowProps {
  kit: Kit;
  me: PlayerSessionStatus;
  unit: WeightUnit;
  sensors: ReturnType<typeof useSensors>;
  audio: AudioContext | null;
}

/** What the session's state and the player's mode ask for. */
function Now(props: NowProps) {
  const { t } = usePlayerWords();
  const { model } = useSession(props.kit.session);
  const nowMs = useNow(props.kit.floor.link);
  const { state } = model;
  if (state === null) return null;
  if (state.status === "scheduled")
    return (
      <>
        <Say title={state.workoutName} text={t("player.waits")} />
        <Mine />
      </>
    );
  if (state.status === "cancelled") return <Say title={t("player.over")} text="" />;
  if (state.status === "completed")
    return <RateSession kit={props.kit} playerId={props.me.playerId} title={t("player.over")} />;
  if (props.me.status === "completed") return <Say title={t("player.done")} text={t("player.done.text")} />;
  const mode = modeOf(state.workoutType, props.me, nowMs);
  return (
    <>
      {mode.switchesInS === null ? null : (
        <p className="mode-notice" role="alert">
          {t("player.switch", { seconds: mode.switchesInS, mode: t(`player.mode.${mode.next}`) })}
        </p>
      )}
      {mode.shows === "exercise" ? <Lifts {...props} /> : null}
      {mode.shows === "interval" || mode.shows === "transition" ? <Intervals {...props} /> : null}
      {mode.shows === "drill" ? <Drills {...props} /> : null}
      {mode.shows === "other" ? <Say title={state.workoutName} text={t("player.follow")} /> : null}
    </>
  );
}

/** To what is kept of the player; offered while nothing is to be done, where no tap can be meant for a set. */
function Mine() {
  const { t } = useWords();
  return (
    <RouteLink className="soft player-mine" to="/mine">
      {t("nav.mine")}
    </RouteLink>
  );
}

function Say({ title, text }: { title: string; text: string }) {
  return (
    <section className="player-say">
      <h2>{title}</h2>
      <p>{text}</p>
    </section>
  );
}
