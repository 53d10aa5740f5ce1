/** The rack station's route: from a link over the choice of a session to the rack. */

import { EntryPage } from "./features/entry/EntryPage";
import { SessionPicker } from "./features/entry/SessionPicker";
import { Station } from "./features/station/Station";
import type { Entry } from "./shared/entry";
import { useKit } from "./useKit";

export default function StationScreen({ entry }: { entry: Entry | null }) {
  const door = useKit(entry);
  if (door.kit !== null) return <Station kit={door.kit} onLeave={door.leave} />;
  if (!door.isIn) return <EntryPage refused={door.refused} onFragment={door.open} />;
  return <SessionPicker ask={false} onPick={door.pick} onRefused={door.refuse} />;
}
