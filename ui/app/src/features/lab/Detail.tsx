/** One event in full: its payload, where its schema stands, and how long each part of its way took. */

import { Anchor } from "@mantine/core";
import { Facts } from "../../shared/ui/Section";
import type { LogRow } from "./eventLog";
import { useLabWords } from "./words";

export function Detail({ row }: { row: LogRow | null }) {
  const { t } = useLabWords();
  if (row === null) return <p className="lab-nothing">{t("lab.detail.none")}</p>;
  return (
    <div className="lab-detail">
      <h2>{row.event}</h2>
      <p>
        {t(`lab.direction.${row.direction}`)} · {new Date(row.atMs).toISOString()}
      </p>
      <Way row={row} />
      <h3>{t("lab.detail.payload")}</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <pre className="lab-json" tabIndex={0}>
        {JSON.stringify(row.payload, null, 2)}
      </pre>
      <Anchor href="/api/docs" target="_blank" rel="noreferrer">
        {t("lab.detail.schema")}
      </Anchor>
    </div>
  );
}

function Way({ row }: { row: LogRow }) {
  const { t } = useLabWords();
  const { occurredAtMs, recordedAtMs, atMs, reply, bytes } = row;
  const took = (ms: number) => t("lab.detail.ms", { ms: Math.round(ms) });
  const stored = occurredAtMs !== null && recordedAtMs !== null;
  return (
    <>
      <h3>{t("lab.detail.way")}</h3>
      <Facts
        items={[
          ...(stored ? [{ name: t("lab.detail.occurred"), value: took(recordedAtMs - occurredAtMs) }] : []),
          ...(recordedAtMs !== null ? [{ name: t("lab.detail.received"), value: took(atMs - recordedAtMs) }] : []),
          ...(reply !== undefined ? [{ name: t("lab.detail.reply"), value: took(reply.afterMs) }] : []),
          { name: t("lab.detail.size"), value: t("lab.detail.bytes", { bytes }) },
        ]}
      />
    </>
  );
}
