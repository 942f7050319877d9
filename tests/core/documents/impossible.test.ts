import { expect, test } from "vitest";
import { readConfigFile } from "../../../src/core/documents/check-config.ts";

function findings(text: string): readonly string[] {
  return readConfigFile({ path: "c.yml", text }).findings.map(
    ({ line, column, code, message }) => `${line}:${column} ${code} ${message}`,
  );
}

test.each<[string, string, string]>([
  [
    "quiet hours that begin when they end",
    "alerts:\n  quiet_hours: { from: '22:00', to: '22:00' }\n",
    "2:33 impossible quiet_hours: from and to are both 22:00: is the whole day meant, or none of it?",
  ],
  [
    "a calm as long as the window in which flapping is looked for",
    "alerts:\n  flapping:\n    window_hours: 6\n    calm_hours: 6\n",
    "4:5 impossible calm_hours: expected less than window_hours (6), found 6: nothing would ever be seen to come back",
  ],
  [
    "an orchestrator who hears before the reviewer",
    "rules:\n  review_waiting: { hours: 24, orchestrator_after_hours: 12 }\n",
    "2:32 impossible orchestrator_after_hours: expected more than hours (24), found 12",
  ],
  [
    "budget steps that do not rise",
    "rules:\n  budget:\n    notify: 0.8\n    alert: 0.8\n",
    "4:5 impossible alert: expected more than notify (0.8), found 0.8",
  ],
  [
    "a stop below the alert",
    "rules:\n  budget:\n    stop: 0.7\n",
    "3:5 impossible stop: expected more than alert (0.8), found 0.7",
  ],
  [
    "an urging before the reminder",
    "rules:\n  approval_expiring:\n    remind: 0.9\n    urge: 0.5\n",
    "4:5 impossible urge: expected more than remind (0.9), found 0.5",
  ],
  [
    "leases that end before anybody hears of the silence",
    "leases:\n  intervals: 1\n",
    "2:3 impossible intervals: expected more than rules.agent_silent.intervals (2), found 1",
  ],
  [
    "an assignment in which nothing weighs",
    "assignment:\n  weights: { capability: 0, health: 0, load: 0, budget: 0, history: 0 }\n",
    "2:3 impossible weights: expected at least one above 0",
  ],
  [
    "one repository in two projects",
    "projects:\n  - { id: a, name: A, repo: acme/shop }\n  - { id: b, name: B, repo: Acme/shop }\n",
    "3:23 impossible Acme/shop is there twice: a repository belongs to one project",
  ],
  [
    "projects in a repository that another control room governs",
    "control_room: acme/control\nprojects:\n  - { id: a, name: A }\n",
    "2:1 impossible control_room: acme/control governs this repository, so what stands here would never be read; write it there",
  ],
  [
    "a model without TLS on another machine",
    "triage:\n  model:\n    url: http://models.example.com/v1\n",
    "3:5 impossible url: expected an https address, or an http one on localhost, without a user, password or fragment",
  ],
  [
    "the same workstream twice",
    "workstreams:\n  - { milestone: M, start: '2026-11-21T08:00:00Z', hours: 10 }\n  - { milestone: M, start: '2026-11-21T08:00:00Z', hours: 10 }\n",
    '3:7 impossible the workstream "M" is there twice',
  ],
  [
    "a go/no-go after the end",
    "workstreams:\n  - milestone: M\n    start: '2026-11-21T08:00:00Z'\n    hours: 10\n    go_no_go: 11\n",
    "5:5 impossible go_no_go: hour 11 lies beyond the workstream's clock of 10 hours",
  ],
  [
    "check-ins after the end",
    "workstreams:\n  - milestone: M\n    start: '2026-11-21T08:00:00Z'\n    hours: 10\n    checkins:\n      - { every_hours: 1, until_hour: 24 }\n",
    "6:27 impossible until_hour: hour 24 lies beyond the workstream's clock of 10 hours",
  ],
  [
    "check-ins that end before they begin",
    "workstreams:\n  - milestone: M\n    start: '2026-11-21T08:00:00Z'\n    hours: 10\n    checkins:\n      - { every_hours: 1, from_hour: 5, until_hour: 5 }\n",
    "6:27 impossible from_hour: expected less than until_hour (5), found 5",
  ],
])("%s is found where it stands", (_, text, finding) => {
  expect(findings(text)).toEqual([finding]);
});

test("a silent rule that is off does not bind the leases", () => {
  expect(findings("rules:\n  agent_silent: { enabled: false }\nleases:\n  intervals: 1\n")).toEqual(
    [],
  );
});

test("the same milestone in two repositories is two workstreams", () => {
  const one = (repo: string) =>
    `  - { milestone: M, repo: ${repo}, start: '2026-11-21T08:00:00Z', hours: 10 }\n`;
  expect(findings(`workstreams:\n${one("acme/a")}${one("acme/b")}`)).toEqual([]);
});
