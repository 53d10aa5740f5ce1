/** The address without a path: leads each to where they begin, and the first one of a new server to its taking over. */

import { useContext, useEffect, useState } from "react";
import { Navigate } from "react-router";
import { useAccountState, useApi } from "./shared/AccountContext";
import { whoIs } from "./shared/account";
import { Waiting } from "./shared/shell/Gate";
import { homeOf, OpenPlaces } from "./shared/shell/places";

export default function HomeScreen() {
  const state = useAccountState();
  const open = useContext(OpenPlaces);
  const me = whoIs(state);
  if (me !== null) return <Navigate to={homeOf(me, open)} replace />;
  if (state.kind === "unknown") return <Waiting reached={state.reached} />;
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
