/** What came of a move: taken back within 10 s, or why it did not happen and which one would. */

import { Button } from "@mantine/core";
import { shortName } from "../../../shared/format";
import { Icon } from "../../../shared/Icon";
import { useBoardWords } from "../words";
import type { Moves } from "./useMoves";

export function MoveNote({ moves }: { moves: Moves }) {
  const { t } = useBoardWords();
  const { said } = moves;
  if (said === null) return null;
  const name = shortName((said.kind === "moved" ? said.done.picked : said.picked).player.playerName ?? "");
  return (
    <div className="move-note" role="status" data-kind={said.kind}>
      {said.kind === "moved" ? (
        <>
          <span>{t("board.move.moved", { name, target: said.done.target.name })}</span>
          <Button size="md" variant="default" onClick={() => void moves.undo(said.done)}>
            {t("board.move.undo")}
          </Button>
        </>
      ) : (
        <>
          <span>{said.words}</span>
          {said.nearest === null ? null : <Nearest moves={moves} />}
        </>
      )}
      <button type="button" className="bare" aria-label={t("panel.close")} onClick={moves.hush}>
        <Icon name="close" size={18} />
      </button>
    </div>
  );
}

function Nearest({ moves }: { moves: Moves }) {
  const { t } = useBoardWords();
  const { said } = moves;
  if (said?.kind !== "refused" || said.nearest === null) return null;
  const { picked, nearest } = said;
  return (
    <Button size="md" onClick={() => void moves.go(picked, nearest)}>
      {t("board.move.nearest", { target: nearest.name })}
    </Button>
  );
}
