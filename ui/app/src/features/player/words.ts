/** The phone's own words. */

import { featureWords } from "../../shared/i18n/feature";
import en from "./en.json";
import sv from "./sv.json";

export const usePlayerWords = featureWords({ en, sv });
