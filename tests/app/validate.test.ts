import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { kindOf, validateFile } from "../../src/app/validate.ts";
import { UserError } from "../../src/errors.ts";

const event = {
  id: "e1",
  timestamp: "2026-11-21T07:00:00Z",
  recorded_at: "2026-11-21T07:05:00Z",
  type: "task.moved",
  source: "github",
  entity_type: "task",
  entity_id: "a/b#1",
  status: null,
  message: "moved",
};

function lines(...events: readonly object[]): string {
  return events.map((one) => `${JSON.stringify(one)}\n`).join("");
}

describe("the kind of a file", () => {
  test.each([
    ["docs/mission-control/data.json", "data"],
    ["state/mission-control.json", "state"],
    ["state/mission-control.example.json", "state"],
    ["state/events/2026/11/21/0700.jsonl", "events"],
    [".github/mission-control.yml", "config"],
    [".github/agents.yaml", "agents"],
    ["package.json", null],
  ])("%s is %s", (path, kind) => {
    expect(kindOf(path)).toBe(kind);
  });

  test("a name that says nothing needs --kind", () => {
    expect(() => validateFile({ path: "x.json", text: "{}" })).toThrow(UserError);
    expect(validateFile({ path: "x.json", text: JSON.stringify(event), kind: "event" })).toEqual(
      [],
    );
  });
});

describe("JSON", () => {
  test("what is no JSON is said with its place", () => {
    expect(
      validateFile({ path: "data.json", text: '{\n  "version": 1,\n  oops\n}' }),
    ).toMatchObject([{ code: "syntax", line: 3, column: 3 }]);
    expect(validateFile({ path: "data.json", text: '{\n "a": [1' })).toMatchObject([
      { code: "syntax", line: 2 },
    ]);
    expect(validateFile({ path: "data.json", text: "" })).toMatchObject([
      { code: "syntax", line: 1, column: 1 },
    ]);
  });

  test("a wrong value, a missing and an unknown key are said with their places", () => {
    const { message: _, ...rest } = event;
    const text = JSON.stringify({ ...rest, type: "task.movd", extra: 1 }, null, 2);
    const found = validateFile({ path: "e.json", text, kind: "event" });
    expect(found.map(({ code, line, column }) => [code, line, column])).toEqual([
      ["wrong-value", 5, 3],
      ["missing-key", 1, 1],
      ["unknown-key", 10, 3],
    ]);
    expect(found[0]?.message).toContain('(did you mean "task.moved"?)');
  });

  test("a key that is there twice is found, which JSON.parse passes over", () => {
    const text = JSON.stringify(event).replace("{", '{"id":"e0",');
    expect(validateFile({ path: "e.json", text, kind: "event" })).toMatchObject([
      { code: "duplicate-key", line: 1, column: 12, message: '"id" is there twice' },
    ]);
  });

  test("nesting without end is refused, not thrown", () => {
    const text = `{"data":${"[".repeat(200_000)}${"]".repeat(200_000)}}`;
    expect(validateFile({ path: "e.json", text, kind: "event" }).length).toBeGreaterThan(0);
  });
});

describe("events", () => {
  test("a good segment is passed, and an empty one", () => {
    expect(validateFile({ path: "s.jsonl", text: lines(event, { ...event, id: "e2" }) })).toEqual(
      [],
    );
    expect(validateFile({ path: "s.jsonl", text: "" })).toEqual([]);
  });

  test("each finding names its line", () => {
    const text = `${lines(event)}not json\n\n${lines({ ...event, id: "e2", status: 3 })}`;
    const found = validateFile({ path: "s.jsonl", text });
    expect(found.map(({ code, path }) => `${code} ${path?.replace(/:\d+$/, "")}`)).toEqual([
      "syntax s.jsonl:2",
      "syntax s.jsonl:3",
      "wrong-value s.jsonl:4",
    ]);
  });

  test("an id that is there twice and a time that goes back are found", () => {
    const text = lines(event, { ...event, recorded_at: "2026-11-21T07:04:59.999Z" });
    expect(validateFile({ path: "s.jsonl", text })).toMatchObject([
      { code: "duplicate-id", line: 2 },
      { code: "out-of-order", line: 2 },
    ]);
  });
});

test.each([
  "state/mission-control.example.json",
  "state/events.example.jsonl",
  "docs/mission-control/data.example.json",
  ".github/mission-control.yml",
  ".github/agents.yml",
])("%s is valid", (path) => {
  expect(validateFile({ path, text: readFileSync(path, "utf8") })).toEqual([]);
});
