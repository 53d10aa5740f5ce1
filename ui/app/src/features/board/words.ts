/** The board's own words, on top of the shared ones. */

import { featureWords } from "../../shared/i18n/feature";
import type { MessageId } from "../../shared/i18n/messages";
import en from "./en.json";
import sv from "./sv.json";

export type BoardWordId = keyof typeof en | MessageId;

export const useBoardWords = featureWords({ en, sv });
