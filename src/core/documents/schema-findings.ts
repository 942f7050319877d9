import type { z } from "zod";
import { didYouMean } from "./nearest.ts";
import type { DocumentCode } from "./file-finding.ts";
import { knownKeys } from "./known-keys.ts";
import type { ValuePath } from "./scan-json.ts";

/** One thing wrong with a value: at its key when `path` names one that is there, else at what should hold it. */
export type SchemaProblem = {
  readonly path: ValuePath;
  readonly code: DocumentCode;
  readonly message: string;
};

/** Nobody reads more, and finding the place of each takes time that grows with the file. */
const mostProblems = 100;

/** zod's issues in words for a person, one per key that is wrong; of very many the first, and how many more. */
export function schemaProblems(
  schema: z.ZodType,
  value: unknown,
  issues: readonly z.core.$ZodIssue[],
): readonly SchemaProblem[] {
  const problems = issues
    .slice(0, mostProblems)
    .flatMap((issue) => describeIssue(schema, value, issue));
  const more = issues.length - mostProblems;
  if (more <= 0) return problems;
  return [...problems, { path: [], code: "wrong-value", message: `and ${more} more like these` }];
}

function describeIssue(
  schema: z.ZodType,
  value: unknown,
  issue: z.core.$ZodIssue,
): readonly SchemaProblem[] {
  const { path } = issue;
  if (issue.code === "unrecognized_keys") {
    const known = knownKeys(schema, path);
    return issue.keys.map((key) => ({
      path: [...path, key],
      code: "unknown-key",
      message: `${name([...path, key])} is not known here${didYouMean(key, known)}`,
    }));
  }
  const found = valueAt(value, path);
  if (found === undefined && path.length > 0) {
    return [
      {
        path,
        code: "missing-key",
        message: `${name(path)} is missing: expected ${expected(issue)}`,
      },
    ];
  }
  const hint =
    issue.code === "invalid_value" && typeof found === "string"
      ? didYouMean(found, issue.values.map(String))
      : "";
  const message = `${name(path)}: expected ${expected(issue)}, found ${show(found)}${hint}`;
  return [{ path, code: "wrong-value", message }];
}

function expected(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return issue.expected;
    case "invalid_value":
      return issue.values.map((value) => JSON.stringify(value)).join(", ");
    case "invalid_union":
      return [...new Set(issue.errors.flatMap((errors) => errors.map(expected)))].join(" or ");
    default:
      // Our own messages say "expected …" by themselves; zod's say "Invalid …: expected …".
      return issue.message.replace(/^(Invalid (\w+: )?|Too (big|small): )?(expected )?/, "");
  }
}

/** `rules.blocked_long.hours`, `agents[2].role` */
export function name(path: ValuePath): string {
  let text = "";
  for (const step of path) {
    if (typeof step === "number") text += `[${step}]`;
    else text += /^[\w-]+$/.test(String(step)) ? `.${String(step)}` : `[${JSON.stringify(step)}]`;
  }
  return text === "" ? "the document" : text.replace(/^\./, "");
}

export function valueAt(value: unknown, path: ValuePath): unknown {
  let here: unknown = value;
  for (const step of path) {
    if (typeof here !== "object" || here === null) return undefined;
    if (!Object.hasOwn(here, step)) return undefined;
    here = Reflect.get(here, step);
  }
  return here;
}

function show(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object" && value !== null) return "an object";
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
