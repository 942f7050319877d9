import { isMap, isNode, isPair, isScalar, isSeq, LineCounter, parseDocument } from "yaml";
import type { Document } from "yaml";
import type { z } from "zod";
import { fileFinding } from "./file-finding.ts";
import type { FileFinding, Position, SourceFile } from "./file-finding.ts";
import type { ReadDocument } from "./read-json.ts";
import type { ValuePath } from "./scan-json.ts";
import { schemaProblems } from "./schema-findings.ts";

export type ReadYaml<T> = ReadDocument<T> & {
  /** The place of a key or list item, or of the nearest thing around it that is there. */
  readonly positionOf: (path: ValuePath) => Position;
};

const start: Position = { line: 1, column: 1 };

/** One slip of the hand can be a thousand errors further down. */
const mostErrors = 20;

/** Reads YAML 1.2 against a schema; an empty file is an empty object. Every finding has its place. */
export function readYaml<T extends z.ZodType>(file: SourceFile, schema: T): ReadYaml<z.infer<T>> {
  const lines = new LineCounter();
  let doc: Document.Parsed;
  let value: unknown;
  try {
    doc = parseDocument(file.text, { lineCounter: lines, prettyErrors: false });
    value = doc.errors.length === 0 ? (doc.toJS() ?? {}) : null;
  } catch (error) {
    // Nested too deeply, or aliases that multiply: the library gives up where a reader would.
    const message = `this YAML cannot be read: ${error instanceof Error ? error.message : String(error)}`;
    const finding = fileFinding(file, start, "syntax", message);
    return { value: null, findings: [finding], positionOf: () => start };
  }
  const at = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const positionOf = (path: ValuePath): Position => at(offsetOf(doc, path));
  const findings: FileFinding[] = doc.errors.slice(0, mostErrors).map((error) => {
    const isDuplicate = error.code === "DUPLICATE_KEY";
    const message = isDuplicate ? "this key is there twice" : `this is not YAML: ${error.message}`;
    return fileFinding(file, at(error.pos[0]), isDuplicate ? "duplicate-key" : "syntax", message);
  });
  if (findings.length > 0) return { value: null, findings, positionOf };
  const result = schema.safeParse(value);
  if (result.success) return { value: result.data, findings, positionOf };
  for (const { path, code, message } of schemaProblems(schema, value, result.error.issues)) {
    findings.push(fileFinding(file, positionOf(path), code, message));
  }
  return { value: null, findings, positionOf };
}

function offsetOf(doc: Document.Parsed, path: ValuePath): number {
  let node: unknown = doc.contents;
  let offset = isNode(node) ? (node.range?.[0] ?? 0) : 0;
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find(
        ({ key }) => String(isScalar(key) ? key.value : key) === String(step),
      );
      if (!isPair(pair)) return offset;
      if (isNode(pair.key)) offset = pair.key.range?.[0] ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(step)];
      if (isNode(node)) offset = node.range?.[0] ?? offset;
    } else {
      return offset;
    }
  }
  return offset;
}
