/** The route of the sign-in: afterwards back to where one wanted to go. */

import { useContext } from "react";
import { Navigate, useSearchParams } from "react-router";
import { SignInPage } from "./features/account/SignInPage";
import { useAccountState } from "./shared/AccountContext";
import { homeOf, OpenPlaces } from "./shared/shell/places";

/** A path of ours; an address of somebody else's is not followed. */
export function safePath(wanted: string | null): string | null {
  return wanted?.startsWith("/") === true && !wanted.startsWith("//") && !wanted.includes("\\") ? wanted : null;
}

export default function SignInScreen() {
  const state = useAccountState();
  const open = useContext(OpenPlaces);
  const [parameters] = useSearchParams();
  if (state.kind === "in") return <Navigate to={safePath(parameters.get("to")) ?? homeOf(state.me, open)} replace />;
  return <SignInPage refused={state.kind === "out" && state.refused} />;
}
