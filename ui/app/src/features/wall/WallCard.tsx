/** What a wall says when it has nothing to show: not paired, or taken out. Readable from some metres. */

import "./wall.css";
import { useWallWords } from "./words";

export function WallCard({ is }: { is: "unpaired" | "revoked" }) {
  const { t } = useWallWords();
  return (
    <main className="wall-card" role={is === "revoked" ? "alert" : undefined}>
      <h1>{t(`wall.${is}`)}</h1>
      <p>{t(`wall.${is}.text`)}</p>
    </main>
  );
}
