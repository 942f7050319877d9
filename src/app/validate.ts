import { readAgentsFile } from "../core/documents/check-agents.ts";
import { readConfigFile } from "../core/documents/check-config.ts";
import { readEventsFile } from "../core/documents/check-events.ts";
import type { FileFinding, SourceFile } from "../core/documents/file-finding.ts";
import { readJson } from "../core/documents/read-json.ts";
import { UserError } from "../errors.ts";
import { Data, Event, State } from "../schema/index.ts";

const checks = {
  data: (file) => readJson(file, Data).findings,
  state: (file) => readJson(file, State).findings,
  event: (file) => readJson(file, Event).findings,
  events: (file) => readEventsFile(file).findings,
  config: (file) => readConfigFile(file).findings,
  agents: (file) => readAgentsFile(file).findings,
} as const satisfies Record<string, (file: SourceFile) => readonly FileFinding[]>;

export type DocumentKind = keyof typeof checks;
export const documentKinds = Object.keys(checks).filter(isDocumentKind);

export function isDocumentKind(word: string): word is DocumentKind {
  return Object.hasOwn(checks, word);
}

const names: readonly (readonly [pattern: RegExp, kind: DocumentKind])[] = [
  [/(^|\/)data(\.[\w-]+)?\.json$/, "data"],
  [/(^|\/)mission-control(\.[\w-]+)?\.json$/, "state"],
  [/\.jsonl$/, "events"],
  [/(^|\/)mission-control(\.[\w-]+)?\.ya?ml$/, "config"],
  [/(^|\/)agents(\.[\w-]+)?\.ya?ml$/, "agents"],
];

/** The kind that a file of this name has, or null. */
export function kindOf(path: string): DocumentKind | null {
  return names.find(([pattern]) => pattern.test(path.replaceAll("\\", "/")))?.[1] ?? null;
}

/**
 * Everything wrong with one file, each with its place; its kind is guessed from its name when not given. Throws
 * `UserError` when the name says nothing.
 */
export function validateFile(
  file: SourceFile & { readonly kind?: DocumentKind },
): readonly FileFinding[] {
  const kind = file.kind ?? kindOf(file.path);
  if (kind === null) {
    const known = documentKinds.join(", ");
    throw new UserError(
      `${file.path}: its name does not say what it is; give --kind, one of ${known}`,
    );
  }
  return checks[kind](file);
}
