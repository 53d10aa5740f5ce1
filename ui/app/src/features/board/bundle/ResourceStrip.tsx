/** Places and gear: how much of each is taken, what is out of order. */

import type { EquipmentState, FacilityState, ResourceUpdate } from "@dryland/client";
import { useBoardWords } from "../words";

export function ResourceStrip({ resources }: { resources: ResourceUpdate | null }) {
  const { t } = useBoardWords();
  if (resources === null || resources.facilities.length + resources.equipment.length === 0) return null;
  return (
    <ul className="resources" aria-label={t("board.bundle.resources")}>
      {resources.facilities.map((facility) => (
        <Facility key={facility.id ?? facility.name} facility={facility} />
      ))}
      {resources.equipment.map((gear) => (
        <Gear key={gear.type} gear={gear} />
      ))}
    </ul>
  );
}

function Facility({ facility }: { facility: FacilityState }) {
  const full = facility.capacity > 0 && facility.assigned >= facility.capacity;
  return (
    <li data-full={full}>
      {facility.name} <b>{`${facility.assigned}/${facility.capacity}`}</b>
    </li>
  );
}

function Gear({ gear }: { gear: EquipmentState }) {
  const { t } = useBoardWords();
  const working = gear.total - gear.outOfService;
  return (
    <li data-full={gear.inUse >= working}>
      {gear.type.replaceAll("_", " ")} <b>{`${gear.inUse}/${working}`}</b>
      {gear.outOfService === 0 ? null : (
        <span className="resources-out">{t("board.bundle.outOfService", { count: gear.outOfService })}</span>
      )}
    </li>
  );
}
