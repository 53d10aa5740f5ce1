/** What a player lifts or runs now, and the load that is advised next: to be accepted or refused, with its reason. */

import type { NextSetPreview, PlayerSessionStatus, Session } from "@dryland/client";
import { countdownText, NO_VALUE, signedText } from "../../shared/format";
import { told } from "../../shared/sayings/say";
import { momentOf, useBoardTools } from "./context";
import { useTick } from "./useTick";
import { Verdict } from "./Verdict";
import { useBoardWords } from "./words";
import { type AttemptFacts, type SetFacts, type WorkFacts, workFacts } from "./workFacts";
import { deltaText, loadText, overText, secondsText } from "./workWords";

export interface WorkNowProps {
  session: Session;
  player: PlayerSessionStatus;
}

export function WorkNow({ session, player }: WorkNowProps) {
  const { link } = useBoardTools();
  useTick();
  const work = workFacts(player, momentOf(link).nowMs);
  const preview = player.exercise?.nextSetPreview;
  return (
    <>
      {work.main?.kind === "set" ? <Lifting facts={work.main} rest={work.rest} /> : null}
      {work.main?.kind === "attempt" ? <Running facts={work.main} /> : null}
      {preview === undefined ? null : <NextSet session={session} player={player} preview={preview} />}
    </>
  );
}

function Lifting({ facts, rest }: { facts: SetFacts; rest: WorkFacts["rest"] }) {
  const { t } = useBoardWords();
  const left =
    rest === null ? null : rest.remainingMs < 0 ? overText(rest.remainingMs) : countdownText(rest.remainingMs);
  return (
    <div className="panel-numbers">
      <div className="panel-hero">
        <span className="panel-big">{`${facts.set.at}/${facts.set.of}`}</span>
        <span className="panel-caption">{loadText(facts.load, t)}</span>
      </div>
      <p className="panel-target">
        {facts.reps === null ? facts.name : t("board.tile.reps", { name: facts.name, reps: facts.reps })}
        {left === null ? null : ` · ${t("board.tile.rest")} ${left}`}
      </p>
    </div>
  );
}

function Running({ facts }: { facts: AttemptFacts }) {
  const { t } = useBoardWords();
  return (
    <div className="panel-numbers">
      <div className="panel-hero">
        <span className="panel-big">{facts.lastMs === null ? NO_VALUE : secondsText(facts.lastMs)}</span>
        <span className="panel-caption">
          {t("board.unit.second")} {deltaText(facts.deltaMs)}
        </span>
      </div>
      <p className="panel-target">
        {facts.name} · {t("board.tile.attempt", { ...facts.attempt })}
      </p>
    </div>
  );
}

function NextSet({ session, player, preview }: WorkNowProps & { preview: NextSetPreview }) {
  const { t, locale } = useBoardWords();
  const load = { weight: preview.weight, unit: preview.weightUnit };
  return (
    <section>
      <h3>{t("board.advice.next")}</h3>
      <div className="advice">
        <p className="advice-main">
          {`${loadText(load, t)} × ${preview.targetReps}`}
          {preview.change === undefined ? null : <span className="advice-trend">{signedText(preview.change)} %</span>}
        </p>
        <p>{told(preview.reasonSayings, preview.reason, locale, preview.weightUnit)}</p>
        <p className="panel-quiet">{t("panel.advice.confidence", { value: preview.confidence })}</p>
        {preview.adviceId === undefined ? null : (
          <Verdict session={session} player={player} adviceId={preview.adviceId} />
        )}
      </div>
    </section>
  );
}
