/** Says in a line that the screens or the server are of another version, with the one thing to do about it. */

import { Button } from "@mantine/core";
import { useWords } from "../i18n/I18n";
import { useVersion, type VersionInHand } from "../useVersion";

/** For those who run the floor; athletes' screens put the same words into their own notices. */
export function VersionNote() {
  const { t } = useWords();
  const version = useVersion();
  if (version.news === null) return null;
  const isOlder = version.news === "serverOlder";
  return (
    <div className="version-note" data-news={version.news} role="status">
      <VersionText {...version} isStaff />
      {isOlder ? null : (
        <Button size="md" loading={version.busy} onClick={version.take}>
          {t("version.take")}
        </Button>
      )}
      <Button size="md" variant="default" onClick={version.later}>
        {t(isOlder ? "version.understood" : "version.later")}
      </Button>
    </div>
  );
}

/** Who runs the floor is told to have an older server updated, everybody else whom to tell. */
export function VersionText({ news, release, own, othersOpen, isStaff }: VersionInHand & { isStaff?: boolean }) {
  const { t } = useWords();
  if (news === null) return null;
  if (othersOpen) return <span>{t("version.othersOpen")}</span>;
  const id = news === "serverOlder" && isStaff ? "version.serverOlder.staff" : (`version.${news}` as const);
  return <span>{t(id, { release, own })}</span>;
}
