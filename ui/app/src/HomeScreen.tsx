/** The address without a path: leads each to where they begin, and the first one of a new server to its taking over. */

import { useContext, useEffect, useState } from "react";
import { Navigate } from "react-router";
import { useAccountState, useApi } from "./shared/AccountContext";
import { Waiting } from "./shared/shell/Gate";
import { homeOf, OpenPlaces } from "./shared/shell/places";

export default function HomeScreen() {
  const state = useAccountState();
  const open = useContext(OpenPlaces);
  if (state.kind === "unknown") return <Waiting reached={state.reached} />;
  if (state.kind === "in") return <Navigate to={homeOf(state.me, open)} replace />;
  return <NewOrKnown />;
}

function NewOrKnown() {
  const api = useApi();
  const [claimable, setClaimable] = useState<boolean | null>(null);
  useEffect(() => {
    api.get<{ claimable: boolean }>("/api/setup").then(
      (setup) => setClaimable(setup.claimable),
      () => setClaimable(false),
    );
  }, [api]);
  if (claimable === null) return <Waiting reached />;
  return <Navigate to={claimable ? "/setup" : "/sign-in"} replace />;
}
