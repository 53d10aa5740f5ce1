/** Where a player is in a hybrid: the block, its round, its end. */

import type { BlockPointer } from "@dryland/client";
import { timeText } from "./timeText";
import { usePlayerWords } from "./words";

export function BlockHead({ block, nowMs }: { block: BlockPointer; nowMs: number }) {
  const { t } = usePlayerWords();
  return (
    <p className="block-head">
      <strong>{block.name}</strong>
      <span>{t("player.block", { number: block.index + 1, total: block.total })}</span>
      {block.round === undefined || block.rounds === undefined ? null : (
        <span>{t("player.round", { round: block.round, rounds: block.rounds })}</span>
      )}
      {block.endsAt === undefined ? null : (
        <span className="block-left">{timeText(Date.parse(block.endsAt) - nowMs)}</span>
      )}
    </p>
  );
}
