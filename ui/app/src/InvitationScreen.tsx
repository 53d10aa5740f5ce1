/** The route of an invitation: `/invitation#code=…`. */

import { useNavigate } from "react-router";
import { InvitationPage } from "./features/account/InvitationPage";
import { takeCode } from "./shared/takeCode";

export default function InvitationScreen() {
  const navigate = useNavigate();
  return <InvitationPage code={takeCode()} onDone={() => navigate("/", { replace: true })} />;
}
