import { text as whole } from "node:stream/consumers";
import { findingLine } from "../../../app/load-policy.ts";
import {
  type DocumentKind,
  documentKinds,
  isDocumentKind,
  validateFile,
} from "../../../app/validate.ts";
import { didYouMean } from "../../../core/documents/nearest.ts";
import { UserError } from "../../../errors.ts";
import type { CommandContext } from "../context.ts";
import type { Ended } from "../ended.ts";
import { readText } from "../policy-files.ts";
import { reaches, severityOf } from "../severity.ts";

export type ValidateOptions = { readonly kind?: string; readonly failOn: string };

/** Every finding of every file; ends 1 when one is at or above `--fail-on`. */
export async function validate(
  paths: readonly string[],
  options: ValidateOptions,
  { io }: CommandContext,
): Promise<Ended> {
  const limit = severityOf("--fail-on", options.failOn);
  const kind = options.kind === undefined ? {} : { kind: kindNamed(options.kind) };
  const findings = [];
  for (const path of paths) {
    const isStdin = path === "-";
    const text = isStdin ? await whole(io.stdin()) : readText(path, io.cwd);
    findings.push(...validateFile({ path: isStdin ? "(standard input)" : path, text, ...kind }));
  }
  const failed = findings.some(({ severity }) => reaches(severity, limit));
  const files = `${paths.length} file${paths.length === 1 ? "" : "s"}`;
  const verdict =
    findings.length === 0
      ? `${files} checked, nothing wrong`
      : `${files} checked, ${findings.length} finding${findings.length === 1 ? "" : "s"}`;
  return {
    reason: failed ? "findings" : "done",
    exitCode: failed ? 1 : 0,
    text: [...findings.map(findingLine), verdict].join("\n"),
    data: { files: paths.length, findings },
  };
}

function kindNamed(word: string): DocumentKind {
  if (isDocumentKind(word)) return word;
  const known = documentKinds.join(", ");
  throw new UserError(`--kind ${word}: expected one of ${known}${didYouMean(word, documentKinds)}`);
}
