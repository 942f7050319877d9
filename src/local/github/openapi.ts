import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { shape, type Json } from "./json.ts";

export type Parameter = {
  readonly name: string;
  readonly in: "path" | "query" | "header";
  readonly required: boolean;
  readonly schema: Json;
};
export type Operation = {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly Parameter[];
  /** GitHub warns of its limits on created content. */
  readonly createsContent: boolean;
  readonly body: { readonly required: boolean; readonly schema: Json } | null;
  /** Schema of the JSON answer by status; null where there is no JSON body. */
  readonly answer: (status: number) => Json | null | undefined;
};
export type Match = {
  readonly operation: Operation;
  readonly params: Readonly<Record<string, string>>;
};
export type OpenApi = {
  readonly match: (method: string, path: string) => Match | null;
  /** The schema a `$ref` of the document points at. */
  readonly resolve: (ref: string) => Json;
};

type Node = {
  readonly fixed: Map<string, Node>;
  param: Node | null;
  readonly methods: Map<string, Route>;
};
type Route = {
  readonly path: string;
  readonly names: readonly string[];
  readonly raw: Json;
  operation: Operation | null;
};

/** Parameters that may hold slashes when they come last. */
const greedy: ReadonlySet<string> = new Set(["path", "ref", "basehead", "branch"]);

let loaded: OpenApi | null = null;

/** GitHub's own description of its REST API, parsed once a process (13 MB, about 100 ms). */
export function openApi(): OpenApi {
  loaded ??= load();
  return loaded;
}

function load(): OpenApi {
  const file = createRequire(import.meta.url).resolve(
    "@octokit/openapi/generated/api.github.com.json",
  );
  const document = shape<Json & { paths: Record<string, Record<string, Json>> }>(
    JSON.parse(readFileSync(file, "utf8")),
  );
  const root = node();
  for (const [path, methods] of Object.entries(document.paths)) {
    // The older of two descriptions of one address; the other takes both ends as one parameter.
    if (path.includes("}...{")) continue;
    const names: string[] = [];
    let at = root;
    for (const segment of path.split("/").slice(1)) {
      if (segment.startsWith("{") && segment.endsWith("}")) {
        names.push(segment.slice(1, -1));
        at = at.param ??= node();
        continue;
      }
      let next = at.fixed.get(segment);
      if (next === undefined) at.fixed.set(segment, (next = node()));
      at = next;
    }
    for (const [method, raw] of Object.entries(methods)) {
      at.methods.set(method.toUpperCase(), { path, names, raw, operation: null });
    }
  }

  function resolve(ref: string): Json {
    let value: unknown = document;
    for (const part of ref.slice(2).split("/")) {
      value = shape<Json>(value)[part.replaceAll("~1", "/").replaceAll("~0", "~")];
    }
    return shape<Json>(value);
  }

  return {
    resolve,
    match(method, path) {
      const segments = path.split("/").slice(1);
      const found = walk(root, segments, 0, [], method);
      if (found === null) return null;
      const { route, values } = found;
      route.operation ??= operationOf(method, route, resolve);
      const params: Record<string, string> = {};
      route.names.forEach((name, index) => {
        params[name] = decode(values[index] ?? "");
      });
      return { operation: route.operation, params };
    },
  };
}

function node(): Node {
  return { fixed: new Map(), param: null, methods: new Map() };
}

function walk(
  at: Node,
  segments: readonly string[],
  index: number,
  values: readonly string[],
  method: string,
): { route: Route; values: readonly string[] } | null {
  const segment = segments[index];
  if (segment === undefined) {
    const route = at.methods.get(method);
    return route === undefined ? null : { route, values };
  }
  const fixed = at.fixed.get(segment);
  if (fixed !== undefined) {
    const found = walk(fixed, segments, index + 1, values, method);
    if (found !== null) return found;
  }
  if (at.param === null || segment === "") return null;
  const found = walk(at.param, segments, index + 1, [...values, segment], method);
  if (found !== null) return found;
  const route = at.param.methods.get(method);
  if (route === undefined || !greedy.has(route.names.at(-1) ?? "")) return null;
  return { route, values: [...values, segments.slice(index).join("/")] };
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

function operationOf(
  method: string,
  { path, raw }: Route,
  resolve: (ref: string) => Json,
): Operation {
  function deref(value: Json): Json {
    return typeof value["$ref"] === "string" ? resolve(value["$ref"]) : value;
  }
  const parameters = shape<readonly Json[]>(raw["parameters"] ?? []).map((item): Parameter => {
    const parameter = deref(item);
    return {
      name: String(parameter["name"]),
      in: shape<Parameter["in"]>(parameter["in"]),
      required: parameter["required"] === true,
      schema: shape<Json>(parameter["schema"] ?? {}),
    };
  });
  const bodyRaw = raw["requestBody"] === undefined ? null : deref(shape<Json>(raw["requestBody"]));
  const schema = bodyRaw === null ? undefined : jsonSchemaOf(shape<Json>(bodyRaw["content"]));
  const responses = shape<Record<string, Json>>(raw["responses"]);
  return {
    id: String(raw["operationId"]),
    method,
    path,
    parameters,
    createsContent: /\b(?:content|requests?) too quickly\b/.test(String(raw["description"] ?? "")),
    body:
      schema === undefined || bodyRaw === null
        ? null
        : { required: bodyRaw["required"] === true, schema },
    answer(status) {
      const response = responses[String(status)];
      if (response === undefined) return undefined;
      return jsonSchemaOf(shape<Json>(deref(response)["content"] ?? {})) ?? null;
    },
  };
}

function jsonSchemaOf(content: Json): Json | undefined {
  const media =
    content["application/json"] ??
    content["application/vnd.github.object"] ??
    content["application/vnd.github+json"];
  return media === undefined ? undefined : shape<Json>(shape<Json>(media)["schema"]);
}
