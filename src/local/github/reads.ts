import { z } from "zod";
import { shape, type Json } from "./json.ts";
import { openApi } from "./openapi.ts";
import type { ReadsSource } from "./types.ts";

/** The properties somebody reads, as a tree; arrays are passed through, `*` stands for any name. */
export type Reads = Map<string, Reads>;

/** From paths such as `user.login` and `labels.name`, from a JSON Schema, or from a zod schema. */
export function readsOf(source: ReadsSource): Reads {
  if (source instanceof z.ZodType) return readsOf(shape<Json>(toJsonSchema(source)));
  const reads: Reads = new Map();
  if (Array.isArray(source)) {
    for (const path of shape<readonly string[]>(source)) {
      let at = reads;
      for (const name of path.split(".").filter((part) => part !== "" && part !== "[]"))
        at = child(at, name);
    }
    return reads;
  }
  const schema = shape<Json>(source);
  collect(schema, schema, reads, new Set());
  return reads;
}

function toJsonSchema(schema: z.ZodType): unknown {
  return z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
}

function child(reads: Reads, name: string): Reads {
  let next = reads.get(name);
  if (next === undefined) reads.set(name, (next = new Map()));
  return next;
}

function collect(schema: Json, root: Json, reads: Reads, seen: ReadonlySet<unknown>): void {
  if (seen.has(schema)) return;
  const deeper = new Set([...seen, schema]);
  const ref = schema["$ref"];
  if (typeof ref === "string") {
    let target: unknown = root;
    for (const part of ref.split("/").slice(1)) target = shape<Json>(target)[part];
    collect(shape<Json>(target), root, reads, deeper);
  }
  for (const part of branches(schema)) collect(part, root, reads, deeper);
  if (isObject(schema["items"])) collect(schema["items"], root, reads, deeper);
  for (const [name, property] of Object.entries(shape<Json>(schema["properties"] ?? {}))) {
    collect(shape<Json>(property), root, child(reads, name), deeper);
  }
}

/**
 * Cuts an answer's schema down to what is read. `unknown` are the paths that GitHub's description does not have: nobody
 * may count on those.
 */
export function pruned(
  schema: Json,
  reads: Reads,
): { readonly schema: Json; readonly unknown: readonly string[] } {
  const known = new Set<string>();
  const out = prune(schema, reads, known, "");
  return { schema: out, unknown: missing(reads, known, "") };
}

function missing(reads: Reads, known: ReadonlySet<string>, path: string): readonly string[] {
  return [...reads].flatMap(([name, below]) =>
    known.has(path + name) ? missing(below, known, `${path}${name}.`) : [path + name],
  );
}

function prune(schema: Json, reads: Reads, known: Set<string>, path: string): Json {
  const ref = schema["$ref"];
  if (typeof ref === "string") return prune(openApi().resolve(ref), reads, known, path);
  const out: Record<string, unknown> = {};
  for (const key of ["type", "enum", "nullable"]) if (key in schema) out[key] = schema[key];
  if (reads.size === 0 && schema["format"] !== undefined) out["format"] = schema["format"];
  for (const key of ["anyOf", "oneOf", "allOf"]) {
    const parts = schema[key];
    if (!Array.isArray(parts)) continue;
    // A branch cut down may match where another did alone: what is read of either is as good.
    const kind = key === "oneOf" ? "anyOf" : key;
    out[kind] = parts.map((part: Json) => prune(part, reads, known, path));
  }
  if (isObject(schema["items"])) out["items"] = prune(schema["items"], reads, known, path);
  const properties = shape<Json>(schema["properties"] ?? {});
  const kept: Record<string, Json> = {};
  for (const [name, below] of reads) {
    const property = properties[name];
    if (!isObject(property)) continue;
    known.add(path + name);
    kept[name] = prune(property, below, known, `${path}${name}.`);
  }
  if (Object.keys(kept).length > 0) out["properties"] = kept;
  const required = shape<readonly string[]>(schema["required"] ?? []);
  const still = required.filter((name) => reads.has(name));
  if (still.length > 0) out["required"] = still;
  return out;
}

function branches(schema: Json): readonly Json[] {
  return ["anyOf", "oneOf", "allOf"].flatMap((key) => shape<readonly Json[]>(schema[key] ?? []));
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
