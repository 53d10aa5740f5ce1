/** Any command of the catalogue by hand: a form from its schema, the same payload as JSON beside it, and the answer. */

import type { TrainingSessionState } from "@dryland/client";
import { Alert, Button, SegmentedControl, Select, Tabs, Textarea } from "@mantine/core";
import { useEffect, useState } from "react";
import { type CommandForm, type Forms, filled, isObject, type Json, loadForms } from "./forms";
import type { Answered, Lab, Way } from "./lab";
import { SchemaField } from "./SchemaField";
import { useLabWords } from "./words";

const FIRST = "training:session:message";

export interface SendProps {
  lab: Lab;
  session: TrainingSessionState | null;
}

export function Send({ lab, session }: SendProps) {
  const { t } = useLabWords();
  const [forms, setForms] = useState<Forms | null>(null);
  const [event, setEvent] = useState(FIRST);
  useEffect(() => {
    let wanted = true;
    void loadForms().then((loaded) => wanted && setForms(loaded));
    return () => {
      wanted = false;
    };
  }, []);
  const form = forms?.commands[event];
  if (forms === null || form === undefined) return null;
  return (
    <div className="lab-send">
      <Select
        label={t("lab.send.event")}
        description={form.summary}
        searchable
        data={Object.keys(forms.commands)}
        value={event}
        allowDeselect={false}
        onChange={(next) => setEvent(next ?? event)}
      />
      <p className="lab-note">{t("lab.send.for", { delivery: form.delivery, senders: form.senders.join(", ") })}</p>
      <Composer key={`${event} ${session?.sessionId}`} {...{ lab, session, forms, form, event }} />
    </div>
  );
}

interface ComposerProps extends SendProps {
  forms: Forms;
  form: CommandForm;
  event: string;
}

function Composer({ lab, session, forms, form, event }: ComposerProps) {
  const { t } = useLabWords();
  const [text, setText] = useState(() => asText(filled(form, session)));
  const [way, setWay] = useState<Way>("socket");
  const [answered, setAnswered] = useState<Answered | null>(null);
  const payload = readObject(text);
  const send = async () => {
    if (payload !== null) setAnswered(await lab.send(event, payload, way));
  };
  return (
    <>
      <Tabs defaultValue="form" variant="outline">
        <Tabs.List>
          <Tabs.Tab value="form">{t("lab.send.form")}</Tabs.Tab>
          <Tabs.Tab value="json">{t("lab.send.json")}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="form" className="lab-fields">
          {payload === null ? (
            <p className="lab-nothing">{t("lab.send.notJson")}</p>
          ) : (
            <SchemaField
              name={event}
              schema={{ $ref: `#/$defs/${form.schema}` }}
              forms={forms}
              value={payload}
              root
              onChange={(next) => setText(asText(next ?? {}))}
            />
          )}
        </Tabs.Panel>
        <Tabs.Panel value="json">
          <Textarea
            className="lab-raw"
            label={t("lab.send.jsonLabel")}
            autosize
            minRows={8}
            maxRows={22}
            spellCheck={false}
            value={text}
            error={payload === null ? t("lab.send.notJson") : null}
            onChange={(change) => setText(change.currentTarget.value)}
          />
        </Tabs.Panel>
      </Tabs>
      <div className="lab-acts">
        <SegmentedControl
          aria-label={t("lab.send.way")}
          data={[
            { value: "socket", label: t("lab.send.socket") },
            { value: "http", label: t("lab.send.http") },
          ]}
          value={way}
          onChange={(next) => setWay(next === "http" ? "http" : "socket")}
        />
        <Button variant="default" onClick={() => setText(asText(filled(form, session)))}>
          {t("lab.send.reset")}
        </Button>
        <Button disabled={payload === null} onClick={() => void send()}>
          {t("lab.send.send")}
        </Button>
      </div>
      <div role="status">{answered === null ? null : <Answer answered={answered} />}</div>
    </>
  );
}

function Answer({ answered }: { answered: Answered }) {
  const { t } = useLabWords();
  const { ok, code, message, path, afterMs, raw } = answered;
  const title = !ok
    ? t("lab.send.refused", { code: code ?? "?" })
    : t(code === "KEPT_HERE" ? "lab.send.kept" : "lab.send.ok", { ms: Math.round(afterMs) });
  return (
    <Alert className="lab-answer" variant="outline" color={ok ? "accent" : "alarm"} title={title}>
      {message === null || ok ? null : <p>{message}</p>}
      {path === null ? null : (
        <p>
          <code>{t("lab.send.at", { path })}</code>
        </p>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <pre className="lab-json" tabIndex={0}>
        {JSON.stringify(raw, null, 2)}
      </pre>
    </Alert>
  );
}

const asText = (value: Json): string => JSON.stringify(value, null, 2);

function readObject(text: string): { readonly [key: string]: Json } | null {
  try {
    const value = JSON.parse(text) as Json;
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}
