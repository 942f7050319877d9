import { expect, test } from "vitest";
import { checkData } from "../../../src/core/audit/check-data.ts";
import type { Data, DataWorkstream, DataWorkstreamTask } from "../../../src/schema/index.ts";
import { sampleData } from "./sample-data.ts";

function streamOf({ workstreams }: Data): DataWorkstream {
  const [stream] = workstreams.items;
  if (stream === undefined) throw new Error("the sample has no workstream");
  return stream;
}

function taskOf(data: Data, number: number): DataWorkstreamTask {
  const found = streamOf(data).tasks.find((task) => task.number === number);
  if (found === undefined) throw new Error(`the workstream has no #${number}`);
  return found;
}

const at = "$.workstreams.items[0]";

test.each<[fact: string, hurt: (data: Data) => unknown, path: string]>([
  [
    "a status that the board does not have",
    (d) => (taskOf(d, 5).status = "review"),
    `${at}.tasks[2].status`,
  ],
  [
    "an owner that the board does not have",
    (d) => (taskOf(d, 8).owner = "human:ada"),
    `${at}.tasks[0].owner`,
  ],
  [
    "a deadline that the board does not have",
    (d) => (taskOf(d, 7).due = "2026-11-30"),
    `${at}.tasks[1].due`,
  ],
  [
    "a task that is not on the board",
    (d) => (taskOf(d, 5).id = "ada/fleet#99"),
    `${at}.tasks[2].status`,
  ],
  ["more tasks than listed", (d) => (streamOf(d).counts.tasks += 1), `${at}.counts.tasks`],
  ["fewer done than listed", (d) => (streamOf(d).counts.done = 0), `${at}.counts.done`],
  ["more open than listed", (d) => (streamOf(d).counts.open += 1), `${at}.counts.open`],
  ["a critical task too many", (d) => (taskOf(d, 5).critical = true), `${at}.counts.critical`],
  [
    "a path over a task that is not critical",
    (d) => streamOf(d).critical_path.push("ada/fleet#5"),
    `${at}.critical_path[2]`,
  ],
  ["another finish than the spare hours", (d) => (streamOf(d).spare = 9), `${at}.spare`],
  ["a verdict before its hour", (d) => (streamOf(d).verdict = "go"), `${at}.verdict`],
  [
    "the same workstream twice",
    (d) => d.workstreams.items.push(streamOf(d)),
    "$.workstreams.items[1].id",
  ],
  [
    "a later time than the data",
    (d) => (d.workstreams.as_of = "2026-11-21T13:00:00Z"),
    "$.workstreams.as_of",
  ],
])("%s is found", (_, hurt, path) => {
  const data = sampleData();
  hurt(data);
  expect(checkData(data)).toContainEqual(expect.objectContaining({ path, check: "data" }));
});

test("a verdict from its hour on, and a list that is cut, are no contradictions", () => {
  const data = sampleData();
  const stream = streamOf(data);
  Object.assign(stream, { verdict: "no-go", go_no_go: data.workstreams.as_of });
  stream.tasks = stream.tasks.slice(0, 2);
  stream.tasks_left = 5;
  expect(checkData(data)).toEqual([]);
});
