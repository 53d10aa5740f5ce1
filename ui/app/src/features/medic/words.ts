/** The words of the medic's screens. */

import { featureWords } from "../../shared/i18n/feature";
import en from "./en.json";
import sv from "./sv.json";

export const useMedicWords = featureWords({ en, sv });
export type MedicWords = ReturnType<typeof useMedicWords>;
