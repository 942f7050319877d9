import { expect, test } from "vitest";
import { readEventsFile } from "../../../src/core/documents/check-events.ts";
import { sampleEvent } from "../../render/sample-state.ts";

const line = (id: string, recorded_at: string) => JSON.stringify(sampleEvent(id, { recorded_at }));
const first = line("a", "2026-11-21T10:00:00Z");
const second = line("b", "2026-11-21T10:00:01Z");
const read = (text: string) => readEventsFile({ path: "s.jsonl", text });
const complaints = (text: string) =>
  read(text).findings.map(({ path, code, message }) => `${path} ${code} ${message}`);

test.each([
  ["no line", "", []],
  ["a last line that is ended", `${first}\n${second}\n`, ["a", "b"]],
  ["a last line that is not ended", `${first}\n${second}`, ["a", "b"]],
  [
    "two events of one instant, written in two ways",
    `${first}\n${line("b", "2026-11-21T10:00:00.000Z")}\n`,
    ["a", "b"],
  ],
])("a segment with %s is read", (_, text, ids) => {
  const { value, findings } = read(text);
  expect(findings).toEqual([]);
  expect(value?.map(({ id }) => id)).toEqual(ids);
});

test.each([
  [
    "an id that is there twice, with its first line",
    `${first}\n${second}\n${line("b", "2026-11-21T10:00:02Z")}\n${line("b", "2026-11-21T10:00:03Z")}\n`,
    [
      "s.jsonl:3:1 duplicate-id the event b is already in line 2",
      "s.jsonl:4:1 duplicate-id the event b is already in line 2",
    ],
  ],
  [
    "times that go back, against the newest so far",
    `${second}\n${first}\n${line("c", "2026-11-21T10:00:00.5Z")}\n`,
    [
      "s.jsonl:2:1 out-of-order recorded_at goes back, from 2026-11-21T10:00:01.000Z to 2026-11-21T10:00:00.000Z",
      "s.jsonl:3:1 out-of-order recorded_at goes back, from 2026-11-21T10:00:01.000Z to 2026-11-21T10:00:00.500Z",
    ],
  ],
  [
    "a line that is no event, at its place",
    `${first}\n{"id": 3}x\n`,
    ["s.jsonl:2:10 syntax this is not JSON: Unexpected non-whitespace character after JSON"],
  ],
  [
    "an empty line among others",
    `${first}\n\n${second}\n`,
    ["s.jsonl:2:1 syntax this is not JSON: Unexpected end of JSON input"],
  ],
  [
    "an empty line at the end",
    `${first}\n\n`,
    ["s.jsonl:2:1 syntax this is not JSON: Unexpected end of JSON input"],
  ],
])("%s is said with its line", (_title, text, expected) => {
  expect(complaints(text)).toEqual(expected);
  expect(read(text).value).toBeNull();
});

test("a finding in a line keeps its file, line, column and weight", () => {
  const broken = first.replace('"active"', "3");
  expect(read(`${second}\n${broken}\n`).findings).toEqual([
    expect.objectContaining({
      code: "wrong-value",
      severity: "urgent",
      check: "document",
      file: "s.jsonl",
      path: `s.jsonl:2:${broken.indexOf('"status"') + 1}`,
      line: 2,
      column: broken.indexOf('"status"') + 1,
    }),
  ]);
});
