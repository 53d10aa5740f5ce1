/** What the rack station and the player's phone both say. */

import { featureWords } from "../i18n/feature";
import en from "./en.json";
import sv from "./sv.json";

export const useAthleteWords = featureWords({ en, sv });
