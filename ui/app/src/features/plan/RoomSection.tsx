/** The rooms of a club: how many fit, who is there now, and another one. */

import { Button, NumberInput, Select, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useApi, useDoing } from "../../shared/AccountContext";
import { ErrorNote } from "../../shared/ui/ErrorNote";
import { Section, Tag } from "../../shared/ui/Section";
import { Archive } from "./ArchiveSection";
import { figure } from "./editing";
import { PLACE_KINDS, placeWord } from "./gear";
import { More } from "./More";
import type { Places } from "./PlacesPage";
import type { Facility } from "./records";
import { usePlanWords } from "./words";

interface RoomSectionProps {
  places: Places;
  onChanged(): void;
}

export function RoomSection({ places, onChanged }: RoomSectionProps) {
  const { t } = usePlanWords();
  return (
    <Section title={t("plan.places.rooms")} lead={t("plan.places.roomsLead")}>
      <ul className="plan-rows">
        {places.facilities.map((room) => (
          <Room key={`${room.id} ${room.closed}`} room={room} places={places} onChanged={onChanged} />
        ))}
      </ul>
      <NewRoom onMade={onChanged} first={places.facilities.length === 0} />
    </Section>
  );
}

interface RoomProps extends RoomSectionProps {
  room: Facility;
}

function Room({ room, places, onChanged }: RoomProps) {
  const { t } = usePlanWords();
  const api = useApi();
  const [draft, setDraft] = useState(room);
  const change = useDoing(async (body: Partial<Facility>) => {
    await api.patch(`/api/facilities/${room.id}`, body);
    onChanged();
  });
  const changed = draft.name !== room.name || draft.kind !== room.kind || draft.capacity !== room.capacity;
  return (
    <li className="plan-row room-row" data-wrong={room.closed === true}>
      <RoomFields room={draft} onChange={(next) => setDraft({ ...draft, ...next })} />
      <RoomNow room={room} places={places} />
      <div className="row-acts">
        <Button
          disabled={!changed || draft.name.trim() === ""}
          loading={change.busy}
          aria-label={t("plan.places.saveNamed", { name: room.name })}
          onClick={() => void change.run({ name: draft.name, kind: draft.kind, capacity: draft.capacity })}
        >
          {t("plan.save")}
        </Button>
        <Button
          variant="default"
          disabled={change.busy}
          aria-label={t(room.closed ? "plan.places.openNamed" : "plan.places.closeNamed", { name: room.name })}
          onClick={() => void change.run({ closed: room.closed !== true })}
        >
          {t(room.closed ? "plan.places.open" : "plan.places.close")}
        </Button>
      </div>
      <ErrorNote problem={change.problem} />
      <More
        of={room.name}
        said=""
        fields={() => (
          <Archive
            at={`/api/facilities/${room.id}`}
            name={room.name}
            usedBy={usedBy(room, places)}
            onChanged={onChanged}
          />
        )}
      />
    </li>
  );
}

/** The bundles that have a room, and the items that stand in it. */
const usedBy = (room: Facility, places: Places): string[] => [
  ...places.bundles
    .filter((one) => one.sessions.some((each) => each.resources?.facilityId === room.id))
    .map((one) => one.bundleName),
  ...places.items.filter((one) => one.facilityId === room.id).map((one) => one.name),
];

/** Who is given to a room now; a closed one says which sessions it leaves without a place. */
function RoomNow({ room, places }: Pick<RoomProps, "room" | "places">) {
  const { t } = usePlanWords();
  const now = places.now.facilities.find((one) => one.id === room.id);
  const hit = places.bundles.flatMap((bundle) =>
    bundle.sessions.filter((one) => one.isOver !== true && one.resources?.facilityId === room.id),
  );
  return (
    <div className="plan-now">
      {room.closed ? (
        <Tag tone="bad">{t("plan.places.closed")}</Tag>
      ) : (
        <Tag tone={(now?.assigned ?? 0) > room.capacity ? "warn" : "good"}>
          {t("plan.places.assigned", { assigned: now?.assigned ?? 0, capacity: room.capacity })}
        </Tag>
      )}
      {hit.length === 0 ? null : (
        <small className="soft">
          {t(room.closed ? "plan.places.hitRoom" : "plan.places.given", {
            names: [...new Set(hit.map((one) => one.name))].join(", "),
          })}
        </small>
      )}
    </div>
  );
}

type RoomDraft = Pick<Facility, "name" | "kind" | "capacity">;

function RoomFields({ room, onChange }: { room: RoomDraft; onChange(room: RoomDraft): void }) {
  const { t } = usePlanWords();
  const kinds = [...new Set<string>([...PLACE_KINDS, room.kind])];
  return (
    <>
      <TextInput
        className="plan-name"
        label={t("plan.places.roomName")}
        placeholder={t("plan.places.roomExample")}
        value={room.name}
        error={room.name !== "" && room.name.trim() === "" ? t("plan.places.needsName") : null}
        onChange={(event) => onChange({ ...room, name: event.currentTarget.value })}
      />
      <Select
        label={t("plan.kind")}
        allowDeselect={false}
        value={room.kind}
        data={kinds.map((value) => ({ value, label: placeWord(value, t) }))}
        onChange={(kind) => kind !== null && onChange({ ...room, kind })}
      />
      <NumberInput
        label={t("plan.places.capacity")}
        min={1}
        max={1000}
        allowDecimal={false}
        value={room.capacity}
        onChange={(value) => onChange({ ...room, capacity: figure(value) ?? 1 })}
      />
    </>
  );
}

const EMPTY_ROOM: RoomDraft = { name: "", kind: "gym", capacity: 12 };

function NewRoom({ onMade, first }: { onMade(): void; first: boolean }) {
  const { t } = usePlanWords();
  const api = useApi();
  const [room, setRoom] = useState(EMPTY_ROOM);
  const making = useDoing(async () => {
    await api.post("/api/facilities", room);
    setRoom(EMPTY_ROOM);
    onMade();
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void making.run();
  };
  return (
    <>
      {first ? <p className="soft">{t("plan.places.noRoom")}</p> : null}
      <ErrorNote problem={making.problem} />
      <form className="plan-row room-row" aria-label={t("plan.places.addRoom")} onSubmit={submit}>
        <RoomFields room={room} onChange={setRoom} />
        <Button type="submit" loading={making.busy} disabled={room.name.trim() === ""}>
          {t("plan.places.addRoom")}
        </Button>
      </form>
    </>
  );
}
