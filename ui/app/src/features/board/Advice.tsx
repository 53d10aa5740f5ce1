/** The recommendation for the next interval, with its reason and what it was computed from. */

import type { AdaptiveRecommendation, PlayerSessionStatus, Session } from "@dryland/client";
import { signedText } from "../../shared/format";
import { useWords } from "../../shared/i18n/I18n";
import { told } from "../../shared/sayings/say";
import { Verdict } from "./Verdict";

export interface AdviceProps {
  session: Session;
  player: PlayerSessionStatus;
}

export function Advice({ session, player }: AdviceProps) {
  const { t } = useWords();
  const advice = player.recommendations ?? null;
  return (
    <section>
      <h3>{t("panel.advice")}</h3>
      {advice === null ? (
        <p className="panel-quiet">{t("panel.advice.none")}</p>
      ) : (
        <Given advice={advice} session={session} player={player} />
      )}
    </section>
  );
}

function Given({ advice, session, player }: AdviceProps & { advice: AdaptiveRecommendation }) {
  const { t, locale } = useWords();
  const inputs = Object.entries(advice.inputs ?? {});
  const parts = [
    ...(advice.intensityAdjustment === 0
      ? []
      : [t("panel.advice.intensity", { change: signedText(advice.intensityAdjustment) })]),
    ...(advice.recoveryNeeded > 0 ? [t("panel.advice.recovery", { seconds: Math.round(advice.recoveryNeeded) })] : []),
  ];
  return (
    <div className="advice">
      <p className="advice-main">
        {parts.length === 0 ? t("panel.advice.keep") : parts.join(" · ")}
        <span className="advice-trend">{t(`trend.${advice.performanceTrend}`)}</span>
      </p>
      <p>{told(advice.reasonSayings, advice.reason, locale)}</p>
      {advice.confidence === undefined ? null : (
        <p className="panel-quiet">{t("panel.advice.confidence", { value: advice.confidence })}</p>
      )}
      {advice.adviceId === undefined || parts.length === 0 ? null : (
        <Verdict session={session} player={player} adviceId={advice.adviceId} />
      )}
      {inputs.length === 0 ? null : (
        <details>
          <summary>{t("panel.advice.inputs")}</summary>
          <dl className="inputs">
            {inputs.map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{Math.round(value * 100) / 100}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </div>
  );
}
