/** In what language and units a player's screens speak. Chosen by the player, a guardian or staff; it holds at once. */

import { SegmentedControl } from "@mantine/core";
import { useApi, useDoing } from "../../shared/AccountContext";
import { LOCALES } from "../../shared/i18n/messages";
import { LOADS, type PersonLanguage, type Player, UNITS } from "../../shared/records";
import { ErrorNote } from "../../shared/ui/ErrorNote";
import { usePeopleWords } from "./words";

export interface PreferencesProps {
  player: Player;
  onSaved(player: Player): void;
}

const BY_DEVICE = "device";

export function Preferences({ player, onSaved }: PreferencesProps) {
  const { t } = usePeopleWords();
  const api = useApi();
  const saving = useDoing(async (part: Partial<Pick<Player, "unit" | "weightUnit" | "language">>) => {
    const { unit, weightUnit, language } = { ...player, ...part };
    const body = { unit, weightUnit, language: language ?? null };
    onSaved(await api.put<Player>(`/api/players/${player.id}/preferences`, body));
  });
  const languages = [
    { value: BY_DEVICE, label: t("people.languageByDevice") },
    ...LOCALES.map((one) => ({ value: one.locale, label: one.name })),
  ];
  return (
    <div className="form">
      <Choice
        label={t("people.language")}
        value={player.language ?? BY_DEVICE}
        data={languages}
        onChange={(value) => void saving.run({ language: value === BY_DEVICE ? null : (value as PersonLanguage) })}
      />
      <Choice
        label={t("people.loads")}
        value={player.weightUnit}
        data={LOADS.map((value) => ({ value, label: t(`people.loads.${value}`) }))}
        onChange={(value) => void saving.run({ weightUnit: value })}
      />
      <Choice
        label={t("people.units")}
        value={player.unit}
        data={UNITS.map((value) => ({ value, label: t(`people.units.${value}`) }))}
        onChange={(value) => void saving.run({ unit: value })}
      />
      <ErrorNote problem={saving.problem} />
    </div>
  );
}

interface ChoiceProps<Value extends string> {
  label: string;
  value: Value;
  data: { value: Value; label: string }[];
  onChange(value: Value): void;
}

function Choice<Value extends string>({ label, value, data, onChange }: ChoiceProps<Value>) {
  return (
    <div className="choice">
      <span aria-hidden="true">{label}</span>
      <SegmentedControl aria-label={label} value={value} data={data} onChange={onChange} />
    </div>
  );
}
