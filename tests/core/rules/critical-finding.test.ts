import { expect, test } from "vitest";
import { criticalFinding } from "../../../src/core/rules/critical-finding.ts";
import type { AuditState, Finding } from "../../../src/schema/index.ts";
import { fired, judge, sampleAudit } from "./harness.ts";

const now = "2026-11-20T15:00:00Z";
const leak: Finding = {
  code: "leaked-key",
  severity: "critical",
  check: "links",
  message: "a key is on the page",
  path: "#footer",
  evidence: ["https://example.org/shot.png"],
};
const typo: Finding = { ...leak, code: "typo", severity: "info" };
const hole: Finding = { ...leak, code: "open-door" };

function audit(hour: number, findings: readonly Finding[], fields: Partial<AuditState> = {}) {
  const at = `2026-11-20T${hour}:00:00Z`;
  return sampleAudit({ id: `page@${at}`, at, findings: [...findings], ...fields });
}

const clean = { checks: { links: "healthy" } } as const;
const unable = { checks: { links: "unknown" } } as const;
const elsewhere = { target: "other page", id: "other@1" };

test.each<[string, readonly AuditState[], readonly AuditState["id"][]]>([
  ["an audit with a critical finding", [audit(12, [typo, leak])], ["page@2026-11-20T12:00:00Z"]],
  ["an audit with lesser findings", [audit(12, [typo])], []],
  ["an audit without findings", [audit(12, [])], []],
  [
    "a later audit finds it too: the first one speaks of it still, and no other",
    [audit(12, [leak]), audit(13, [{ ...leak, message: "still there" }])],
    ["page@2026-11-20T12:00:00Z"],
  ],
  ["a later audit does not find it any more", [audit(12, [leak]), audit(13, [], clean)], []],
  [
    "it comes back: the audit that found it again speaks",
    [audit(12, [leak]), audit(13, [], clean), audit(14, [leak])],
    ["page@2026-11-20T14:00:00Z"],
  ],
  [
    "a later audit finds another one: each speaks of its own",
    [audit(12, [leak]), audit(13, [leak, hole])],
    ["page@2026-11-20T12:00:00Z", "page@2026-11-20T13:00:00Z"],
  ],
  [
    "an audit of something else does not find it",
    [audit(12, [leak]), audit(13, [], { ...clean, ...elsewhere })],
    ["page@2026-11-20T12:00:00Z"],
  ],
  [
    "one that could not look, then one that finds it",
    [audit(12, [leak]), audit(13, [], unable), audit(14, [leak])],
    ["page@2026-11-20T12:00:00Z"],
  ],
])("%s", (_, audits, expected) => {
  const verdicts = audits.map((one) => judge(criticalFinding, one, now, { audits }).verdict);
  expect(audits.filter((_audit, index) => verdicts[index] === "fires").map(({ id }) => id)).toEqual(
    expected,
  );
  expect(verdicts).not.toContain("cannot-judge");
});

test.each([
  ["could not look", unable],
  ["had no such check", { checks: {} }],
])("while a later audit %s, an alert stands as it is", (_, fields) => {
  const audits = [audit(12, [leak]), audit(13, [], fields)];
  const [first, second] = audits.map((one) => judge(criticalFinding, one, now, { audits }));
  expect(first).toMatchObject({ verdict: "cannot-judge", clears: false });
  expect(second?.verdict).toBe("silent");
});

test("it names what was found, and says the same whenever it is asked", () => {
  const one = audit(12, [leak, hole]);
  const once = fired(criticalFinding, one, "2026-11-20T12:00:00Z", { audits: [one] });
  expect(once).toMatchObject({
    title: "Critical finding: page",
    why: "The audit of 2026-11-20T12:00:00Z found leaked-key, open-door: a key is on the page",
    to: ["orchestrator", "operator"],
    evidence: ["https://example.org/shot.png", "https://example.org/shot.png"],
  });
  expect(fired(criticalFinding, one, "2027-11-20T12:00:00Z", { audits: [one] })).toEqual(once);
});

test("the order of audits is that of their times, then of their ids, not of where they stand", () => {
  const first = audit(12, [leak]);
  const second = audit(13, [leak]);
  const twin = audit(12, [leak], { id: "page@zzz" });
  for (const audits of [
    [first, second, twin],
    [twin, second, first],
  ]) {
    const speaks = audits.filter(
      (one) => judge(criticalFinding, one, now, { audits }).verdict === "fires",
    );
    expect(speaks).toEqual([first]);
  }
});

test("the same finding in two places is two findings", () => {
  const both = [audit(12, [leak]), audit(13, [leak, { ...leak, path: "#header" }])];
  const verdicts = both.map((one) => judge(criticalFinding, one, now, { audits: both }).verdict);
  expect(verdicts).toEqual(["fires", "fires"]);
});

test("it stays one problem when one of two findings is gone", () => {
  const first = audit(12, [leak, hole]);
  const before = fired(criticalFinding, first, now, { audits: [first] });
  const after = fired(criticalFinding, first, now, { audits: [first, audit(13, [hole])] });
  expect(after.cause).toBe(before.cause);
  expect(after.why).not.toContain("leaked-key");
});
