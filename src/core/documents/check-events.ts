import { Event } from "../../schema/index.ts";
import { fileFinding } from "./file-finding.ts";
import type { FileFinding, SourceFile } from "./file-finding.ts";
import { readJson } from "./read-json.ts";
import type { ReadDocument } from "./read-json.ts";

/** Reads a segment of events, JSON Lines: one event a line, ids once, `recorded_at` never going back. */
export function readEventsFile(file: SourceFile): ReadDocument<readonly Event[]> {
  const events: Event[] = [];
  const findings: FileFinding[] = [];
  const firstLine = new Map<string, number>();
  let newest = "";
  const lines = file.text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  for (const [index, text] of lines.entries()) {
    const line = index + 1;
    const { value, findings: ofLine } = readJson({ path: file.path, text }, Event);
    for (const found of ofLine) {
      const path = `${file.path}:${line}:${found.column}`;
      findings.push({ ...found, line, path });
    }
    if (value === null) continue;
    events.push(value);
    const say = (code: "duplicate-id" | "out-of-order", message: string) =>
      findings.push(fileFinding(file, { line, column: 1 }, code, message));
    const first = firstLine.get(value.id);
    if (first !== undefined)
      say("duplicate-id", `the event ${value.id} is already in line ${first}`);
    else firstLine.set(value.id, line);
    const recorded = new Date(value.recorded_at).toISOString();
    if (recorded < newest)
      say("out-of-order", `recorded_at goes back, from ${newest} to ${recorded}`);
    else newest = recorded;
  }
  return { value: findings.length === 0 ? events : null, findings };
}
