import { shape, type Json } from "./json.ts";
import type { Operation } from "./openapi.ts";
import { openApi } from "./openapi.ts";
import { pruned, readsOf } from "./reads.ts";
import { compiler } from "./schemas.ts";
import type { LocalGitHubOptions } from "./types.ts";

export type Check = {
  /** What is wrong with a request, in words; empty when nothing is. */
  readonly request: (
    operation: Operation,
    params: Readonly<Record<string, string>>,
    query: URLSearchParams,
    body: unknown,
  ) => string[];
  /** What is wrong with an answer of our own. */
  readonly answer: (operation: Operation, status: number, json: unknown) => string[];
  /** What is wrong with those fields of an answer that are read. */
  readonly read: (operation: Operation, status: number, json: unknown) => string[];
};

/** `anyOf` of the timeline accepts nearly everything, so each line is held against the schema of its own kind. */
const timelineKinds: Readonly<Record<string, string>> = {
  labeled: "labeled-issue-event",
  unlabeled: "unlabeled-issue-event",
  assigned: "timeline-assigned-issue-event",
  unassigned: "timeline-unassigned-issue-event",
  milestoned: "milestoned-issue-event",
  demilestoned: "demilestoned-issue-event",
  renamed: "renamed-issue-event",
  closed: "state-change-issue-event",
  reopened: "state-change-issue-event",
  merged: "state-change-issue-event",
  commented: "timeline-comment-event",
  "cross-referenced": "timeline-cross-referenced-event",
  reviewed: "timeline-reviewed-event",
  // Not described; it has what every event has.
  transferred: "issue-event",
  sub_issue_added: "sub-issue-added-issue-event",
  sub_issue_removed: "sub-issue-removed-issue-event",
  parent_issue_added: "parent-issue-added-issue-event",
  parent_issue_removed: "parent-issue-removed-issue-event",
  blocked_by_added: "blocked-by-added-issue-event",
  blocked_by_removed: "blocked-by-removed-issue-event",
  blocking_added: "blocking-added-issue-event",
  blocking_removed: "blocking-removed-issue-event",
};
/** GitHub writes these into the `Link` of a list, and describes them nowhere. */
const cursors: Readonly<Record<string, ReadonlySet<string>>> = {
  "issues/list-for-repo": new Set(["after", "before"]),
};
const timelines: ReadonlySet<string> = new Set([
  "issues/list-events-for-timeline",
  "issues/list-events",
]);

/** Holds requests and answers against GitHub's own description of its API. */
export function checker(reads: LocalGitHubOptions["reads"]): Check {
  const text = compiler({ coerce: true, times: "any" });
  const sent = compiler({ coerce: false, times: "any" });
  const answered = compiler({ coerce: false, times: "own" });
  const cut = new Map<string, ReturnType<typeof pruned> | null>();

  function checkTimeline(json: unknown): string[] {
    return shape<readonly Json[]>(json).flatMap((line, index) => {
      const kind = timelineKinds[String(line["event"])];
      if (kind === undefined) return [`/${index} has the unknown event ${String(line["event"])}`];
      const problem = answered({ $ref: `#/components/schemas/${kind}` }, kind)(line);
      return problem === null ? [] : [`/${index} (${String(line["event"])}) ${problem}`];
    });
  }

  function cutFor(operation: Operation, status: number): ReturnType<typeof pruned> | null {
    const key = `${operation.id} ${status}`;
    const standing = cut.get(key);
    if (standing !== undefined) return standing;
    const source = reads?.[operation.id];
    const schema = operation.answer(status);
    const made = source === undefined || !schema ? null : pruned(schema, readsOf(source));
    cut.set(key, made);
    return made;
  }

  return {
    request(operation, params, query, body) {
      const problems: string[] = [];
      for (const name of new Set(query.keys())) {
        if (cursors[operation.id]?.has(name) === true) continue;
        if (
          !operation.parameters.some(
            (parameter) => parameter.in === "query" && parameter.name === name,
          )
        ) {
          problems.push(`the query parameter ${name} is unknown`);
        }
      }
      for (const parameter of operation.parameters) {
        if (parameter.in === "header") continue;
        const value = parameter.in === "path" ? params[parameter.name] : query.get(parameter.name);
        if (value === null || value === undefined) {
          if (parameter.required)
            problems.push(`the ${parameter.in} parameter ${parameter.name} is missing`);
          continue;
        }
        const problem = text(
          wrapped(parameter.schema),
          `${operation.id} ${parameter.in} ${parameter.name}`,
        )({ value });
        if (problem !== null)
          problems.push(`the ${parameter.in} parameter ${parameter.name}: ${problem}`);
      }
      return [...problems, ...bodyProblems(operation, body, sent)];
    },
    answer(operation, status, json) {
      const schema = operation.answer(status);
      if (schema === undefined) return [`status ${status} is not described`];
      if (schema === null) return json === undefined ? [] : ["there should be no body"];
      if (timelines.has(operation.id)) return checkTimeline(json);
      const problem = answered(schema, `${operation.id} ${status}`)(json);
      return problem === null ? [] : [problem];
    },
    read(operation, status, json) {
      const made = cutFor(operation, status);
      if (made === null) return [];
      const problem = answered(made.schema, `read ${operation.id} ${status}`)(json);
      return [
        ...made.unknown.map((path) => `GitHub does not describe ${path}`),
        ...(problem === null ? [] : [problem]),
      ];
    },
  };
}

/** ajv converts a property in place, never the value it is given. */
function wrapped(schema: Json): Json {
  return { type: "object", properties: { value: schema } };
}

function bodyProblems(
  operation: Operation,
  body: unknown,
  sent: ReturnType<typeof compiler>,
): string[] {
  if (operation.body === null) {
    const isEmpty =
      body === undefined ||
      (typeof body === "object" && body !== null && Object.keys(body).length === 0);
    return isEmpty ? [] : ["there should be no body"];
  }
  if (body === undefined) return operation.body.required ? ["the body is missing"] : [];
  const problem = sent(operation.body.schema, `${operation.id} body`)(body);
  const known = propertiesOf(operation.body.schema);
  const strangers =
    known === null || typeof body !== "object" || body === null || Array.isArray(body)
      ? []
      : Object.keys(body);
  return [
    ...(problem === null ? [] : [`the body: ${problem}`]),
    ...strangers
      .filter((name) => known?.has(name) === false)
      .map((name) => `the body's property ${name} is unknown`),
  ];
}

/** Names the body may have; null when any name goes. */
function propertiesOf(schema: Json): ReadonlySet<string> | null {
  if (typeof schema["$ref"] === "string") return propertiesOf(openApi().resolve(schema["$ref"]));
  if (schema["additionalProperties"] !== undefined && schema["additionalProperties"] !== false)
    return null;
  const names = new Set(Object.keys(shape<Json>(schema["properties"] ?? {})));
  for (const key of ["anyOf", "oneOf", "allOf"]) {
    for (const part of shape<readonly Json[]>(schema[key] ?? [])) {
      for (const name of propertiesOf(part) ?? []) names.add(name);
    }
  }
  return names.size === 0 ? null : names;
}
