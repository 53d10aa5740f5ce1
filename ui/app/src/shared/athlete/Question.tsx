/** The server doubts a load: it is kept, and one tap says whether it is right. Blocks nothing. */

import { setWords } from "./LiftingPad";
import type { SetBook } from "./setBook";
import type { EnteredSet } from "./sets";
import { useAthleteWords } from "./words";

export function Question({ set, name, book }: { set: EnteredSet; name: string; book: SetBook }) {
  const { t } = useAthleteWords();
  const words = setWords({ ...set, unit: t(`athlete.unit.${set.unit}`) });
  return (
    <div className="after" role="alert">
      <p className="after-set">
        {name}: {t("athlete.question", { set: words })}
      </p>
      <div className="after-ways">
        <button type="button" className="soft" onClick={() => void book.confirm(set.eventId)}>
          {t("athlete.question.yes")}
        </button>
        <button type="button" className="soft" onClick={() => void book.takeBack(set.eventId)}>
          {t("athlete.question.no")}
        </button>
      </div>
    </div>
  );
}
