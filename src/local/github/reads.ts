import { shape, type Json } from "./json.ts";
import { openApi } from "./openapi.ts";

/** The properties somebody reads, as a tree; arrays are passed through, `*` stands for any name. */
export type Reads = Map<string, Reads>;

/** From paths such as `user.login` and `labels.name`, or from a JSON Schema. */
export function readsOf(source: Json | readonly string[]): Reads {
  const reads: Reads = new Map();
  if (Array.isArray(source)) {
    for (const path of shape<readonly string[]>(source)) {
      let at = reads;
      for (const name of path.split(".").filter((part) => part !== "" && part !== "[]"))
        at = child(at, name);
    }
    return reads;
  }
  collect(shape<Json>(source), shape<Json>(source), reads, new Set());
  return reads;
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
 * Cuts an answer's schema down to what is read. `unknown` gets the paths that GitHub's description does not have:
 * nobody may count on those.
 */
export function pruned(schema: Json, reads: Reads, unknown: string[], path = ""): Json {
  const known = new Set<string>();
  const out = prune(schema, reads, known, unknown, path);
  for (const name of reads.keys()) if (!known.has(name)) unknown.push(`${path}${name}`);
  return out;
}

function prune(
  schema: Json,
  reads: Reads,
  known: Set<string>,
  unknown: string[],
  path: string,
): Json {
  const ref = schema["$ref"];
  if (typeof ref === "string") return prune(openApi().resolve(ref), reads, known, unknown, path);
  const nullable = schema["nullable"] === true ? { nullable: true } : {};
  const out: Record<string, unknown> = { ...nullable };
  for (const key of ["type", "enum"]) if (key in schema) out[key] = schema[key];
  if (reads.size === 0 && schema["format"] !== undefined) out["format"] = schema["format"];
  for (const key of ["anyOf", "oneOf", "allOf"]) {
    const parts = schema[key];
    // A branch cut down may match more than one: what is read of either is as good.
    if (Array.isArray(parts)) {
      out[key === "oneOf" ? "anyOf" : key] = parts.map((part: Json) =>
        prune(part, reads, known, unknown, path),
      );
    }
  }
  if (isObject(schema["items"])) out["items"] = prune(schema["items"], reads, known, unknown, path);
  const properties = shape<Json>(schema["properties"] ?? {});
  const required = shape<readonly string[]>(schema["required"] ?? []);
  const kept: Record<string, Json> = {};
  for (const [name, below] of reads) {
    const property = properties[name];
    if (!isObject(property)) continue;
    known.add(name);
    kept[name] = pruned(property, below, unknown, `${path}${name}.`);
  }
  if (Object.keys(kept).length > 0) out["properties"] = kept;
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
