/** Rooms and gear that are used no more, with the way back; and the button that puts them here. */

import { Button } from "@mantine/core";
import { useApi, useDoing } from "../../shared/AccountContext";
import { ConfirmHold } from "../../shared/ui/ConfirmHold";
import { ErrorNote } from "../../shared/ui/ErrorNote";
import { Section, Tag } from "../../shared/ui/Section";
import { gearWord, placeWord } from "./gear";
import type { Places } from "./PlacesPage";
import { usePlanWords } from "./words";

interface ArchiveSectionProps {
  places: Places;
  onChanged(): void;
}

export function ArchiveSection({ places, onChanged }: ArchiveSectionProps) {
  const { t } = usePlanWords();
  const { facilities, items } = places.archived;
  if (facilities.length + items.length === 0) return null;
  return (
    <Section title={t("plan.archive")} lead={t("plan.archiveLead")}>
      <ul className="plan-rows">
        {facilities.map((room) => (
          <Gone
            key={room.id}
            at={`/api/facilities/${room.id}`}
            name={room.name}
            kind={placeWord(room.kind, t)}
            onChanged={onChanged}
          />
        ))}
        {items.map((item) => (
          <Gone
            key={item.id}
            at={`/api/equipment/${item.id}`}
            name={item.name}
            kind={gearWord(item.type, t)}
            onChanged={onChanged}
          />
        ))}
      </ul>
    </Section>
  );
}

interface GoneProps {
  at: string;
  name: string;
  kind: string;
  onChanged(): void;
}

function Gone({ at, name, kind, onChanged }: GoneProps) {
  const { t } = usePlanWords();
  const api = useApi();
  const restoring = useDoing(async () => {
    await api.patch(at, { archived: false });
    onChanged();
  });
  return (
    <li className="plan-row plan-check">
      <span>
        <b>{name}</b> <Tag>{kind}</Tag>
      </span>
      <Button
        variant="default"
        loading={restoring.busy}
        aria-label={t("plan.archive.backNamed", { name })}
        onClick={() => void restoring.run()}
      >
        {t("plan.archive.back")}
      </Button>
      <ErrorNote problem={restoring.problem} />
    </li>
  );
}

interface ArchiveProps {
  at: string;
  name: string;
  /** What runs or is planned and has it: as long as there is any, it stays. */
  usedBy: readonly string[];
  onChanged(): void;
}

/** Puts a room or an item away; where something has it, says what instead. */
export function Archive({ at, name, usedBy, onChanged }: ArchiveProps) {
  const { t } = usePlanWords();
  const api = useApi();
  const archiving = useDoing(async () => {
    await api.patch(at, { archived: true });
    onChanged();
  });
  if (usedBy.length > 0)
    return <p className="plan-whole soft">{t("plan.archive.used", { name, names: usedBy.join(", ") })}</p>;
  return (
    <div className="plan-whole">
      <ConfirmHold disabled={archiving.busy} onDone={() => void archiving.run()}>
        {t("plan.archive.named", { name })}
      </ConfirmHold>
      <ErrorNote problem={archiving.problem} />
    </div>
  );
}
