/** The words of planning. */

import { featureWords } from "../../shared/i18n/feature";
import en from "./en.json";
import sv from "./sv.json";

export const usePlanWords = featureWords({ en, sv });
export type PlanWords = ReturnType<typeof usePlanWords>;
