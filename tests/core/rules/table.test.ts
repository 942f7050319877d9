import { expect, test } from "vitest";
import { rulesTable } from "../../../src/build/rules-part.ts";
import { settingsOf } from "../../../src/core/alerts.ts";
import { rules } from "../../../src/core/rules/table.ts";
import { Agents, Config } from "../../../src/schema/index.ts";

/** As they are specified, with their severities; the last one is of our own making. */
const specified = [
  ["new-task", "info"],
  ["untriaged", "warning"],
  ["stale-active", "warning"],
  ["due-soon", "urgent"],
  ["overdue", "urgent"],
  ["deadline-risk", "warning"],
  ["blocked-long", "urgent"],
  ["dependency-blocked", "warning"],
  ["critical-found", "critical"],
  ["security-red", "critical"],
  ["review-waiting", "warning"],
  ["done", "info"],
  ["agent-silent", "warning"],
  ["agent-idle", "info"],
  ["agents-paused", "warning"],
  ["approvals-waiting", "urgent"],
  ["ack-missed", "warning, urgent"],
  ["checkin-missed", "warning"],
  ["routine-missed", "warning"],
  ["budget", "info, warning, critical"],
  ["approval-expiring", "info, urgent"],
  ["lifecycle-invariant", "info"],
  ["foreign-push", "critical"],
  ["routine-failed", "urgent"],
  ["history-cut", "warning"],
] as const;

const policy = { config: Config.parse({}), agents: Agents.parse({ agents: [] }) };
const rows = rulesTable()
  .split("\n")
  .slice(2)
  .map((line) => line.split("|").map((cell) => cell.trim()));

test("every rule that is specified is there, in that order", () => {
  const ids = specified.map(([id]) => id);
  expect([...new Set(rules.map(({ id }) => id))]).toEqual(ids);
});

test("a rule stands twice only when it is about two things", () => {
  const about = rules.map((rule) => `${rule.id} ${rule.about}`);
  expect(new Set(about).size).toBe(rules.length);
});

test("every rule has settings of its name, and there are no others", () => {
  for (const rule of rules) expect(settingsOf(rule, policy).enabled).toBe(true);
  const keys = specified.map(([id]) => id.replaceAll("-", "_"));
  expect(Object.keys(policy.config.rules).toSorted()).toEqual(keys.toSorted());
});

test("every rule has one row in the documents, with every severity it may have", () => {
  expect(rows.map(([, id, , , severity]) => [id, severity])).toEqual(
    specified.map(([id, severity]) => [`\`${id}\``, severity]),
  );
});

test("every row says when, what, where it is configured, and every number with its default", () => {
  for (const [, id = "", when, does, , key, defaults = ""] of rows) {
    expect([when, does], id).not.toContain("");
    const name = id.replaceAll("`", "").replaceAll("-", "_");
    expect(key).toBe(`\`rules.${name}\``);
    const settings = settingsOf({ id: name }, policy);
    for (const number of Object.keys(settings)) {
      if (["enabled", "severity", "text"].includes(number)) continue;
      expect(defaults).toContain(`\`${number}\` `);
    }
  }
  expect(rows.find(([, id]) => id === "`budget`")?.[6]).toBe("`notify` 0.5, `alert` 0.8, `stop` 1");
});
