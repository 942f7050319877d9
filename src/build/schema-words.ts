import { type Document, type Node, nameOf } from "./schema-document.ts";

/** Longer defaults are cut: the whole of them is in the schema. */
const shownDefault = 36;

const formats: Readonly<Record<string, string>> = {
  RepoName: "`owner/name`",
  Instant: "instant",
};

/** What may stand there, for a person: `number from 0 to 1`, or the name of a closed list in italics. */
export function valuesOf(node: Node, document: Document): string {
  const name = nameOf(node);
  if (name !== null && formats[name] !== undefined) return formats[name];
  if (name !== null && node.enum !== undefined) return `_${spaced(name)}_`;
  if (node.const !== undefined) return `\`${String(node.const)}\``;
  if (node.enum !== undefined) return either(node.enum.map((one) => `\`${one}\``));
  if (node.anyOf !== undefined) return either([...new Set(alternatives(node, document))]);
  switch (node.type) {
    case "object":
      return node.propertyNames === undefined ? "keys" : byName(node, document);
    case "array":
      return `list of ${items(node, document)}`;
    case "number":
      return `number${bounds(node)}`;
    case "integer":
      return `whole number${bounds(node)}`;
    case "boolean":
      return "`true` or `false`";
    case "null":
      return "`null`";
    case "string":
    case undefined:
      return "text";
  }
}

function alternatives(node: Node, document: Document): readonly string[] {
  return (node.anyOf ?? []).flatMap((one) =>
    one.anyOf === undefined
      ? [valuesOf(document.resolve(one), document)]
      : alternatives(one, document),
  );
}

function byName({ propertyNames, additionalProperties }: Node, document: Document): string {
  const key =
    propertyNames === undefined ? "" : valuesOf(document.resolve(propertyNames), document);
  const value = typeof additionalProperties === "object" ? additionalProperties : null;
  return `for each ${key} a ${value === null ? "text" : valuesOf(document.resolve(value), document)}`;
}

function items(node: Node, document: Document): string {
  const item = node.items === undefined ? undefined : document.resolve(node.items);
  if (item === undefined || item.properties !== undefined) return "entries";
  const text = valuesOf(item, document);
  return text === "text" ? "texts" : text;
}

function bounds({ exclusiveMinimum, minimum, maximum }: Node): string {
  const isSaid = (bound: number | undefined): bound is number =>
    bound !== undefined && Math.abs(bound) < Number.MAX_SAFE_INTEGER;
  const least = isSaid(exclusiveMinimum)
    ? ` above ${exclusiveMinimum}`
    : isSaid(minimum)
      ? ` from ${minimum}`
      : "";
  return `${least}${isSaid(maximum) ? ` to ${maximum}` : ""}`;
}

/** A default as it is written, cut where it is long; empty: there is none. */
export function defaultOf(value: Node["default"]): string {
  if (value === undefined || value === "") return "";
  if (typeof value === "number") return `\`${Number(value.toFixed(4))}\``;
  if (typeof value !== "object" || value === null) return `\`${String(value)}\``;
  const parts = Array.isArray(value) ? value.map(String) : Object.keys(value);
  if (parts.length === 0) return Array.isArray(value) ? "`[]`" : "`{}`";
  return shortened(parts.map((part) => `\`${part}\``));
}

function shortened(parts: readonly string[]): string {
  let text = "";
  for (const part of parts) {
    const longer = text === "" ? part : `${text}, ${part}`;
    if (longer.length > shownDefault) return `${text} …`;
    text = longer;
  }
  return text;
}

function either(words: readonly string[]): string {
  const last = words.at(-1) ?? "";
  return words.length < 2 ? last : `${words.slice(0, -1).join(", ")} or ${last}`;
}

/** `AgentStatus` → `agent status` */
export function spaced(name: string): string {
  return name.replaceAll(/(?<!^)([A-Z])/g, " $1").toLowerCase();
}
