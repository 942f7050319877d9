import { describe, expect, test } from "vitest";
import {
  type AuditFinding,
  mergeFindings,
  verdictOf,
  worstOf,
} from "../../../src/core/audit/finding.ts";

function finding(
  code: AuditFinding["code"],
  severity: AuditFinding["severity"],
  fields: Partial<AuditFinding> = {},
): AuditFinding {
  return { code, severity, check: "page", message: "m", ...fields };
}

const fault = finding("console-error", "urgent");
const critical = finding("console-error", "critical");
const weakness = finding("page-too-wide", "warning");
const note = finding("page-too-wide", "info");
const old = finding("data-old", "warning");

describe("the verdict on a check", () => {
  test.each([
    ["nothing", [], "healthy"],
    ["a note", [note], "healthy"],
    ["a weakness", [weakness], "warning"],
    ["a note and a weakness", [note, weakness], "warning"],
    ["a fault", [fault], "failed"],
    ["a critical fault", [critical], "failed"],
    ["a weakness and a fault", [weakness, fault], "failed"],
    ["data that is old", [old], "stale"],
    ["data that is old, and a weakness", [weakness, old], "stale"],
    ["data that is old, and a fault", [old, fault], "failed"],
    ["an attempt to look that failed", [finding("could-not-look", "urgent")], "unknown"],
    ["something that nobody can see", [finding("not-found", "warning")], "unknown"],
    ["no data", [finding("data-missing", "urgent")], "unknown"],
    ["data ahead of the clock", [finding("data-ahead", "warning")], "unknown"],
    ["a weakness and something unseen", [weakness, finding("not-found", "warning")], "unknown"],
    ["a fault and something unseen", [finding("not-found", "warning"), fault], "failed"],
    ["old data that nobody can see", [old, finding("not-found", "warning")], "unknown"],
    ["a fault of another check", [{ ...fault, check: "data" as const }], "healthy"],
  ])("with %s", (_, findings, verdict) => {
    expect(verdictOf("page", findings)).toBe(verdict);
  });
});

test.each([
  [["healthy", "warning"], "warning"],
  [["warning", "stale"], "stale"],
  [["stale", "unknown", "healthy"], "unknown"],
  [["unknown", "failed"], "failed"],
  [["healthy", "healthy"], "healthy"],
  [[], "unknown"],
] as const)("the worst of %j is %s", (verdicts, worst) => {
  expect(worstOf(verdicts)).toBe(worst);
});

describe("the same finding in several looks", () => {
  const seen = (where: string) => ({ ...weakness, evidence: [where] });

  test("is one, with the evidence of each, once", () => {
    expect(mergeFindings([seen("dark"), fault, seen("light"), seen("dark")])).toEqual([
      { ...weakness, evidence: ["dark", "light"] },
      fault,
    ]);
  });

  test("is one also when only the later look has evidence, or the earlier one", () => {
    const merged = [{ ...weakness, evidence: ["dark"] }];
    expect(mergeFindings([weakness, seen("dark")])).toEqual(merged);
    expect(mergeFindings([seen("dark"), weakness])).toEqual(merged);
  });

  test.each([
    ["check", { check: "data" }],
    ["code", { code: "page-restless" }],
    ["path", { path: "$" }],
    ["message", { message: "n" }],
  ] as const)("is two when the %s differs", (_, fields) => {
    const other = { ...weakness, ...fields };
    expect(mergeFindings([weakness, other])).toEqual([weakness, other]);
  });

  test("is two when the same letters are parted otherwise", () => {
    const other = { ...weakness, path: "$.a", message: "b" };
    const parted = { ...weakness, path: "$.", message: "ab" };
    expect(mergeFindings([other, parted])).toEqual([other, parted]);
  });

  test("keeps what the first look saw", () => {
    const [first, second] = [
      { ...weakness, actual: "1 px" },
      { ...weakness, actual: "9 px" },
    ];
    expect(mergeFindings([first, second])).toEqual([first]);
  });
});
