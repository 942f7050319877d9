import { describe, expect, test } from "vitest";
import { readAgentsFile } from "../../../src/core/documents/check-agents.ts";

const read = (text: string) => readAgentsFile({ path: "a.yml", text });

test("agents with ids of their own are read", () => {
  const { value, findings } = read(
    "agents:\n  - { id: atlas, role: QA }\n  - { id: iris, role: QA }\n",
  );
  expect(findings).toEqual([]);
  expect(value?.agents.map(({ id }) => id)).toEqual(["atlas", "iris"]);
});

test("an id that is taken is said at itself, with the line of the first, and nothing is read", () => {
  const text = [
    "agents:",
    "  - role: QA",
    "    id: atlas",
    "  - role: QA",
    "    id: atlas",
    "  - role: QA",
    "    id: atlas",
  ].join("\n");
  const { value, findings } = read(text);
  expect(value).toBeNull();
  expect(findings.map(({ path, code, message }) => `${path} ${code} ${message}`)).toEqual([
    'a.yml:5:5 duplicate-id the agent id "atlas" is taken, in line 3',
    'a.yml:7:5 duplicate-id the agent id "atlas" is taken, in line 3',
  ]);
});

describe("values that cannot stand together", () => {
  const pause = "{ by: ada, reason: Costs, since: 2026-11-20T10:00:00Z";
  const complaints = (fields: string, logins?: readonly string[]) =>
    readAgentsFile(
      { path: "a.yml", text: `agents:\n  - id: atlas\n    role: QA\n${fields}` },
      logins,
    ).findings.map(({ path, code, message }) => `${path} ${code} ${message}`);

  test.each([
    ["paused", "desired: paused"],
    ["draining", "desired: draining"],
    ["quarantined", "desired: quarantined"],
  ])("%s without a pause", (status, desired) => {
    expect(complaints(`    ${desired}\n`)).toEqual([
      `a.yml:4:5 impossible atlas should be ${status}: expected a pause that says by whom, why and since when`,
    ]);
    expect(complaints(`    ${desired}\n    pause: ${pause} }\n`)).toEqual([]);
  });

  test("a pause without a desired status that is one", () => {
    expect(complaints(`    desired: active\n    pause: ${pause} }\n`)).toEqual([
      "a.yml:5:5 impossible atlas has a pause and should be active: expected desired to be paused, draining or quarantined",
    ]);
  });

  test.each([
    ["2026-11-20T09:59:59Z", 1],
    ["2026-11-20T10:00:00Z", 1],
    ["2026-11-20T10:00:01Z", 0],
  ])("a pause that began at ten and ends at %s: %i findings", (until, count) => {
    const text = `    desired: paused\n    pause:\n      by: ada\n      reason: Costs\n      since: 2026-11-20T10:00:00Z\n      until: ${until}\n`;
    const found = complaints(text);
    expect(found).toHaveLength(count);
    for (const one of found)
      expect(one).toBe(
        `a.yml:9:7 impossible the pause ends at ${until}: expected an instant after its beginning, 2026-11-20T10:00:00Z`,
      );
  });

  test("a run that may cost more than its day, or as much", () => {
    const budget = (run: number) => `    budget:\n      run_usd: ${run}\n      day_usd: 5\n`;
    expect(complaints(budget(6))).toEqual([
      "a.yml:5:7 impossible one run may cost 6 USD and the whole day 5: expected no more for a run than for its day",
    ]);
    expect(complaints(budget(5))).toEqual([]);
    expect(complaints("    budget: { run_usd: 6 }\n")).toEqual([]);
  });

  test("a login that another agent has, in whatever letters", () => {
    const other = "  - { id: iris, role: QA, login: Atlas-Bot }\n  - { id: juno, role: QA }\n";
    expect(complaints(`    login: atlas-bot\n${other}`)).toEqual([
      'a.yml:5:27 duplicate-id the login "Atlas-Bot" is taken, in line 4',
    ]);
  });

  test("agents without a login have none in common", () => {
    expect(complaints("  - { id: iris, role: QA }\n")).toEqual([]);
  });

  test("a login that is Mission Control's own", () => {
    const text = "    login: GitHub-Actions[bot]\n";
    const finding =
      "a.yml:4:5 impossible GitHub-Actions[bot] is one of engine.logins: its commands would be ignored";
    expect(complaints(text)).toEqual([finding]);
    expect(complaints(text, ["github-actions[bot]"])).toEqual([finding]);
    expect(complaints(text, ["control[bot]"])).toEqual([]);
  });

  test("an expected interval of nothing", () => {
    expect(complaints("    heartbeat: 0m\n")).toEqual([
      'a.yml:4:5 wrong-value agents[0].heartbeat: expected an interval such as 15m, 1h or 2d, not zero, found "0m"',
    ]);
    expect(complaints("    heartbeat: 10m\n")).toEqual([]);
  });
});
