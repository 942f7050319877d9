import type { z } from "zod";
import { fileFinding, positionAt } from "./file-finding.ts";
import type { FileFinding, SourceFile } from "./file-finding.ts";
import { pointer, scanJson } from "./scan-json.ts";
import { schemaProblems } from "./schema-findings.ts";

/** A document, or null with at least one finding that says why not. Nothing is thrown for what a file holds. */
export type ReadDocument<T> = {
  readonly value: T | null;
  readonly findings: readonly FileFinding[];
};

/** Reads JSON against a schema; every finding has its place. */
export function readJson<T extends z.ZodType>(
  file: SourceFile,
  schema: T,
): ReadDocument<z.infer<T>> {
  const parsed = parseJson(file);
  if ("finding" in parsed) return { value: null, findings: [parsed.finding] };
  const result = schema.safeParse(parsed.value);
  const problems = result.success ? [] : schemaProblems(schema, parsed.value, result.error.issues);
  const wanted = new Set(
    problems.flatMap(({ path }) => path.map((_, i) => pointer(path.slice(0, i + 1)))),
  );
  const { offsets, duplicates } = scanJson(file.text, wanted);
  const findings = duplicates.map(({ key, offset }) => {
    const position = positionAt(file.text, offset);
    return fileFinding(file, position, "duplicate-key", `${JSON.stringify(key)} is there twice`);
  });
  for (const { path, code, message } of problems) {
    let offset = file.text.search(/\S/);
    for (let depth = path.length; depth > 0; depth -= 1) {
      const found = offsets.get(pointer(path.slice(0, depth)));
      if (found === undefined) continue;
      offset = found;
      break;
    }
    findings.push(fileFinding(file, positionAt(file.text, offset), code, message));
  }
  return { value: result.success && findings.length === 0 ? result.data : null, findings };
}

function parseJson(file: SourceFile): { value: unknown } | { finding: FileFinding } {
  try {
    const value: unknown = JSON.parse(file.text);
    return { value };
  } catch (error) {
    const message = `this is not JSON: ${saidBy(error).replace(/ (?:in JSON )?at position.*$/s, "")}`;
    const position = positionAt(file.text, breakOf(file.text));
    return { finding: fileFinding(file, position, "syntax", message) };
  }
}

/**
 * The offset of what makes a text no JSON; its end when that came too soon. The engine tells the place of some errors only,
 * so it is looked for: the last character of the shortest beginning that nothing could continue.
 */
function breakOf(text: string): number {
  if (canGoOn(text)) return text.length;
  let good = 0;
  let broken = text.length;
  while (broken - good > 1) {
    const middle = Math.floor((good + broken) / 2);
    if (canGoOn(text.slice(0, middle))) good = middle;
    else broken = middle;
  }
  return good;
}

function canGoOn(beginning: string): boolean {
  try {
    JSON.parse(beginning);
    return true;
  } catch (error) {
    const said = saidBy(error);
    const at = /at position (\d+)/.exec(said)?.[1];
    return at === undefined ? said.startsWith("Unexpected end") : Number(at) === beginning.length;
  }
}

function saidBy(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
