import { Ajv, type ValidateFunction } from "ajv";
import { shape, type Json } from "./json.ts";
import { openApi } from "./openapi.ts";

/** GitHub writes whole seconds in UTC; requests may carry any RFC 3339 time. */
const ownTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
const anyTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

export type Compile = (schema: Json, key: string) => (value: unknown) => string | null;

/**
 * Compiles OpenAPI 3.0 schemas, components shared, each once. `coerce` is for query and path values, which come as text.
 * The compiled check returns null or what is wrong, with the place.
 */
export function compiler(options: {
  readonly coerce: boolean;
  readonly times: "own" | "any";
}): Compile {
  const time = options.times === "own" ? ownTime : anyTime;
  const ajv = new Ajv({
    strict: false,
    logger: false,
    coerceTypes: options.coerce ? "array" : false,
    // Other formats of the document (uri with templates in it, int64, repo.nwo) say nothing that can be checked.
    formats: { "date-time": time },
    validateSchema: false,
    inlineRefs: false,
    code: { optimize: false },
  });
  const known = new Set<string>();
  const compiled = new Map<string, ValidateFunction>();

  function addComponent(ref: string): string {
    const id = `github:${ref.slice("#/components/".length)}`;
    if (known.has(id)) return id;
    known.add(id);
    ajv.addSchema(shape<Json>(convert(openApi().resolve(ref), addComponent)), id);
    return id;
  }

  return function compile(schema, key) {
    let check = compiled.get(key);
    if (check === undefined) {
      check = ajv.compile(shape<Json>(convert(schema, addComponent)));
      compiled.set(key, check);
    }
    const validate = check;
    return (value) => {
      if (validate(value)) return null;
      const error =
        validate.errors?.find(({ keyword }) => !["anyOf", "oneOf"].includes(keyword)) ??
        validate.errors?.[0];
      return `${error?.instancePath === "" ? "/" : (error?.instancePath ?? "/")} ${error?.message ?? "is wrong"}`;
    };
  };
}

const silent: ReadonlySet<string> = new Set([
  "example",
  "examples",
  "description",
  "title",
  "default",
  "deprecated",
  "nullable",
]);

/** OpenAPI 3.0 to JSON Schema: `nullable`, references, and the keywords that mean nothing to a validator left out. */
function convert(value: unknown, reference: (ref: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => convert(item, reference));
  if (typeof value !== "object" || value === null) return value;
  const schema = shape<Json>(value);
  const ref = schema["$ref"];
  if (typeof ref === "string")
    return ref.startsWith("#/components/") ? { $ref: reference(ref) } : schema;
  const out: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(schema)) {
    if (silent.has(key)) continue;
    if (key === "properties" || key === "patternProperties") {
      out[key] = Object.fromEntries(
        Object.entries(shape<Json>(item)).map(([name, sub]) => [name, convert(sub, reference)]),
      );
      continue;
    }
    out[key] =
      key === "enum" || key === "const" || key === "required" ? item : convert(item, reference);
  }
  return schema["nullable"] === true ? { anyOf: [{ type: "null" }, out] } : out;
}
