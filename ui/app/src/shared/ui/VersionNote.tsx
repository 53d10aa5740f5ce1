/** Says in a line that the screens or the server are of another version, with the one thing to do about it. */

import { Button } from "@mantine/core";
import { useWords } from "../i18n/I18n";
import { useVersion, type VersionInHand } from "../useVersion";

export function VersionNote() {
  const { t } = useWords();
  const version = useVersion();
  if (version.news === null) return null;
  return (
    <div className="version-note" data-news={version.news} role="status">
      <VersionText {...version} />
      {version.news === "serverOlder" ? null : (
        <Button size="sm" loading={version.busy} onClick={version.take}>
          {t("version.take")}
        </Button>
      )}
      <Button size="sm" variant="default" onClick={version.later}>
        {t(version.news === "serverOlder" ? "version.seen" : "version.later")}
      </Button>
    </div>
  );
}

export function VersionText({ news, release, own, othersOpen }: VersionInHand) {
  const { t } = useWords();
  if (news === null) return null;
  return <span>{othersOpen ? t("version.othersOpen") : t(`version.${news}`, { release, own })}</span>;
}
