/** Where a club trains and with what: rooms, and gear item by item. */

import { useCallback } from "react";
import { useAsked } from "../../shared/AccountContext";
import { type Api, everyPage } from "../../shared/api";
import { Asking } from "../../shared/ui/Asking";
import { ArchiveSection } from "./ArchiveSection";
import { openBundles } from "./bundleList";
import { GearSection } from "./GearSection";
import { PlanHead } from "./PlanHead";
import { RoomSection } from "./RoomSection";
import type { BundleShown, Facility, Item, Resources } from "./records";
import { usePlanWords } from "./words";

export interface Places {
  facilities: Facility[];
  items: Item[];
  now: Resources;
  bundles: BundleShown[];
  /** What is used no more; its names stand where it was used. */
  archived: { facilities: Facility[]; items: Item[] };
}

export function PlacesPage() {
  const { t } = usePlanWords();
  const ask = useCallback(async (api: Api, signal: AbortSignal): Promise<Places> => {
    const old = { archived: true };
    const [facilities, items, now, bundles, oldFacilities, oldItems] = await Promise.all([
      api.get<Facility[]>("/api/facilities", { signal }),
      everyPage<Item>(api, "/api/equipment", {}, signal),
      api.get<Resources>("/api/resources", { signal }),
      openBundles(api, signal),
      api.get<Facility[]>("/api/facilities", { query: old, signal }),
      everyPage<Item>(api, "/api/equipment", old, signal),
    ]);
    return { facilities, items, now, bundles, archived: { facilities: oldFacilities, items: oldItems } };
  }, []);
  const asked = useAsked(ask, "tab");
  return (
    <>
      <PlanHead lead={t("plan.places.lead")} />
      <Asking asked={asked}>
        {(places) => (
          <>
            <RoomSection places={places} onChanged={asked.again} />
            <GearSection places={places} onChanged={asked.again} />
            <ArchiveSection places={places} onChanged={asked.again} />
          </>
        )}
      </Asking>
    </>
  );
}
