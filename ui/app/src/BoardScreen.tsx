/** The board's route: from no sign-in over the choice of sessions to the floor. */

import { useEffect, useState } from "react";
import { Board } from "./features/board/Board";
import { EntryPage } from "./features/entry/EntryPage";
import { SessionPicker } from "./features/entry/SessionPicker";
import { type Entry, leave, save, takeEntry } from "./shared/entry";
import { createFloor, type Floor } from "./shared/floor";

let opened: Floor | null = null;

/** The page's one floor for this sign-in. */
function floorFor(token: string): Floor {
  if (opened?.token === token) return opened;
  opened?.close();
  opened = createFloor({ url: window.location.origin, token, store: window.sessionStorage });
  return opened;
}

export default function BoardScreen({ entry: first }: { entry: Entry | null }) {
  const [entry, setEntry] = useState(first);
  const [ask, setAsk] = useState(false);
  const [refused, setRefused] = useState(false);
  useEffect(() => {
    if (entry !== null) save(window.sessionStorage, entry);
  }, [entry]);
  const out = () => {
    leave(window.sessionStorage);
    opened?.close();
    opened = null;
    setEntry(null);
  };
  if (entry === null) {
    const open = (fragment: string) => {
      setRefused(false);
      setEntry(takeEntry(fragment, window.sessionStorage));
    };
    return <EntryPage refused={refused} onFragment={open} />;
  }
  if (entry.sessionIds.length === 0) {
    return (
      <SessionPicker
        token={entry.token}
        ask={ask}
        onPick={(sessionIds) => setEntry({ ...entry, sessionIds })}
        onRefused={() => {
          setRefused(true);
          out();
        }}
      />
    );
  }
  const choose = () => {
    setAsk(true);
    setEntry({ ...entry, sessionIds: [] });
  };
  return <Board floor={floorFor(entry.token)} sessionIds={entry.sessionIds} onChooseSessions={choose} onLeave={out} />;
}
