/** The words of people, teams and joining. */

import { featureWords } from "../../shared/i18n/feature";
import en from "./en.json";
import sv from "./sv.json";

export const usePeopleWords = featureWords({ en, sv });
export type PeopleWords = ReturnType<typeof usePeopleWords>;
