import { describe, expect, test } from "vitest";
import { checkFreshness, checkPage, type PageFacts } from "../../../src/core/audit/check-page.ts";
import { sampleData } from "./sample-data.ts";

const good: PageFacts = {
  ready: true,
  steady: true,
  consoleErrors: [],
  failedRequests: [],
  overflowX: 0,
};
const where = "laptop, dark";

describe("a page", () => {
  test("that works gives no finding, and neither does one whose rest nobody looked at", () => {
    expect(checkPage(good, where)).toEqual([]);
    const { steady: _, ...unlooked } = good;
    expect(checkPage(unlooked, where)).toEqual([]);
  });

  test.each([
    ["is never ready", { ready: false }, "page-not-ready", "urgent", /never said .* ready$/],
    [
      "has an error in its console",
      { consoleErrors: ["x is not a function"] },
      "console-error",
      "urgent",
      /^The page's console says: x is not a function$/,
    ],
    [
      "has a request that failed",
      { failedRequests: ["GET data.json 404"] },
      "request-failed",
      "urgent",
      /^A request of the page failed: GET data\.json 404$/,
    ],
    ["never rests", { steady: false }, "page-restless", "warning", /^The page never came to rest/],
  ] as const)("that %s says so of the look it was", (_, hurt, code, severity, message) => {
    expect(checkPage({ ...good, ...hurt }, where)).toEqual([
      {
        code,
        severity,
        check: "page",
        message: expect.stringMatching(message),
        evidence: [where],
      },
    ]);
  });

  test("that is too wide says by how much", () => {
    expect(checkPage({ ...good, overflowX: 1 }, where)).toEqual([
      {
        code: "page-too-wide",
        severity: "warning",
        check: "page",
        message: "The page is wider than its window",
        evidence: [where],
        actual: "1 px",
      },
    ]);
  });

  test("with very many errors shows the first five of each kind", () => {
    const many = ["1", "2", "3", "4", "5", "6"];
    const found = checkPage({ ...good, consoleErrors: many, failedRequests: many }, where);
    expect(found.map(({ code, message }) => [code, message.at(-1)])).toEqual(
      ["console-error", "request-failed"].flatMap((code) =>
        many.slice(0, 5).map((line) => [code, line]),
      ),
    );
  });
});

describe("the age of the data", () => {
  const data = sampleData();
  const dated = Date.parse(data.generated_at);
  const minute = 60_000;
  const about = { severity: "warning", check: "freshness", path: "$.generated_at" };

  test.each([
    ["none", 0],
    ["as old as may be", 30 * minute],
    ["ahead of the clock by no more than a minute", -minute],
  ])("%s is fine", (_, age) => {
    expect(checkFreshness(data, dated + age, 30 * minute)).toEqual([]);
  });

  test.each([
    ["a moment too old", 30 * minute + 1, "data-old", "The data is 30 minutes old"],
    ["much too old", 90 * minute + 59_999, "data-old", "The data is 90 minutes old"],
    [
      "ahead by more than a minute",
      -minute - 1,
      "data-ahead",
      "The data is dated ahead of the clock",
    ],
  ])("%s is said with the instant it bears", (_, age, code, message) => {
    expect(checkFreshness(data, dated + age, 30 * minute)).toEqual([
      { ...about, code, message, actual: data.generated_at },
    ]);
  });

  test("cannot be judged without data", () => {
    expect(checkFreshness(null, dated, minute)).toEqual([
      { ...about, code: "data-missing", message: "Without data its age cannot be judged" },
    ]);
  });
});
