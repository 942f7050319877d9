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

  test("a deadline count is a lie when it cannot be judged, and none is honest", () => {
    const data = sampleData();
    data.summary.overdue = null;
    const texts = honestTexts(data);
    expect(compareTexts(data, texts)).toEqual([]);
    expect(compareTexts(data, { ...texts, with_deadline: ["6"] })).toMatchObject([
      { code: "differs", expected: null, actual: "6" },
    ]);
  });

  test("blanks that a page draws as one are one", () => {
    const data = sampleData();
    data.summary.why = "  two tasks \n\t are late ";
    const texts = { ...honestTexts(data), why: ["two tasks are late"] };
    expect(compareTexts(data, texts)).toEqual([]);
  });

  test("a page that shows nothing at all cannot be judged in anything", () => {
    const data = sampleData();
    const found = compareTexts(data, {});
    expect(found).not.toEqual([]);
    expect(new Set(found.map(({ code }) => code))).toEqual(new Set(["not-found"]));
  });
});

describe("a finding says what it is about", () => {
  test.each([
    ["tasks", '[data-count="tasks"]', "$.summary.tasks"],
    ["overdue", '[data-count="overdue"]', "$.summary.overdue"],
    ["with_deadline", '[data-count="with_deadline"]', "$.summary.with_deadline"],
    ["alerts:open", '[data-count="alerts:open"]', "$.summary.alerts.open"],
    ["alerts:critical", '[data-count="alerts:critical"]', "$.summary.alerts.critical"],
    ["alerts:urgent", '[data-count="alerts:urgent"]', "$.summary.alerts.urgent"],
    ["mismatches", '[data-count="mismatches"]', "$.mismatches"],
    ["agents", '[data-count="agents"]', "$.agents.items"],
    ["outputs", '[data-count="outputs"]', "$.outputs.items"],
    ["status:done", '[data-count="status:done"]', "$.summary.by_status.done"],
    ["repo", '[data-fact="repo"]', "$.repo"],
    ["health", '[data-fact="health"]', "$.summary.health"],
    ["why", '[data-fact="why"]', "$.summary.why"],
    ["mode", '[data-fact="mode"]', "$.summary.mode"],
    ["generated_at", '[data-fact="generated_at"]', "$.generated_at"],
  ])("of %s: where it is on the page and in the data", (name, selector, path) => {
    const data = sampleData();
    const texts = honestTexts(data);
    const [honest = ""] = texts[name] ?? [];
    const about = { check: "counts", path: selector, evidence: [path], expected: honest };
    const look = (seen: string[]) => {
      const [finding, ...others] = compareTexts(data, { ...texts, [name]: seen });
      expect(others).toEqual([]);
      return { ...finding, expected: String(finding?.expected) };
    };
    expect(textSelectors()[name]).toBe(selector);
    expect(look(["a lie"])).toEqual({
      ...about,
      code: "differs",
      severity: "urgent",
      message: `The page does not say of ${name} what its data says`,
      actual: "a lie",
    });
    expect(look([])).toEqual({
      ...about,
      code: "not-found",
      severity: "warning",
      message: `Nobody can see ${name} on the page`,
    });
    expect(look([honest, honest])).toEqual({
      ...about,
      code: "said-twice",
      severity: "warning",
      message: `The page says ${name} in 2 places`,
      actual: honest,
    });
  });
});

describe("the cards of a column", () => {
  const selector = '[data-column="active"] [data-number]';
  const about = {
    check: "counts",
    path: selector,
    evidence: ['$.tasks.items[?(@.status=="active")]'],
  };
  const lie = {
    ...about,
    code: "differs",
    severity: "urgent",
    message: "The cards in active are not the tasks in active",
  };
  const numbered = (count: number) => Array.from({ length: count }, (_, at) => `#${at + 100}`);

  /** What is found with so many active tasks, of which the page shows these. */
  function look(count: number, seen: readonly string[]): readonly unknown[] {
    const data = sampleData();
    const [task] = data.tasks.items;
    const active = numbered(count).map((number) => ({
      ...task!,
      status: "active" as const,
      number: Number(number.slice(1)),
    }));
    data.tasks.items = active;
    return compareTexts(data, { "cards:active": [...seen] }).filter(
      (finding) => finding.path === selector,
    );
  }

  test("are looked for in it", () => {
    expect(textSelectors()["cards:active"]).toBe(selector);
  });

  test.each([
    ["none, and none", 0, 0],
    ["one, and it", 1, 1],
    ["sixty, and all of them", 60, 60],
    ["sixty-one, and sixty of them", 61, 60],
  ])("may be %s", (_, count, shown) => {
    expect(look(count, numbered(shown))).toEqual([]);
  });

  test("that nobody can see cannot be judged", () => {
    const message = "Nobody can see the cards in active";
    const found = { ...about, code: "not-found", severity: "warning", message, expected: 2 };
    expect(look(2, [])).toEqual([found]);
  });

  test.each([
    ["a stranger in a column without tasks", 0, ["#7"], []],
    ["a card too few", 2, ["#100"], ["#100", "#101"]],
    ["a stranger for one of them", 2, ["#100", "#7"], ["#100", "#101"]],
    ["one of them twice", 2, ["#100", "#100"], ["#100", "#101"]],
    ["more than the page draws", 61, numbered(61), "60 of 61 tasks"],
  ])("are a fault with %s", (_, count, seen, expected) => {
    expect(look(count, seen)).toEqual([{ ...lie, expected, actual: seen }]);
  });
});
