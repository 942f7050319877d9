import type { Finding } from "../../schema/index.ts";

/** One file as somebody gave it; `path` is only for messages. */
export type SourceFile = { readonly path: string; readonly text: string };

/** Lines and columns count from one, as editors and GitHub's annotations do. */
export type Position = { readonly line: number; readonly column: number };

/** A finding with its place in a file; its `path` is `file:line:column`. */
export type FileFinding = Finding & Position & { readonly file: string };

/** Why a document is refused. A closed list: stable for scripts. */
export type DocumentCode =
  | "syntax"
  | "unknown-key"
  | "missing-key"
  | "wrong-value"
  | "duplicate-key"
  | "duplicate-id"
  | "impossible"
  | "out-of-order";

export function fileFinding(
  file: SourceFile,
  position: Position,
  code: DocumentCode,
  message: string,
): FileFinding {
  const path = `${file.path}:${position.line}:${position.column}`;
  return {
    code,
    severity: "urgent",
    check: "document",
    message,
    path,
    file: file.path,
    ...position,
  };
}

/** The place of an offset (UTF-16 units from the start). */
export function positionAt(text: string, offset: number): Position {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf("\n") + 1;
  let line = 1;
  for (let i = before.indexOf("\n"); i !== -1; i = before.indexOf("\n", i + 1)) line += 1;
  return { line, column: offset - lineStart + 1 };
}
