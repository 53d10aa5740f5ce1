/** Joining with a code or its QR picture: who one is, what one agrees to, and in. The code is in the address's fragment. */

import { type FormEvent, useEffect, useState } from "react";
import { useApi } from "../../shared/AccountContext";
import { Problem } from "../../shared/api";
import { errorWords } from "../../shared/errorWords";
import { useWords } from "../../shared/i18n/I18n";
import { usePlayerWords } from "./words";
import "../../shared/athlete/athlete.css";
import "./player.css";

interface Choice {
  playerId: string;
  name: string;
  jerseyNumber?: number;
  asks?: string[];
  needsGuardian?: boolean;
}

interface Offer {
  organisation: string;
  sessionName?: string;
  teamName?: string;
  players: Choice[];
  questions: { category: string; wording: string }[];
}

interface Joined {
  accessToken: string;
  sessionId?: string;
}

/** The code of an address like `/join#code=ABC123`. */
export function codeIn(fragment: string): string {
  return new URLSearchParams(fragment.replace(/^#/, "")).get("code") ?? "";
}

export function Join({ onJoined }: { onJoined(token: string, sessionId: string | null): void }) {
  const { t } = usePlayerWords();
  const [code, setCode] = useState(() => codeIn(window.location.hash));
  const { offer, problem } = useOffer(code);
  const [who, setWho] = useState<Choice | null>(null);
  return (
    <main className="athlete player join">
      {problem === null ? null : <Trouble problem={problem} />}
      {code === "" || problem !== null ? <CodeForm onCode={setCode} /> : null}
      {code !== "" && offer === null && problem === null ? (
        <p className="player-say late">{t("player.join.looking")}</p>
      ) : null}
      {offer !== null && who === null ? <Names offer={offer} onWho={setWho} /> : null}
      {offer !== null && who !== null ? (
        <Consents code={code} offer={offer} who={who} onBack={() => setWho(null)} onJoined={onJoined} />
      ) : null}
    </main>
  );
}

function useOffer(code: string): { offer: Offer | null; problem: Problem | null } {
  const api = useApi();
  const { locale } = useWords();
  const [offer, setOffer] = useState<Offer | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  useEffect(() => {
    if (code === "") return;
    const abort = new AbortController();
    setProblem(null);
    api
      .get<Offer>(`/api/join/${encodeURIComponent(code)}`, { query: { language: locale }, signal: abort.signal })
      .then(setOffer, (fault: unknown) => {
        if (!abort.signal.aborted && fault instanceof Problem) setProblem(fault);
      });
    return () => abort.abort();
  }, [api, code, locale]);
  return { offer, problem };
}

function Trouble({ problem }: { problem: Problem }) {
  const words = usePlayerWords();
  return (
    <p className="notice" data-grade="alarm" role="alert">
      {problem.code === "FORBIDDEN" ? words.t("player.join.badCode") : errorWords(problem, words)}
    </p>
  );
}

function CodeForm({ onCode }: { onCode(code: string): void }) {
  const { t } = usePlayerWords();
  const [text, setText] = useState("");
  const go = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() !== "") onCode(text.trim());
  };
  return (
    <form className="sheet join-code" onSubmit={go}>
      <label>
        {t("player.join.code")}
        <input
          value={text}
          autoCapitalize="characters"
          autoComplete="one-time-code"
          onChange={(event) => setText(event.currentTarget.value)}
        />
      </label>
      <button type="submit" className="tick">
        {t("player.join.look")}
      </button>
    </form>
  );
}

function Names({ offer, onWho }: { offer: Offer; onWho(who: Choice): void }) {
  const { t } = usePlayerWords();
  const what = offer.sessionName ?? offer.teamName ?? "";
  return (
    <section className="sheet">
      <h1>{t("player.join.title")}</h1>
      <p className="sheet-text">{t("player.join.into", { organisation: offer.organisation, what })}</p>
      {offer.players.length === 0 ? <p>{t("player.join.nobody")}</p> : null}
      <div className="sheet-grid">
        {offer.players.map((player) => (
          <button key={player.playerId} type="button" className="soft join-name" onClick={() => onWho(player)}>
            <span className="join-number">{player.jerseyNumber ?? ""}</span> {player.name}
          </button>
        ))}
      </div>
    </section>
  );
}

interface ConsentsProps {
  code: string;
  offer: Offer;
  who: Choice;
  onBack(): void;
  onJoined(token: string, sessionId: string | null): void;
}

/** Every question that nobody has answered for this player, each with yes and no, none answered beforehand. */
function Consents({ code, offer, who, onBack, onJoined }: ConsentsProps) {
  const { t, locale } = usePlayerWords();
  const api = useApi();
  const asks = offer.questions.filter((question) => who.asks?.includes(question.category) === true);
  const [answers, setAnswers] = useState<Readonly<Record<string, boolean>>>({});
  const [problem, setProblem] = useState<Problem | null>(null);
  const isComplete = asks.every((question) => question.category in answers);
  const join = () => {
    if (!isComplete) return;
    const body = { code, playerId: who.playerId, consents: answers, language: locale };
    api.post<Joined>("/api/join", body).then(
      (joined) => onJoined(joined.accessToken, joined.sessionId ?? null),
      (fault: unknown) => fault instanceof Problem && setProblem(fault),
    );
  };
  return (
    <section className="sheet">
      <h1>{who.name}</h1>
      {asks.length === 0 ? null : (
        <>
          <h2 className="join-heading">{t("player.join.consents")}</h2>
          <p className="sheet-text">{t("player.join.consents.text")}</p>
        </>
      )}
      {asks.map(({ category, wording }) => (
        <fieldset key={category} className="consent">
          <legend>{wording}</legend>
          {[true, false].map((answer) => (
            <button
              key={`${answer}`}
              type="button"
              className="soft"
              aria-pressed={answers[category] === answer}
              onClick={() => setAnswers({ ...answers, [category]: answer })}
            >
              {t(answer ? "player.join.yes" : "player.join.no")}
            </button>
          ))}
        </fieldset>
      ))}
      {who.needsGuardian === true && asks.length > 0 ? <p className="sheet-text">{t("player.join.guardian")}</p> : null}
      {problem === null ? null : <Trouble problem={problem} />}
      <button type="button" className="soft" onClick={onBack}>
        {t("player.join.back")}
      </button>
      <button type="button" className="tick" aria-disabled={!isComplete} onClick={join}>
        {t(isComplete ? "player.join.go" : "player.join.missing")}
      </button>
    </section>
  );
}
