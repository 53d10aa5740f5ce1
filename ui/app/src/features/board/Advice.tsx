/** The recommendation for the next interval, with its reason and what it was computed from. */

import type { AdaptiveRecommendation } from "@dryland/client";
import { signedText } from "../../shared/format";
import { useWords } from "../../shared/i18n/I18n";

export function Advice({ advice }: { advice: AdaptiveRecommendation | null }) {
  const { t } = useWords();
  return (
    <section>
      <h3>{t("panel.advice")}</h3>
      {advice === null ? <p className="panel-quiet">{t("panel.advice.none")}</p> : <Given advice={advice} />}
    </section>
  );
}

function Given({ advice }: { advice: AdaptiveRecommendation }) {
  const { t } = useWords();
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
      <p>{advice.reason}</p>
      {advice.confidence === undefined ? null : (
        <p className="panel-quiet">{t("panel.advice.confidence", { value: advice.confidence })}</p>
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
