/** The station's own words. */

import { featureWords } from "../../shared/i18n/feature";
import en from "./en.json";
import sv from "./sv.json";

export const useStationWords = featureWords({ en, sv });
