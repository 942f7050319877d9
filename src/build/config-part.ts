import { markdownTable } from "./markdown-table.ts";
import { type Document, documentOf, type Node } from "./schema-document.ts";
import { defaultOf, spaced, valuesOf } from "./schema-words.ts";

type Row = readonly [key: string, values: string, fallback: string, means: string];
type Section = { readonly title: string; readonly means: string; readonly rows: readonly Row[] };

/** Every key of the two files of policy, from the schemas that editors go by: a table for each part of them. */
export function configurationReference(): string {
  const config = documentOf("config");
  const agents = documentOf("agents");
  const sections = [
    ...sectionsOf(config),
    { title: "`.github/agents.yml`", means: "The registry of agents.", rows: rowsOf("", agents) },
  ];
  return [...sections.map(sectionText), wordsText([config, agents])].join("\n\n");
}

/** What stands by itself comes first; then one section for each key that holds others. */
function sectionsOf(document: Document): readonly Section[] {
  const single: Row[] = [];
  const sections: Section[] = [];
  for (const [key, node] of Object.entries(document.root.properties ?? {})) {
    const rows = rowsAt(key, node, false, document);
    if (rows.length === 1) single.push(...rows);
    else sections.push({ title: `\`${key}\``, means: meaningOf(node), rows });
  }
  return [{ title: "General", means: "", rows: single }, ...sections];
}

/** A list says it in its own row. */
function meaningOf({ items, description }: Node): string {
  return items !== undefined || description === undefined ? "" : `${description}.`;
}

function rowsOf(path: string, document: Document, node = document.root): readonly Row[] {
  const shared = sharedKeys(node);
  const rows: Row[] = [];
  for (const [key, one] of shared)
    rows.push(...rowsAt(`${path}.*.${key}`.replace(/^\./, ""), one, false, document));
  for (const [key, one] of Object.entries(node.properties ?? {})) {
    const own = Object.entries(one.properties ?? {}).filter(([name]) => !shared.has(name));
    const left = shared.size === 0 ? one : { ...one, properties: Object.fromEntries(own) };
    const isRequired = node.required?.includes(key) ?? false;
    rows.push(...rowsAt(path === "" ? key : `${path}.${key}`, left, isRequired, document));
  }
  return rows;
}

/** Keys that mean the same in everything that a node holds, such as `enabled` in every rule: they are said once. */
function sharedKeys({ properties = {} }: Node): ReadonlyMap<string, Node> {
  const [first, ...others] = Object.values(properties);
  const shared = new Map<string, Node>();
  if (others.length < 2) return shared;
  for (const [key, node] of Object.entries(first?.properties ?? {})) {
    const text = JSON.stringify(node);
    if (others.every((other) => JSON.stringify(other.properties?.[key]) === text))
      shared.set(key, node);
  }
  return shared;
}

function rowsAt(
  path: string,
  referring: Node,
  isRequired: boolean,
  document: Document,
): readonly Row[] {
  const node = document.resolve(referring);
  const { description = "", properties } = node;
  const row: Row = [
    `\`${path}\``,
    valuesOf(node, document),
    isRequired ? "_required_" : properties === undefined ? defaultOf(node.default) : "",
    description,
  ];
  if (properties !== undefined)
    return [
      ...(description === "" || !path.includes(".") ? [] : [row]),
      ...rowsOf(path, document, node),
    ];
  const items = node.items === undefined ? undefined : document.resolve(node.items);
  if (items?.properties !== undefined) return [row, ...rowsOf(`${path}[]`, document, items)];
  const held = node.anyOf?.find((one) => one.properties !== undefined);
  return held === undefined ? [row] : [row, ...rowsOf(path, document, held)];
}

function sectionText({ title, means, rows }: Section): string {
  const table = markdownTable(["key", "values", "default", "what it is"], rows);
  return [`### ${title}`, ...(means === "" ? [] : [means]), table].join("\n\n");
}

/** The closed lists that tables refer to in italics. */
function wordsText(documents: readonly Document[]): string {
  const rows = new Map<string, readonly [string, string]>();
  for (const { definitions } of documents) {
    for (const [name, { enum: words }] of Object.entries(definitions)) {
      if (words === undefined) continue;
      rows.set(name, [`_${spaced(name)}_`, words.map((word) => `\`${word}\``).join(", ")]);
    }
  }
  return `### Words\n\n${markdownTable(["in the tables", "one of"], [...rows.values()])}`;
}
