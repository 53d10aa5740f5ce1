/** Who answers for a player: accounts with the role observer, named by an admin. */

import { Button, Select } from "@mantine/core";
import { useCallback, useState } from "react";
import { useApi, useAsked, useDoing, useMe } from "../../shared/AccountContext";
import { type Api, everyPage } from "../../shared/api";
import type { Guardian, User } from "../../shared/records";
import { Asking } from "../../shared/ui/Asking";
import { ConfirmHold } from "../../shared/ui/ConfirmHold";
import { ErrorNote } from "../../shared/ui/ErrorNote";
import { Section } from "../../shared/ui/Section";
import { usePeopleWords } from "./words";

export function Guardians({ playerId }: { playerId: string }) {
  const { t } = usePeopleWords();
  const api = useApi();
  const admin = useMe().role === "admin";
  const ask = useCallback(
    async (asking: Api, signal: AbortSignal) => ({
      guardians: await asking.get<Guardian[]>(`/api/players/${playerId}/guardians`, { signal }),
      observers: admin ? await everyPage<User>(asking, "/api/users", { role: "observer" }, signal) : [],
    }),
    [playerId, admin],
  );
  const asked = useAsked(ask);
  const [chosen, setChosen] = useState<string | null>(null);
  const naming = useDoing(async (userId: string) => {
    await api.put(`/api/players/${playerId}/guardians/${userId}`, {});
    setChosen(null);
    asked.again();
  });
  const ending = useDoing(async (userId: string) => {
    await api.delete(`/api/players/${playerId}/guardians/${userId}`);
    asked.again();
  });
  return (
    <Section title={t("people.guardians")} lead={t("people.guardiansLead")}>
      <ErrorNote problem={naming.problem ?? ending.problem} />
      <Asking asked={asked}>
        {({ guardians, observers }) => (
          <>
            {guardians.length === 0 ? <p className="soft">{t("people.noGuardian")}</p> : null}
            {guardians.map((guardian) => (
              <div className="agree" key={guardian.userId}>
                <p>
                  <b>{guardian.name}</b>
                </p>
                {admin ? (
                  <ConfirmHold onDone={() => void ending.run(guardian.userId)}>{t("people.endGuardian")}</ConfirmHold>
                ) : null}
              </div>
            ))}
            {admin ? (
              <div className="tools" style={{ marginTop: 16 }}>
                <Select
                  className="tools-grow"
                  label={t("people.nameGuardian")}
                  description={t("people.nameGuardianHint")}
                  searchable
                  data={observers.map((user) => ({ value: user.id, label: `${user.name} · ${user.login}` }))}
                  value={chosen}
                  onChange={setChosen}
                />
                <Button
                  variant="default"
                  disabled={chosen === null}
                  loading={naming.busy}
                  onClick={() => void naming.run(chosen ?? "")}
                >
                  {t("people.name.act")}
                </Button>
              </div>
            ) : null}
          </>
        )}
      </Asking>
    </Section>
  );
}
