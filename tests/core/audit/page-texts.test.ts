import { describe, expect, test } from "vitest";
import { compareTexts, textSelectors } from "../../../src/core/audit/page-texts.ts";
import { honestTexts, sampleData } from "./sample-data.ts";

test("an honest page gives no finding", () => {
  const data = sampleData();
  expect(compareTexts(data, honestTexts(data))).toEqual([]);
});

test.each(Object.keys(textSelectors()))("a lie about %s is found", (name) => {
  const data = sampleData();
  const lie = name.startsWith("cards:") ? ["#999"] : ["a lie"];
  expect(compareTexts(data, { ...honestTexts(data), [name]: lie })).toHaveLength(1);
});

describe("the page and its data", () => {
  const look = (changes: Record<string, string[]>) => {
    const data = sampleData();
    return compareTexts(data, { ...honestTexts(data), ...changes });
  };

  test("a wrong number is a fault with what was expected and what was seen", () => {
    expect(look({ "status:active": ["2"] })).toEqual([
      expect.objectContaining({
        code: "differs",
        severity: "urgent",
        path: '[data-count="status:active"]',
        evidence: ["$.summary.by_status.active"],
        expected: "1",
        actual: "2",
      }),
    ]);
  });

  test("a number nobody can see cannot be judged", () => {
    expect(look({ "status:active": [] })).toMatchObject([{ code: "not-found" }]);
  });

  test("a number that is there twice and differs once is a fault", () => {
    expect(look({ tasks: ["11", "12"] })).toMatchObject([{ code: "differs", actual: "12" }]);
  });

  test("a number that is there twice and agrees is a weakness", () => {
    expect(look({ tasks: ["11", "11"] })).toMatchObject([
      { code: "said-twice", severity: "warning" },
    ]);
  });

  test("a card that is missing or a stranger is a fault, although the count is right", () => {
    expect(look({ "cards:active": ["#7"] })).toMatchObject([{ code: "differs", actual: ["#7"] }]);
    expect(look({ "cards:active": ["#5", "#5"] })).toMatchObject([{ code: "differs" }]);
  });

  test("a word set in capitals still says the same", () => {
    expect(look({ health: ["Warning"] })).toEqual([]);
  });

  test("nought overdue is a lie when it cannot be judged", () => {
    const data = sampleData();
    data.summary.overdue = null;
    const texts = { ...honestTexts(data), overdue: ["0"] };
    expect(compareTexts(data, texts)).toMatchObject([{ expected: "cannot judge", actual: "0" }]);
  });
});
