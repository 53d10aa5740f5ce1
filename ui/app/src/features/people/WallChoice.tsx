/** What a wall shows of a player. The alias is the server's, so that it is never a name; whoever dislikes it gets another. */

import { Button, Select } from "@mantine/core";
import { useApi, useDoing } from "../../shared/AccountContext";
import { type Player, WALL_SHOWS, type WallShows } from "../../shared/records";
import { ErrorNote } from "../../shared/ui/ErrorNote";
import { usePeopleWords } from "./words";

export interface WallChoiceProps {
  player: Player;
  onSaved(player: Player): void;
}

const goesByAlias = (wall: WallShows): boolean => wall === "alias" || wall === "alias_only";

/** Holds at once on every wall, so there is nothing to save. */
export function WallChoice({ player, onSaved }: WallChoiceProps) {
  const { t } = usePeopleWords();
  const api = useApi();
  const choosing = useDoing(async (wall: WallShows, another: boolean) => {
    onSaved(await api.put<Player>(`/api/players/${player.id}/wall`, { wall, another }));
  });
  return (
    <div className="form">
      <Select
        label={t("people.wall")}
        description={t("people.wallLead")}
        allowDeselect={false}
        disabled={choosing.busy}
        data={WALL_SHOWS.map((value) => ({ value, label: t(`people.wall.${value}`) }))}
        value={player.wall}
        onChange={(value) => {
          const wall = WALL_SHOWS.find((one) => one === value);
          if (wall !== undefined) void choosing.run(wall, false);
        }}
      />
      {goesByAlias(player.wall) && player.alias != null ? (
        <div className="row-acts">
          <span role="status">{t("people.alias", { alias: player.alias })}</span>
          <Button variant="default" loading={choosing.busy} onClick={() => void choosing.run(player.wall, true)}>
            {t("people.anotherAlias")}
          </Button>
        </div>
      ) : null}
      <ErrorNote problem={choosing.problem} />
    </div>
  );
}
