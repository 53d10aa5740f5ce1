/** The words of the style page. */

import { featureWords } from "../../shared/i18n/feature";
import en from "./en.json";
import sv from "./sv.json";

export const useStyleWords = featureWords({ en, sv });
