/** The words of the debrief. */

import { featureWords } from "../../shared/i18n/feature";
import en from "./en.json";
import sv from "./sv.json";

export const useDebriefWords = featureWords({ en, sv });
export type DebriefWords = ReturnType<typeof useDebriefWords>;
