/**
 * The page of the HTTP API, made from this server's own description: every route, what it takes, what it answers, and a
 * call to copy. It stands alone, beside the screens, and loads nothing from elsewhere.
 */

import "./apiDocs.css";

interface Schema {
  $ref?: string;
  type?: string | string[];
  format?: string;
  description?: string;
  enum?: unknown[];
  items?: Schema;
  oneOf?: Schema[];
  anyOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
}

interface Content {
  content?: Record<string, { schema?: Schema }>;
}

interface Operation {
  summary?: string;
  description?: string;
  tags?: string[];
  parameters?: { name: string; in: string; required?: boolean; description?: string; schema?: Schema }[];
  requestBody?: Content;
  responses?: Record<string, Content & { description?: string }>;
}

interface Description {
  info: { title: string; version: string; description?: string };
  paths: Record<string, Record<string, Operation>>;
  components?: { schemas?: Record<string, Schema> };
}

type Child = Node | string;

/** What this server says about itself, for programs and for reading. */
const FORMS = [
  ["OpenAPI document", "openapi.json"],
  ["Live events", "events.md"],
  ["AsyncAPI", "asyncapi.json"],
  ["JSON Schema", "jsonschema.json"],
  ["TypeScript", "contract.ts"],
] as const;

function element(name: string, attributes: Record<string, string>, ...children: Child[]): HTMLElement {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/** A schema's kind in a few words: `string (date-time)`, `list of Player`, `text or null`. */
function kind(schema: Schema | undefined): string {
  if (schema === undefined) return "";
  if (schema.$ref !== undefined) return schema.$ref.split("/").at(-1) ?? "";
  if (schema.enum !== undefined) return schema.enum.map(String).join(" | ");
  const choices = schema.oneOf ?? schema.anyOf;
  if (choices !== undefined) return [...new Set(choices.map(kind))].join(" or ");
  if (schema.items !== undefined) return `list of ${kind(schema.items)}`;
  const type = Array.isArray(schema.type) ? schema.type.join(" or ") : (schema.type ?? "object");
  return schema.format === undefined ? type : `${type} (${schema.format})`;
}

function rows(entries: [name: string, kind: string, words: string][]): HTMLElement {
  const lines = entries.map(([name, type, words]) =>
    element("tr", {}, element("td", {}, element("code", {}, name)), element("td", {}, type), element("td", {}, words)),
  );
  return element("table", {}, ...lines);
}

function fields(schema: Schema | undefined, all: Record<string, Schema>): HTMLElement | null {
  const name = schema?.$ref?.split("/").at(-1);
  const known = name === undefined ? schema : all[name];
  if (known?.properties === undefined) return null;
  const must = new Set(known.required);
  return rows(
    Object.entries(known.properties).map(([field, each]) => [
      must.has(field) ? field : `${field}?`,
      kind(each),
      each.description ?? "",
    ]),
  );
}

function schemaOf(part: Content | undefined): Schema | undefined {
  return Object.values(part?.content ?? {})[0]?.schema;
}

function call(method: string, path: string, operation: Operation): string {
  const body = operation.requestBody === undefined ? "" : ` \\\n  -H 'content-type: application/json' -d '{ … }'`;
  const verb = method === "get" ? "" : `-X ${method.toUpperCase()} `;
  return `curl ${verb}-H "authorization: Bearer $TOKEN"${body} \\\n  ${location.origin}${path}`;
}

function takes(operation: Operation, all: Record<string, Schema>): Child[] {
  const parts: Child[] = [];
  const parameters = operation.parameters ?? [];
  if (parameters.length > 0) {
    const lines = parameters.map((each): [string, string, string] => [
      each.required === true ? each.name : `${each.name}?`,
      `${each.in}: ${kind(each.schema)}`,
      each.description ?? each.schema?.description ?? "",
    ]);
    parts.push(element("h3", {}, "Parameters"), rows(lines));
  }
  const body = schemaOf(operation.requestBody);
  if (body !== undefined) parts.push(element("h3", {}, `Takes ${kind(body)}`), fields(body, all) ?? "");
  return parts;
}

function answers(operation: Operation, all: Record<string, Schema>): Child[] {
  return Object.entries(operation.responses ?? {}).flatMap(([status, answer]) => {
    const schema = schemaOf(answer);
    const title = element("h3", {}, `${status} ${schema === undefined ? (answer.description ?? "") : kind(schema)}`);
    return [title, (status.startsWith("2") ? fields(schema, all) : null) ?? ""];
  });
}

function route(method: string, path: string, operation: Operation, all: Record<string, Schema>): HTMLElement {
  const { summary = "", description } = operation;
  const head = [element("b", {}, method.toUpperCase()), element("code", {}, path), element("span", {}, summary)];
  return element(
    "details",
    { "data-route": `${method} ${path} ${summary}`.toLowerCase() },
    element("summary", {}, ...head),
    description === undefined ? "" : element("p", {}, description),
    ...takes(operation, all),
    ...answers(operation, all),
    element("pre", { tabindex: "0" }, call(method, path, operation)),
  );
}

function show(description: Description): Child[] {
  const { info, paths } = description;
  const all = description.components?.schemas ?? {};
  const groups = new Map<string, HTMLElement[]>();
  for (const [path, methods] of Object.entries(paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      const tag = operation.tags?.[0] ?? "Other";
      groups.set(tag, [...(groups.get(tag) ?? []), route(method, path, operation, all)]);
    }
  }
  const sections = [...groups].map(([tag, routes]) => element("section", {}, element("h2", {}, tag), ...routes));
  const search = element("input", { type: "search", placeholder: "Search routes", "aria-label": "Search routes" });
  search.addEventListener("input", () => {
    const wanted = (search as HTMLInputElement).value.toLowerCase();
    for (const section of sections) {
      const routes = [...section.querySelectorAll<HTMLElement>("[data-route]")];
      for (const each of routes) each.hidden = !(each.dataset.route ?? "").includes(wanted);
      section.hidden = routes.every((each) => each.hidden);
    }
  });
  const forms = FORMS.flatMap(([name, href]) => [element("a", { href: `/api/docs/${href}` }, name), " "]);
  return [
    element("h1", {}, `${info.title} ${info.version}: HTTP API`),
    element("p", {}, info.description ?? ""),
    element("p", {}, ...forms),
    search,
    ...sections,
  ];
}

const place = element("main", {});
document.getElementById("api")?.append(place);
fetch("/api/docs/openapi.json")
  .then((answer) => answer.json() as Promise<Description>)
  .then((description) => place.append(...show(description)))
  .catch(() => place.append("The description could not be fetched. Load the page again when the server is there."));
