import type { Data, DataWorkstream } from "../../schema/index.ts";
import { spareHours } from "../workstreams/clock-words.ts";
import { isClosed } from "../workstreams/schedule.ts";
import type { AuditFinding } from "./finding.ts";

/** Whether each workstream agrees with itself, and with the board. */
export function* workstreamsAgree({ tasks, workstreams }: Data): Iterable<AuditFinding> {
  const board = new Map(tasks.items.map((task) => [task.id, task]));
  for (const [index, workstream] of workstreams.items.entries()) {
    const path = `$.workstreams.items[${index}]`;
    for (const [place, task] of workstream.tasks.entries()) {
      const known = board.get(task.id);
      const at = `${path}.tasks[${place}]`;
      yield* equal(`${at}.status`, known?.status, task.status);
      yield* equal(`${at}.owner`, known?.owner, task.owner);
      yield* equal(`${at}.due`, known?.due, task.due);
    }
    if (workstream.tasks_left === 0) yield* listAgrees(path, workstream);
    yield* equal(`${path}.spare`, spareHours(workstream), workstream.spare);
    const { go_no_go, verdict } = workstream;
    const isAhead = go_no_go === null || Date.parse(go_no_go) > Date.parse(workstreams.as_of);
    if (isAhead) yield* equal(`${path}.verdict`, "pending", verdict);
  }
}

function* listAgrees(path: string, { tasks, counts, critical_path }: DataWorkstream) {
  const own = tasks.filter(({ outside }) => !outside);
  const count = (is: (task: (typeof own)[number]) => boolean) => own.filter(is).length;
  yield* equal(`${path}.counts.tasks`, own.length, counts.tasks);
  yield* equal(
    `${path}.counts.done`,
    count(({ status }) => status === "done"),
    counts.done,
  );
  yield* equal(
    `${path}.counts.open`,
    count(({ status }) => !isClosed(status)),
    counts.open,
  );
  yield* equal(
    `${path}.counts.critical`,
    count(({ critical }) => critical),
    counts.critical,
  );
  for (const [place, id] of critical_path.entries()) {
    const isCritical = tasks.find((task) => task.id === id)?.critical;
    yield* equal(`${path}.critical_path[${place}]`, true, isCritical);
  }
}

function* equal(path: string, expected: unknown, actual: unknown): Iterable<AuditFinding> {
  if (expected === actual) return;
  yield {
    code: "data-contradiction",
    severity: "urgent",
    check: "data",
    message: "The data says one thing of a workstream and another in its lists",
    path,
    expected,
    actual,
  };
}
