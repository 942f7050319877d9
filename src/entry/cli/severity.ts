import { didYouMean } from "../../core/documents/nearest.ts";
import { UserError } from "../../errors.ts";
import { severities, type Severity } from "../../schema/index.ts";

/** The severity an option names. Throws UserError for any other word. */
export function severityOf(option: string, word: string): Severity {
  const found = severities.find((severity) => severity === word);
  if (found !== undefined) return found;
  throw new UserError(
    `${option} ${word}: expected one of ${severities.join(", ")}${didYouMean(word, severities)}`,
  );
}

export function reaches(severity: Severity, limit: Severity): boolean {
  return severities.indexOf(severity) >= severities.indexOf(limit);
}
