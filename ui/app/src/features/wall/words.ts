/** The words of the wall. */

import { featureWords } from "../../shared/i18n/feature";
import en from "./en.json";
import sv from "./sv.json";

export const useWallWords = featureWords({ en, sv });
