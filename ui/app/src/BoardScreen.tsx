/** The board's route: from a link or a sign-in over the choice of sessions to the floor. */

import { useEffect, useState } from "react";
import { useNavigate } from "react-router";
import { Board } from "./features/board/Board";
import { SessionPicker } from "./features/entry/SessionPicker";
import { useAccount, useAccountState } from "./shared/AccountContext";
import type { Account } from "./shared/account";
import { isTeam } from "./shared/account";
import { type Entry, save } from "./shared/entry";
import type { Floor } from "./shared/floor";
import { floorOfAccount, floorOfLink, leavePage } from "./shared/pageFloor";
import { Gate } from "./shared/shell/Gate";

const CHOSEN = "dryland:board-sessions";

export default function BoardScreen({ entry }: { entry: Entry | null }) {
  const account = useAccount();
  const state = useAccountState();
  const linked = entry !== null && (state.kind === "unknown" || (state.kind === "in" && state.by === "link"));
  if (linked) {
    return (
      <Chosen
        account={account}
        floor={floorOfLink(entry.token)}
        first={entry.sessionIds}
        onChosen={(sessionIds) => save(window.sessionStorage, { ...entry, sessionIds })}
      />
    );
  }
  const floor = floorOfAccount(account);
  return (
    <Gate isFor={(me) => isTeam(me) || me.role === "observer"}>
      {floor === null ? null : <Chosen account={account} floor={floor} first={chosenBefore()} onChosen={keepChosen} />}
    </Gate>
  );
}

interface ChosenProps {
  account: Account;
  floor: Floor;
  first: string[];
  onChosen(sessionIds: string[]): void;
}

function Chosen({ account, floor, first, onChosen }: ChosenProps) {
  const [sessionIds, setSessionIds] = useState(first);
  const [ask, setAsk] = useState(false);
  const navigate = useNavigate();
  useEffect(() => onChosen(sessionIds), [sessionIds, onChosen]);
  if (sessionIds.length === 0) {
    return <SessionPicker ask={ask} onPick={setSessionIds} onRefused={() => void account.begin()} />;
  }
  const choose = () => {
    setAsk(true);
    setSessionIds([]);
  };
  const out = async () => {
    await account.signOut().catch(() => undefined);
    if (account.state().kind === "in") return;
    leavePage();
    navigate("/sign-in");
  };
  return (
    <Board
      floor={floor}
      api={account.api}
      sessionIds={sessionIds}
      onChooseSessions={choose}
      onLeave={() => void out()}
    />
  );
}

/** The sessions this tab showed; another day's are asked for anew by the picker, which finds them gone. */
function chosenBefore(): string[] {
  return (window.sessionStorage.getItem(CHOSEN) ?? "").split(" ").filter((id) => id !== "");
}

function keepChosen(sessionIds: string[]): void {
  window.sessionStorage.setItem(CHOSEN, sessionIds.join(" "));
}
