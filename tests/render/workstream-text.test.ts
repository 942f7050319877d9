import { describe, expect, test } from "vitest";
import { renderReport } from "../../src/render/report.ts";
import { workstreamText } from "../../src/render/workstream-text.ts";
import { publishWorkstream } from "../../src/render/workstreams.ts";
import type { TaskState } from "../../src/schema/index.ts";
import { sampleData } from "../core/audit/sample-data.ts";
import { at, ids, instant, stateOf, streamTask, worldWith } from "../core/workstreams/sample.ts";
import { now, sampleState } from "./sample-state.ts";

function text(tasks: readonly TaskState[], settings = {}): string {
  const options = { zone: "UTC", graceMinutes: 15, own: new Set<string>() };
  return workstreamText(
    publishWorkstream(stateOf(tasks, { now: 6, settings }), worldWith(tasks), at(6), options),
  );
}

describe("a workstream at a terminal", () => {
  test("is told in the order of a person's questions", () => {
    const tasks = [
      streamTask(1, { status: "done", since: instant(5), title: "Draw" }),
      streamTask(2, { depends: ids(1), title: "Build", due: instant(20) }),
      streamTask(3, { depends: ids(2), title: "Test", estimate: null, shared: ["human:ada"] }),
    ];
    const criteria = [{ text: "it is drawn", tasks: ["#1"] }, { text: "it is liked" }];
    const settings = { hours: 24, go_no_go: 24, goal: "Sell it", criteria };
    expect(text(tasks, settings)).toBe(
      [
        "Launch: Sell it",
        "hour 6 of 24 · 33 % progress, 1 of 3 tasks done · criteria 1 of 2 met · go/no-go at hour 24: pending",
        "expected finish: hour 22 (2026-11-16T22:00:00Z), 2 h before the end",
        "next: Start #2 (Build), by agent:atlas",
        "      It is on the critical path, where every hour moves the finish (slack to the end 2 h); 1 task waits behind it; due at hour 20.",
        "",
        "   TASK  STATUS    OWNER                    LEFT  SLACK  START  FINISH  DUE  LATE  AFTER  TITLE",
        "   #1    done      agent:atlas              0 h   -      5      5       -    -     -      Draw",
        "*  #2    assigned  agent:atlas              8 h   2 h    6      14      20   -     #1     Build",
        "*  #3    assigned  agent:atlas + human:ada  ~8 h  2 h    14     22      -    -     #2     Test",
        "",
        "critical path (*): #2 → #3",
        "8 h of it are assumed (~): #3",
        "",
        "risks:",
        "  info    Without an estimate, and taken to be 8 h of work each: #3.",
        "  info    #3 (Test) is a joint task: agent:atlas answers for it, and it takes human:ada as well.",
        "",
        "success criteria:",
        "  [x] it is drawn (met, done: #1)",
        "  [ ] it is liked (pending, it names no task, and no status is written down)",
        "",
        "what if:",
        "  #2 8 h late: finish hour 30 (+8 h), then late as well: #2",
        "  #3 8 h late: finish hour 30 (+8 h), no other deadline is missed",
        "",
      ].join("\n"),
    );
  });

  test("without a task says that there is nothing to judge", () => {
    expect(text([])).toBe(
      [
        "Launch",
        "hour 6 of 168 · no progress, 0 of 0 tasks done · criteria 0 of 0 met",
        "expected finish: cannot judge, as no task can be forecast",
        "next: nothing can be done now",
        "",
        "no task carries the milestone",
        "",
      ].join("\n"),
    );
  });

  test("lets nobody's words steer the terminal", () => {
    const tasks = [streamTask(1, { title: "a\u001B[2Jb\u202Ec\nd", owner: null })];
    const settings = { goal: "x\u001B]0;y", criteria: [{ text: "z\u0007\nw" }] };
    expect(text(tasks, settings)).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u202E]/);
  });
});

describe("a workstream in the daily report", () => {
  const report = () => {
    const state = sampleState();
    const data = sampleData();
    return renderReport({ state, data, audit: null, requests: null, date: now.slice(0, 10) });
  };

  test("is one short section: clock, finish, next action, urgent risks", () => {
    const { markdown, json } = report();
    const section = markdown.slice(markdown.indexOf("## Workstream Launch"));
    expect(section).toContain(
      "Hour 24 of 48 · 38 % done · criteria 1 of 2 met · go/no-go: pending",
    );
    expect(section).toContain(
      "Expected finish: **hour 40 \\(2026-11-22T04:00:00Z\\), 8 h before the end**",
    );
    expect(section).toContain("- **Next:** Triage #\u200B1 \\(Task 1\\), by orchestrator — ");
    expect(json.workstreams).toMatchObject([{ id: "Launch", hour: 24, is_late: false }]);
    expect(json.workstreams[0]?.risks).toHaveLength(6);
  });

  test("is left out where there is none", () => {
    const data = { ...sampleData(), workstreams: { as_of: now, items: [] } };
    const input = { state: sampleState(), data, audit: null, requests: null, date: "2026-11-21" };
    expect(renderReport(input).markdown).not.toContain("Workstream");
  });
});
