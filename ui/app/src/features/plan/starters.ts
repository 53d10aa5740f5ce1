/** What the server knows for writing plans, for every row that offers a choice of it. */

import { createContext, useContext } from "react";
import type { Starters } from "./records";

export type Known = Pick<Starters, "layouts" | "lifts" | "standIns">;

export const StartersContext = createContext<Known>({ layouts: [], lifts: [], standIns: [] });

export const useStarters = (): Known => useContext(StartersContext);
