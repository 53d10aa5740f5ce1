/** The words of the settings. */

import { featureWords } from "../../shared/i18n/feature";
import en from "./en.json";
import sv from "./sv.json";

export const useSettingsWords = featureWords({ en, sv });
export type SettingsWords = ReturnType<typeof useSettingsWords>;
