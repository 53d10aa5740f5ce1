/** The route of a player's own phone. */

import { EntryPage } from "./features/entry/EntryPage";
import { SessionPicker } from "./features/entry/SessionPicker";
import { Player } from "./features/player/Player";
import type { Entry } from "./shared/entry";
import { useKit } from "./useKit";

export default function PlayerScreen({ entry }: { entry: Entry | null }) {
  const door = useKit(entry);
  if (door.kit !== null) return <Player kit={door.kit} onLeave={door.leave} />;
  if (!door.isIn) return <EntryPage refused={door.refused} onFragment={door.open} />;
  return <SessionPicker ask={false} onPick={door.pick} onRefused={door.refuse} />;
}
