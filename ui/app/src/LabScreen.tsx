/** The event lab, over the page's one link. */

import { LabPage } from "./features/lab/LabPage";
import { useAccount } from "./shared/AccountContext";
import { floorOfAccount } from "./shared/pageFloor";

export default function LabScreen() {
  const floor = floorOfAccount(useAccount());
  return floor === null ? null : <LabPage floor={floor} />;
}
