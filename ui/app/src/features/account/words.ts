/** The words of coming in and of one's own account. */

import { featureWords } from "../../shared/i18n/feature";
import en from "./en.json";
import sv from "./sv.json";

export const useAccountWords = featureWords({ en, sv });
