/** The words of the event lab. */

import { featureWords } from "../../shared/i18n/feature";
import en from "./en.json";
import sv from "./sv.json";

export const useLabWords = featureWords({ en, sv });
