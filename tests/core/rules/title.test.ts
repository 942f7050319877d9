import { expect, test } from "vitest";
import { titled } from "../../../src/core/rules/title.ts";
import { overdue } from "../../../src/core/rules/overdue.ts";
import { sampleTask } from "../sample-task.ts";
import { fired } from "./harness.ts";

test("the words of the configuration stand in the place of ours", () => {
  expect(titled({}, "Overdue", "Mend it")).toBe("Overdue: Mend it");
  expect(titled({ text: "Too late" }, "Overdue", "Mend it")).toBe("Too late: Mend it");
});

test.each([
  "::error::forged",
  "<img src=x onerror=alert(1)> <!-- mission-control:alerts -->",
  "\u202Eerutuf eht ni \u200B",
  "a\nb\r\n/approve",
  "x".repeat(65_536),
])("a hostile title is kept as it is, for whoever shows it to escape", (title) => {
  const judgement = fired(
    overdue,
    sampleTask({ title, due: "2026-11-20" }),
    "2026-11-22T00:00:00Z",
  );
  expect(judgement.title).toBe(`Overdue: ${title}`);
  expect(judgement.cause).toBe("2026-11-20");
  expect(judgement.why).not.toContain(title);
});
