/** One field of a payload as its schema says it: text, number, choice, switch, a group of fields, a list. */

import { Button, Checkbox, CloseButton, NumberInput, Select, TextInput } from "@mantine/core";
import { beginning, changed, type Forms, isObject, type Json, type JsonObject, resolved, type Schema } from "./forms";
import { useLabWords } from "./words";

export interface SchemaFieldProps {
  name: string;
  schema: Schema;
  forms: Forms;
  value: Json;
  root?: boolean;
  /** `undefined` takes the field out. */
  onChange(value: Json | undefined): void;
}

export function SchemaField(props: SchemaFieldProps) {
  const own = resolved(props.schema, props.forms, props.value);
  const given = { ...props, schema: own };
  if (isObject(props.value)) return <Group {...given} value={props.value} />;
  if (Array.isArray(props.value)) return <List {...given} value={props.value} />;
  return <Plain {...given} />;
}

function Plain({ name, schema, value, onChange }: SchemaFieldProps) {
  if (schema.enum !== undefined) {
    const data = schema.enum.map(String);
    return (
      <Select
        label={name}
        data={data}
        value={String(value)}
        allowDeselect={false}
        onChange={(next) => onChange(schema.enum?.find((one) => String(one) === next) ?? next)}
      />
    );
  }
  if (typeof value === "boolean") {
    return <Checkbox label={name} checked={value} onChange={(event) => onChange(event.currentTarget.checked)} />;
  }
  if (typeof value === "number") {
    return (
      <NumberInput
        label={name}
        value={value}
        {...(schema.description === undefined ? {} : { description: schema.description })}
        onChange={(next) => onChange(typeof next === "number" ? next : next === "" ? null : Number(next))}
      />
    );
  }
  return (
    <TextInput
      label={name}
      value={value === null ? "" : String(value)}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

function Group({ name, schema, forms, value, root, onChange }: SchemaFieldProps & { value: JsonObject }) {
  const { t } = useLabWords();
  const known = schema.properties ?? {};
  const required = new Set(schema.required ?? []);
  const missing = Object.keys(known).filter((key) => !(key in value) && key !== "eventId" && key !== "occurredAt");
  const fields = Object.entries(value).map(([key, each]) => (
    <Removable key={key} name={key} fixed={required.has(key)} onRemove={() => onChange(changed(value, key, undefined))}>
      <SchemaField
        name={required.has(key) ? `${key} *` : key}
        schema={known[key] ?? {}}
        forms={forms}
        value={each}
        onChange={(next) => onChange(changed(value, key, next))}
      />
    </Removable>
  ));
  return (
    <fieldset className={root === true ? "lab-group lab-root" : "lab-group"}>
      <legend className={root === true ? "sr-only" : ""}>{name}</legend>
      {fields}
      {missing.length === 0 ? null : (
        <Select
          placeholder={t("lab.field.optional")}
          aria-label={`${t("lab.field.optional")}: ${name}`}
          data={missing}
          value={null}
          onChange={(key) => key !== null && onChange(changed(value, key, beginning(known[key] ?? {}, forms)))}
        />
      )}
    </fieldset>
  );
}

function List({ name, schema, forms, value, onChange }: SchemaFieldProps & { value: readonly Json[] }) {
  const { t } = useLabWords();
  const item = schema.items ?? {};
  return (
    <fieldset className="lab-group">
      <legend>{name}</legend>
      {value.map((each, place) => (
        <Removable
          // biome-ignore lint/suspicious/noArrayIndexKey: an item of a payload is its place
          key={place}
          name={`${name} ${place + 1}`}
          fixed={false}
          onRemove={() => onChange(changed(value, place, undefined))}
        >
          <SchemaField
            name={`${name} ${place + 1}`}
            schema={item}
            forms={forms}
            value={each}
            onChange={(next) => onChange(changed(value, place, next))}
          />
        </Removable>
      ))}
      <Button size="xs" variant="default" onClick={() => onChange([...value, beginning(item, forms)])}>
        {t("lab.field.addItem")}
      </Button>
    </fieldset>
  );
}

interface RemovableProps {
  name: string;
  fixed: boolean;
  onRemove(): void;
  children: React.ReactNode;
}

function Removable({ name, fixed, onRemove, children }: RemovableProps) {
  const { t } = useLabWords();
  return (
    <div className="lab-field">
      {children}
      {fixed ? null : <CloseButton aria-label={t("lab.field.remove", { name })} onClick={onRemove} />}
    </div>
  );
}
