import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { validateFile } from "../../src/app/validate.ts";
import { configurationReference } from "../../src/build/config-part.ts";
import { Config, severities } from "../../src/schema/index.ts";

const reference = configurationReference();
const rows = reference
  .split("\n")
  .filter((line) => line.startsWith("| `"))
  .map((line) =>
    line
      .slice(1, -1)
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim()),
  );
const keys = rows.map(([key = ""]) => key.slice(1, -1));
const rowOf = (key: string) => rows[keys.indexOf(key)]?.slice(1);

/** Every path of a value, lists and empty objects as leaves. */
function pathsOf(value: unknown, path = ""): readonly string[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [path];
  const entries = Object.entries(value);
  if (entries.length === 0) return [path];
  return entries.flatMap(([key, one]) => pathsOf(one, path === "" ? key : `${path}.${key}`));
}

describe("the configuration reference", () => {
  test("has every key that a configuration has by default, with its path", () => {
    // given every default, words for each kind and the like left to the row of their table
    const paths = pathsOf(Config.parse({})).map((path) =>
      path
        .replace(/^(triage\.(kinds|priorities|domains))\..*/, "$1")
        .replace(/^rules\.\w+\.enabled$/, "rules.*.enabled"),
    );

    // then
    expect(paths.length).toBeGreaterThan(90);
    expect(paths.filter((path) => !keys.includes(path))).toEqual([]);
  });

  test("says of every key what it is, and each key once", () => {
    const held = keys.filter((key) => key !== "version");
    expect(new Set(held).size).toBe(held.length);
    expect(rows.filter(([, , , means]) => means === "").map(([key]) => key)).toEqual([]);
  });

  test.each([
    ["timezone", "text", "`UTC`"],
    ["control_room", "`owner/name` or `null`", "`null`"],
    ["commands.max_age_hours", "number above 0 to 8784", "`168`"],
    ["tick.reserve", "whole number from 20", "`200`"],
    ["triage.min_confidence", "number from 0 to 1", "`0`"],
    ["triage.default_kind", "_kind_", "`task`"],
    ["triage.kinds", "for each _kind_ a list of texts", "`bug`, `decision`, `research` …"],
    ["triage.modes", "for each _mode_ a list of texts", "`{}`"],
    ["triage.paths[].path", "text", "_required_"],
    ["projects", "list of entries", "`[]`"],
    ["projects[].repo", "`owner/name`", ""],
    ["projects[].status", "`active`, `paused` or `protected`", "`active`"],
    ["rules.*.enabled", "`true` or `false`", "`true`"],
    ["rules.deadline_risk.share", "number above 0 to 1", "`0.8333`"],
    ["workstreams[].start", "instant", "_required_"],
    ["alerts.routes", "keys", ""],
    ["alerts.quiet_hours", "keys or `null`", "`null`"],
    ["alerts.quiet_hours.except", "list of _severity_", "`critical`"],
    ["alerts.telegram.chat", "text, whole number or `null`", "`null`"],
    ["agents[].desired", "_agent status_", "`active`"],
  ])("%s may be %s, by default %s", (key, values, fallback) => {
    expect(rowOf(key)?.slice(0, 2)).toEqual([values, fallback]);
  });

  test("lists the words of a closed list once", () => {
    const lines = reference.split("\n").filter((line) => line.startsWith("| _severity_"));
    expect(lines).toHaveLength(1);
    for (const one of severities) expect(lines[0]).toContain(`\`${one}\``);
  });

  test("has no line wider than 215 characters", () => {
    const widest = Math.max(...reference.split("\n").map((line) => line.length));
    expect(widest).toBeLessThanOrEqual(215);
  });
});

describe("the examples of docs/configuration.md", () => {
  const text = readFileSync("docs/configuration.md", "utf8");
  const examples = [...text.matchAll(/```yaml\n# (\S+)\n([\s\S]*?)```/g)].map(
    ([, path = "", rest = ""]) => ({ path, text: `# ${path}\n${rest}` }),
  );

  test("are both files", () => {
    expect(examples.map(({ path }) => path)).toEqual([
      ".github/mission-control.yml",
      ".github/agents.yml",
    ]);
  });

  test.each(examples)("$path has nothing wrong", (file) => {
    expect(validateFile(file)).toEqual([]);
  });

  test.each(examples)("$path names a schema that is there", ({ text }) => {
    const [, schema = ""] = /\$schema=\.\.\/(\S+)/.exec(text) ?? [];
    expect(JSON.parse(readFileSync(schema, "utf8"))).toHaveProperty("$schema");
  });

  test.each([
    [".github/mission-control.yml", "intervals: 4", "intervals: 1", "impossible"],
    [".github/mission-control.yml", "min_score:", "min_scroe:", "unknown-key"],
    [".github/agents.yml", "max_load: 2", "max_load: two", "wrong-value"],
  ])("%s with %j changed to %j is found wrong in its line", (path, right, wrong, code) => {
    // given
    const example = examples.find((one) => one.path === path);
    const before = example?.text.split(right)[0] ?? "";

    // when
    const [finding] = validateFile({
      path,
      text: example?.text.replace(right, wrong) ?? "",
    });

    // then
    expect([finding?.code, finding?.line]).toEqual([code, before.split("\n").length]);
  });
});
