/** The rack station: up to six players take turns at one tablet. Chooses who is here, then lets them lift. */

import { useSession } from "@dryland/client/react";
import { useState } from "react";
import { useStop, useWakeLock } from "../../shared/athlete/hooks";
import type { Kit } from "../../shared/athlete/kit";
import { Notices } from "../../shared/athlete/Notices";
import { StopScreen } from "../../shared/athlete/StopScreen";
import { errorWords } from "../../shared/errorWords";
import { useWords } from "../../shared/i18n/I18n";
import { keepRack, recallRack } from "./rackList";
import { Turning } from "./Turning";
import { WhoIsHere } from "./WhoIsHere";
import { useStationWords } from "./words";
import "../../shared/athlete/athlete.css";
import "./station.css";

export function Station({ kit, onLeave }: { kit: Kit; onLeave(): void }) {
  const { session, floor, outbox } = kit;
  const { t } = useStationWords();
  const { model, phase } = useSession(session);
  const stopped = useStop(floor.link, session);
  useWakeLock();
  return (
    <main className="athlete station">
      <h1 className="sr-only">{t("station.title")}</h1>
      <Notices link={floor.link} outbox={outbox} session={session} />
      {phase === "refused" ? <Cannot kit={kit} onLeave={onLeave} /> : null}
      {model.state === null ? (
        <p className="sheet-text late">{phase === "refused" ? "" : t("station.joining")}</p>
      ) : (
        <Rack kit={kit} onLeave={onLeave} />
      )}
      {stopped ? <StopScreen emergency={model.state?.emergency} /> : null}
    </main>
  );
}

function Rack({ kit, onLeave }: { kit: Kit; onLeave(): void }) {
  const { sessionId } = kit.session;
  const { model } = useSession(kit.session);
  const [chosen, setChosen] = useState(() => recallRack(window.localStorage, sessionId));
  const [choosing, setChoosing] = useState(chosen.length === 0);
  const players = model.state?.players ?? [];
  const here = chosen.filter((id) => players.some((player) => player.playerId === id));
  const choose = (playerIds: string[]) => {
    keepRack(window.localStorage, sessionId, playerIds);
    setChosen(playerIds);
  };
  if (choosing || here.length === 0) {
    return <WhoIsHere players={players} chosen={here} onChange={choose} onStart={() => setChoosing(false)} />;
  }
  return <Turning kit={kit} here={here} onChange={() => setChoosing(true)} onLeave={onLeave} />;
}

function Cannot({ kit, onLeave }: { kit: Kit; onLeave(): void }) {
  const { t } = useStationWords();
  const words = useWords();
  const { error } = useSession(kit.session);
  return (
    <div className="notice" data-grade="alarm" role="alert">
      <p>
        <strong>{t("station.cannot")}</strong> {error === null ? "" : errorWords(error, words)}
      </p>
      <button type="button" className="soft" onClick={onLeave}>
        {t("station.leave")}
      </button>
    </div>
  );
}
