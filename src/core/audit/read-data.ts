import { Data } from "../../schema/index.ts";
import type { AuditFinding } from "./finding.ts";

const maxFindings = 20;

/** The data a page loaded, and what keeps it from being read. */
export function readData(text: string | null): {
  readonly data: Data | null;
  readonly findings: readonly AuditFinding[];
} {
  if (text === null) {
    return refuse(
      "data-missing",
      "The page loaded no data, so there is nothing to compare it with",
    );
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return refuse(
      "data-not-json",
      `The data is not JSON: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  const parsed = Data.safeParse(value);
  if (parsed.success) return { data: parsed.data, findings: [] };
  const findings = parsed.error.issues.slice(0, maxFindings).map((issue) => ({
    code: "data-schema" as const,
    severity: "urgent" as const,
    check: "data" as const,
    message: issue.message,
    path: jsonPath(issue.path),
  }));
  return { data: null, findings };
}

function refuse(code: "data-missing" | "data-not-json", message: string) {
  return {
    data: null,
    findings: [{ code, severity: "urgent", check: "data", message, path: "$" } as const],
  };
}

function jsonPath(path: readonly PropertyKey[]): string {
  return `$${path.map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`)).join("")}`;
}
