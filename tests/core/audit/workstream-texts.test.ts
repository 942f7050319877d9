import { describe, expect, test } from "vitest";
import { listedTexts } from "../../../src/core/audit/workstream-texts.ts";
import type { Data, DataWorkstream, DataWorkstreamTask } from "../../../src/schema/index.ts";
import { sampleData } from "./sample-data.ts";

/** What the page says under this name, when its only workstream is hurt like this. */
function texts(name: string, change: Partial<DataWorkstream>): readonly string[] {
  const data = sampleData();
  for (const item of data.workstreams.items) Object.assign(item, change);
  return valuesOf(name, data);
}

function taskTexts(name: string, change: Partial<DataWorkstreamTask>): readonly string[] {
  const data = sampleData();
  for (const item of data.workstreams.items) {
    item.tasks = item.tasks.slice(0, 1);
    for (const task of item.tasks) Object.assign(task, change);
  }
  return valuesOf(name, data);
}

function valuesOf(name: string, data: Data): readonly string[] {
  const found = listedTexts.get(`workstream:${name}`);
  if (found === undefined) throw new Error(`nothing is said under ${name}`);
  return found.values(data);
}

const start = "2026-11-20T12:00:00Z";

describe("of a workstream the page says", () => {
  test.each<[name: string, change: Partial<DataWorkstream>, says: readonly string[]]>([
    ["name", { id: "launch" }, ["launch"]],
    ["clock", { hour: 24, hours: 48 }, ["hour 24 of 48"]],
    ["finish", { start, finish: "2026-11-21T13:30:00Z" }, ["hour 25.5"]],
    ["finish", { start, finish: null }, ["cannot judge"]],
    ["spare", { spare: 2.5 }, ["2.5 h before the end"]],
    ["spare", { spare: 0 }, ["0 h before the end"]],
    ["spare", { spare: -1 }, ["1 h after the end"]],
    ["spare", { spare: null }, []],
    ["verdict", { go_no_go: null, verdict: "go" }, ["none"]],
    ["verdict", { go_no_go: start, verdict: "no-go" }, ["no-go"]],
    ["progress", { progress: 40 }, ["40 %"]],
    ["progress", { progress: 0 }, ["0 %"]],
    ["progress", { progress: null }, ["none"]],
    ["risks", { risks: [], risks_left: 0 }, ["0"]],
    ["risks", { risks: [], risks_left: 3 }, ["3"]],
    ["next", { next: [] }, ["Nothing can be done now."]],
  ])("%s, for %j: %j", (name, change, says) => {
    expect(texts(name, change)).toEqual(says);
  });

  test("the counts that it lists, each under its own name", () => {
    const counts = { tasks: 7, done: 2, open: 5, critical: 3 };
    const said = ["tasks", "done", "critical"].map((name) => texts(name, { counts }));
    expect(said).toEqual([["7"], ["2"], ["3"]]);
  });

  test("how many of its criteria are met", () => {
    const criteria = (["met", "pending", "met", "failed"] as const).map((status) => ({
      text: "built",
      status,
      why: "",
    }));
    expect(texts("criteria", { criteria })).toEqual(["2 of 4"]);
  });

  test("what comes first of what can be done next", () => {
    expect(valuesOf("next", sampleData())).toEqual(["Triage #1 (Task 1)"]);
  });

  test("nothing when there is none", () => {
    const data = sampleData();
    data.workstreams.items = [];
    for (const { values } of listedTexts.values()) expect(values(data)).toEqual([]);
  });
});

describe("of a task in the schedule the page says", () => {
  test.each<[name: string, change: Partial<DataWorkstreamTask>, says: string]>([
    ["number", { number: 8 }, "#8"],
    ["left", { left: 2, hours: 2, assumed: false }, "2 h"],
    ["left", { left: 2, hours: 2, assumed: true }, "~2 h"],
    ["left", { left: 1.26, hours: 2, assumed: false }, "1.3 of 2 h"],
    ["left", { left: 0, hours: 2, assumed: true }, "~0 of 2 h"],
    ["slack", { slack: 1.5 }, "1.5 h"],
    ["slack", { slack: 0 }, "0 h"],
    ["slack", { slack: null }, "–"],
    ["due", { deadline: "2026-11-20T22:30:00Z" }, "hour 10.5"],
    ["due", { deadline: null }, "–"],
  ])("%s, for %j: %s", (name, change, says) => {
    expect(taskTexts(name, change)).toEqual([says]);
  });

  test("one text for each, in the order of the page", () => {
    const data = sampleData();
    const listed = data.workstreams.items.flatMap(({ tasks }) => tasks);
    expect(listed.length).toBeGreaterThan(1);
    expect(valuesOf("number", data)).toEqual(listed.map(({ number }) => `#${number}`));
  });
});

test("a text that is wrong is found by a mark on the page and a path in the data, which name it alike", () => {
  for (const [name, { selector }] of listedTexts)
    expect(selector).toBe(`[data-stream="${name.slice("workstream:".length)}"]`);
  const paths = ["clock", "next", "left", "due"].map(
    (name) => listedTexts.get(`workstream:${name}`)?.path,
  );
  expect(paths).toEqual([
    "$.workstreams.items[*].hour",
    "$.workstreams.items[*].next[0].text",
    "$.workstreams.items[*].tasks[*].left",
    "$.workstreams.items[*].tasks[*].deadline",
  ]);
});
