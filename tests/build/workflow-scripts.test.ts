import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { parse } from "yaml";

type Step = { name?: string; run?: string };
type Workflow = { jobs: Record<string, { steps: Step[] }> };
type Ran = { readonly status: number | null; readonly output: string };

let root: string;
let repo: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "scripts-"));
  repo = join(root, "repo");
  mkdirSync(repo);
  git("init", "--quiet", "--initial-branch=main");
  git("config", "user.name", "ada");
  git("config", "user.email", "ada@example.com");
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

/** The script of a step as GitHub runs it, in the repository. */
function runStep(workflow: string, name: string, env: Record<string, string> = {}): Ran {
  const { jobs }: Workflow = parse(readFileSync(`.github/workflows/${workflow}.yml`, "utf8"));
  const step = Object.values(jobs)
    .flatMap(({ steps }) => steps)
    .find((step) => step.name === name);
  const { status, stdout, stderr } = spawnSync(
    "bash",
    ["--noprofile", "--norc", "-eo", "pipefail", "-c", step?.run ?? "echo no such step; exit 99"],
    { cwd: repo, encoding: "utf8", env: { ...process.env, ...env } },
  );
  return { status, output: stdout + stderr };
}

function git(...args: string[]): string {
  const { status, stdout, stderr } = spawnSync("git", args, { cwd: repo, encoding: "utf8" });
  expect(status, stderr).toBe(0);
  return stdout.trim();
}

function write(path: string, text: string): void {
  mkdirSync(dirname(join(repo, path)), { recursive: true });
  writeFileSync(join(repo, path), text);
}

function commit(message: string): string {
  git("add", "--all");
  git("commit", "--quiet", "--allow-empty", "--message", message);
  return git("rev-parse", "HEAD");
}

describe("the guard", () => {
  const segment = "state/events/2026/11/21/070000-000000000000.jsonl";

  beforeEach(() => {
    write(segment, "one\ntwo\nthree\n");
    write("state/mission-control.json", "{}\n");
    commit("base");
  });

  test.each([
    ["adds a segment", () => write("state/events/2026/11/21/071500-aaaaaaaaaaaa.jsonl", "x\n")],
    ["changes the snapshot", () => write("state/mission-control.json", '{ "a": 1 }\n')],
    ["touches no state", () => write("readme.md", "x\n")],
  ])("has nothing against a pull request that %s", (_what, change) => {
    change();
    commit("change");
    expect(runStep("guard", "It only adds to the history")).toEqual({ status: 0, output: "" });
  });

  test.each([
    ["deletes a segment", () => rmSync(join(repo, segment)), "D"],
    ["renames a segment", () => git("mv", segment, "state/events/other.jsonl"), "D"],
    ["moves a segment out of the history", () => git("mv", segment, "other.jsonl"), "D"],
    ["adds a line to a segment", () => write(segment, "one\ntwo\nthree\nfour\n"), "M"],
  ])("fails a pull request that %s", (_what, change, letter) => {
    change();
    commit("change");
    const { status, output } = runStep("guard", "It only adds to the history");
    expect(status).toBe(1);
    expect(output).toMatch(/^::error::state\/events is append-only/);
    expect(output).toContain(`${letter}\t${segment}`);
  });

  test("hands on the state and configuration that a pull request adds or changes", () => {
    write("state/mission-control.json", '{ "a": 1 }\n');
    write(".github/agents.yml", "version: 1\n");
    write("src/x.ts", "x\n");
    commit("change");
    const output = join(root, "output");
    expect(runStep("guard", "Which files it changes", { GITHUB_OUTPUT: output }).status).toBe(0);
    const [first, ...files] = readFileSync(output, "utf8").trimEnd().split("\n");
    const delimiter = first?.replace("files<<", "");
    expect(files).toEqual([".github/agents.yml", "state/mission-control.json", delimiter]);
  });
});

describe("a release", () => {
  const checkTag = (tag: string) =>
    runStep("release", "The tag says the version of the package", { TAG: tag }).status;

  function release(tag: string): Ran {
    // As the runner does, whose checkout is what the remote has, not what was tagged here once.
    git("fetch", "--quiet", "--force", "--tags", "origin");
    git("checkout", "--quiet", "--detach", tag);
    write("dist/action/index.js", `bundle of ${tag}\n`);
    write("dist/action/node_modules/driver/index.js", "driver\n");
    return runStep("release", "Commit the bundle and move the tags", {
      TAG: tag,
      GITHUB_REPOSITORY: "acme/mission-control",
      GITHUB_STEP_SUMMARY: join(root, "summary"),
    });
  }

  /** What a ref of the remote points to. */
  function remote(ref: string): string {
    return git("ls-remote", "origin", ref).split("\t")[0] ?? "";
  }

  beforeEach(() => {
    git("init", "--quiet", "--bare", join(root, "remote"));
    git("remote", "add", "origin", join(root, "remote"));
    write(".gitignore", "dist/\nnode_modules/\n");
    write("package.json", '{ "version": "1.2.0" }\n');
    commit("base");
    git("tag", "v1.2.0");
    git("push", "--quiet", "origin", "main", "v1.2.0");
  });

  test("is refused under a tag that is not the package's version", () => {
    expect(checkTag("v1.2.0")).toBe(0);
    expect(checkTag("v1.2.1")).toBe(1);
    expect(checkTag("v1.2")).toBe(1);
    expect(checkTag("v1.2.0; true")).toBe(1);
  });

  test("adds the bundle on top of the tagged commit, and moves both tags to it, but no branch", () => {
    const tagged = git("rev-parse", "main");
    expect(release("v1.2.0")).toMatchObject({ status: 0 });
    const released = remote("refs/tags/v1.2.0");
    expect(remote("refs/tags/v1")).toBe(released);
    expect(remote("refs/heads/main")).toBe(tagged);
    expect(git("rev-parse", `${released}^`)).toBe(tagged);
    expect(git("diff", "--name-status", tagged, released).split("\n")).toEqual([
      "A\tdist/action/index.js",
      "A\tdist/action/node_modules/driver/index.js",
    ]);
    expect(readFileSync(join(root, "summary"), "utf8")).toBe(
      `acme/mission-control@${released} # v1.2.0\n`,
    );
  });

  test("once more changes nothing", () => {
    release("v1.2.0");
    const released = remote("refs/tags/v1.2.0");
    expect(release("v1.2.0")).toMatchObject({ status: 0 });
    expect(remote("refs/tags/v1.2.0")).toBe(released);
  });

  test("of an older line leaves the major tag with the newest", () => {
    git("tag", "v1.10.0", commit("newer"));
    git("push", "--quiet", "origin", "v1.10.0");
    release("v1.10.0");
    release("v1.2.0");
    expect(remote("refs/tags/v1")).toBe(remote("refs/tags/v1.10.0"));
    expect(remote("refs/tags/v1.2.0")).not.toBe(remote("refs/tags/v1"));
  });
});
