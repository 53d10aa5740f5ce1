/** The words of the view of a session. */

import { featureWords } from "../../shared/i18n/feature";
import en from "./en.json";
import sv from "./sv.json";

export const useSessionWords = featureWords({ en, sv });
export type SessionWords = ReturnType<typeof useSessionWords>;
