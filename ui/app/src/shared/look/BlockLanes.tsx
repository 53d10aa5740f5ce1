/** Every player's blocks on one line of time: strength, intervals and change-overs beside each other. */

import { clockText } from "../format";
import { Section } from "../ui/Section";
import { titleOf } from "./PlayerParts";
import type { DoneBlock, SessionPage } from "./pages";
import { useLookWords } from "./words";
import "./look.css";

export function BlockLanes({ page }: { page: SessionPage }) {
  const { t } = useLookWords();
  const all = page.players.flatMap((player) => player.work?.blocks ?? []);
  if (all.length === 0) return null;
  const fromMs = Math.min(...all.map((block) => Date.parse(block.start)));
  const endMs = Math.max(...all.map((block) => Date.parse(block.end ?? page.endTime ?? block.start)), fromMs + 1);
  const toMs = page.endTime === undefined ? Math.max(endMs, fromMs + page.duration * 1000) : endMs;
  return (
    <Section title={t("look.timeline")}>
      {page.players.map((player) => (
        <div className="lane" key={player.playerId}>
          <span>{titleOf(player)}</span>
          <div className="lane-bar">
            {(player.work?.blocks ?? []).map((block) => (
              <Lane key={`${block.blockId} ${block.start}`} block={block} fromMs={fromMs} toMs={toMs} />
            ))}
          </div>
        </div>
      ))}
    </Section>
  );
}

function Lane({ block, fromMs, toMs }: { block: DoneBlock; fromMs: number; toMs: number }) {
  const startMs = Date.parse(block.start);
  const endMs = block.end === undefined ? toMs : Date.parse(block.end);
  const share = (ms: number) => `${((100 * ms) / (toMs - fromMs)).toFixed(2)}%`;
  const words = `${block.name} ${clockText((endMs - startMs) / 1000)}`;
  return (
    <span
      className="lane-block"
      data-kind={block.type}
      title={words}
      style={{ left: share(startMs - fromMs), width: share(endMs - startMs) }}
    >
      {words}
    </span>
  );
}
