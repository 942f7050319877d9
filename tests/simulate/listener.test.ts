import { expect, test } from "vitest";
import type { AlertState } from "../../src/schema/index.ts";
import { listener } from "../../src/simulate/listener.ts";

const seven = "2026-11-21T07:00:00Z";

function alert(id: string, fields: Partial<AlertState> = {}): AlertState {
  return {
    id,
    rule: "overdue",
    cause: id,
    entity_type: "task",
    entity_id: id,
    severity: "urgent",
    title: "Overdue",
    message: "It was due.",
    evidence: [],
    to: ["operator"],
    opened_at: seven,
    resolved_at: null,
    acknowledged: null,
    announced: { at: seven, severity: "urgent", peak: "urgent", times: 1 },
    flaps: [],
    calm_since: null,
    delivered: [],
    ...fields,
  };
}

const summary = alert("first", {
  rule: "first-look",
  message: "By rule: overdue 2, due-soon 1. The gravest: Overdue 9 h.",
});

async function untold(sent: readonly AlertState[], open: readonly AlertState[]) {
  const hears = listener();
  for (const one of sent)
    await hears.channel.send(one, { id: one.id, attempt: 1, requiresAck: false });
  return hears.missing(open, Date.parse(seven)).map(({ why }) => why);
}

const [a, b, c] = [alert("a"), alert("b"), alert("c")];

test.each<[string, readonly AlertState[], readonly AlertState[], readonly string[]]>([
  ["who was sent an alert knows of it", [a], [a], []],
  ["what was not sent is not known", [a], [a, b], ["b"]],
  ["one message tells of as many as it says", [summary], [a, b, c], ["c"]],
  [
    "and of those of a rule that it names",
    [summary],
    [alert("d", { rule: "blocked-long" })],
    ["d"],
  ],
  [
    "and of what was opened with it",
    [summary],
    [alert("e", { opened_at: "2026-11-21T08:00:00Z" })],
    ["e"],
  ],
  ["what is less than urgent need not be told", [], [alert("f", { severity: "warning" })], []],
])("%s", async (_, sent, open, missing) => {
  expect(await untold(sent, open)).toEqual(missing);
});

test("what is told twice is found once", async () => {
  const hears = listener();
  for (let times = 0; times < 3; times++)
    await hears.channel.send(a, { id: "a", attempt: times + 1, requiresAck: false });
  expect(hears.repeated(0).map(({ kind }) => kind)).toEqual(["told-twice"]);
  expect(hears.repeated(0)).toEqual([]);
});
