import { expect, test } from "vitest";
import { foreignPush } from "../../../src/core/rules/foreign-push.ts";
import { fired, judge, sampleCommit } from "./harness.ts";

test.each([
  ["a second before its date", "2026-11-20T11:59:59Z"],
  ["at its date", "2026-11-20T12:00:00Z"],
  ["a second after it", "2026-11-20T12:00:01Z"],
])("a commit by somebody else: %s", (_, now) => {
  expect(judge(foreignPush, sampleCommit(), now).verdict).toBe("fires");
});

test("it tells orchestrator and operator what was changed, the same for as long as it lasts", () => {
  const once = fired(foreignPush, sampleCommit(), "2026-11-20T12:00:00Z");
  expect(once).toMatchObject({
    cause: "c0ffee",
    title: "Foreign commit on the data branch: Tidy up",
    why: "mallory committed c0ffee at 2026-11-20T12:00:00Z. It changed: state/mission-control.json.",
    to: ["orchestrator", "operator"],
    evidence: ["https://github.com/acme/shop/commit/c0ffee"],
    nextAt: null,
  });
  expect(fired(foreignPush, sampleCommit(), "2027-11-20T12:00:00Z")).toEqual(once);
});

test("the next commit is another problem", () => {
  const causes = ["a1", "b2"].map((id) => fired(foreignPush, sampleCommit({ id }), 0).cause);
  expect(causes).toEqual(["a1", "b2"]);
});

test("a commit whose files are not known is told of all the same", () => {
  const { why } = fired(foreignPush, sampleCommit({ files: [] }), "2026-11-20T12:00:00Z");
  expect(why).toContain("It changed: no files are known.");
});

test("a commit of thousands of files is told of in one sentence", () => {
  const files = Array.from({ length: 5000 }, (_, index) => `state/${index}.jsonl`);
  const { why } = fired(foreignPush, sampleCommit({ files }), "2026-11-20T12:00:00Z");
  expect(why).toContain("and 4990 more");
  expect(why.length).toBeLessThan(400);
});
