import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { reads } from "../../../src/adapters/github/wire.ts";
import { type LocalGitHub, startLocalGitHub } from "../../../src/local/github/index.ts";
import { cli, type Ran } from "./harness.ts";

let github: LocalGitHub;
let repo = "";
let repos = 0;

beforeAll(async () => {
  github = await startLocalGitHub({
    repos: [{ owner: "acme", name: "first" }],
    users: [{ login: "mai" }, { login: "github-actions[bot]", type: "Bot" }],
    reads,
  });
});
afterAll(() => github.close());
beforeEach(async () => {
  const name = `shop-${++repos}`;
  await github.createRepo({ owner: "acme", name });
  repo = `acme/${name}`;
  github.setPermission(repo, "mai", "admin");
  github.setPermission(repo, "github-actions[bot]", "write");
});

const workflow = () => ({
  GITHUB_TOKEN: github.token("github-actions[bot]"),
  GITHUB_API_URL: github.url,
  GITHUB_REPOSITORY: repo,
});
const person = () => ({ ...workflow(), GITHUB_TOKEN: github.token("mai") });

/** As in a workflow, whose token may not ask who it is. */
const bot = (...argv: readonly string[]): Promise<Ran> => {
  const token = github.token("github-actions[bot]");
  const isWorkflow = token.startsWith("ghs_");
  const env = { ...workflow(), ...(isWorkflow ? { GITHUB_ACTIONS: "true" } : {}) };
  return cli(argv, { env });
};

async function ask(path: string): Promise<unknown> {
  const response = await fetch(github.url + path, {
    headers: { authorization: `Bearer ${github.token("mai")}` },
  });
  return await response.json();
}

async function labelsOf(number: number): Promise<readonly string[]> {
  const issue = (await ask(`/repos/${repo}/issues/${number}`)) as { labels: { name: string }[] };
  return issue.labels.map(({ name }) => name);
}

describe("inbox", () => {
  test("files an item and, as Mission Control, triages it in the same run", async () => {
    const { code, out, err } = await bot("inbox", "The button is broken\nIt crashes the page");
    expect(err).toBe("");
    expect(out).toContain("filed #1: ");
    expect(code).toBe(0);
    expect(await ask(`/repos/${repo}/issues/1`)).toMatchObject({ title: "The button is broken" });
    expect(await labelsOf(1)).toEqual(expect.arrayContaining(["status:triaged", "kind:bug"]));
  });

  test("files a person's item and leaves the triage to whoever is woken by it", async () => {
    const { code, json } = await cli(["inbox", "Fix", "the", "page", "--json"], { env: person() });
    expect(code).toBe(0);
    expect(json()).toMatchObject({ ok: true, number: 1, title: "Fix the page", task: null });
    expect(await labelsOf(1)).toEqual([]);
  });

  test("with --dry-run files nothing", async () => {
    const { code, json } = await cli(["inbox", "Not yet", "--dry-run", "--json"], {
      env: person(),
    });
    expect([code, json()["reason"], json()["title"]]).toEqual([0, "planned", "Not yet"]);
    expect(await ask(`/repos/${repo}/issues?state=all`)).toEqual([]);
  });

  test("refuses an empty text", async () => {
    const { code, err } = await cli(["inbox", "-"], { env: person(), stdin: " \n" });
    expect(code).toBe(2);
    expect(err).toContain("nothing to file");
  });
});

describe("tick", () => {
  test("settles what came, commits it, and has nothing to do the second time", async () => {
    await cli(["inbox", "The api is down"], { env: person() });
    const first = await bot("tick", "--json");
    expect(first.json()).toMatchObject({ ok: true, reason: "done", read: 1, left: [] });
    const files = (first.json()["commit"] as { files: string[] }).files;
    expect(files).toContain("state/mission-control.json");
    expect(files).toContain("docs/mission-control/data.json");
    const second = await bot("tick", "--json");
    expect(second.json()).toMatchObject({ ok: true, reason: "nothing-to-do", commit: null });
  });

  test("with --dry-run says what it would write and writes nothing", async () => {
    await cli(["inbox", "The api is down"], { env: person() });
    const before = github.requestLog().length;
    const { code, json } = await bot("tick", "--dry-run", "--json");
    expect([code, json()["reason"], json()["commit"]]).toEqual([0, "planned", null]);
    expect(JSON.stringify(json()["tasks"])).toContain("status:triaged");
    const methods = github
      .requestLog()
      .slice(before)
      .map(({ method }) => method);
    expect(new Set(methods)).toEqual(new Set(["GET"]));
  });

  test("uses the configuration of --config, and says what is wrong in it by its own name", async () => {
    const cwd = mkdtempSync(join(tmpdir(), "cli-"));
    writeFileSync(join(cwd, "mine.yml"), "triage:\n  automatic: false\n");
    writeFileSync(join(cwd, "bad.yml"), "triag: {}\n");
    await cli(["inbox", "The api is down"], { env: person() });
    const run = (file: string) =>
      cli(["tick", "--dry-run", "--config", file, "--json"], { env: workflowOf(), cwd });
    expect(JSON.stringify((await run("mine.yml")).json())).not.toContain("status:triaged");
    const bad = await run("bad.yml");
    expect(bad.code).toBe(2);
    expect(bad.json()["message"]).toMatch(/^bad\.yml:1:1: /);
  });

  test("ends 3 when GitHub fails, with the reason, and without a stack", async () => {
    const end = github.onRequest(({ path }) =>
      path.includes("/issues") ? { status: 502 } : undefined,
    );
    try {
      const { code, json, err } = await bot("tick", "--json");
      expect([code, json()["reason"]]).toEqual([3, "incomplete"]);
      expect(json()["unlisted"]).toEqual({
        [repo]: expect.stringContaining("/issues: Server Error"),
      });
      expect(err).not.toMatch(/^\s+at /m);
    } finally {
      end();
    }
  });

  test("ends 3 when nothing listens at the address", async () => {
    const env = { ...workflow(), GITHUB_API_URL: "http://127.0.0.1:9" };
    expect((await cli(["tick"], { env })).code).toBe(3);
  });
});

function workflowOf() {
  return github.token("github-actions[bot]").startsWith("ghs_")
    ? { ...workflow(), GITHUB_ACTIONS: "true" }
    : workflow();
}

describe("receive", () => {
  const payload = (number: number) =>
    JSON.stringify({
      action: "opened",
      repository: { full_name: repo },
      sender: { login: "mai" },
      issue: { number },
    });

  test("puts a payload from standard input through the engine", async () => {
    await cli(["inbox", "The api is down"], { env: person() });
    const argv = ["receive", "--event", "issues", "--payload", "-", "--json"];
    const { code, json } = await cli(argv, { env: workflowOf(), stdin: payload(1) });
    expect([code, json()["reason"]]).toEqual([0, "applied"]);
    expect(await labelsOf(1)).toContain("status:triaged");
  });

  test("leaves another repository's delivery alone and says so", async () => {
    const argv = ["receive", "--event", "issues", "--payload", "-", "--json"];
    const stdin = payload(1).replace(repo, "acme/other");
    const { code, json } = await cli(argv, { env: workflowOf(), stdin });
    expect([code, json()["reason"]]).toEqual([0, "ignored-repository"]);
  });
});

describe("reading the snapshot", () => {
  async function fill() {
    await cli(["inbox", "The api is down"], { env: person() });
    await cli(["inbox", "=HYPERLINK(1)\u001b[31m minor"], { env: person() });
    expect((await bot("tick")).code).toBe(0);
  }

  test("lists tasks as a table without control characters, filtered", async () => {
    await fill();
    const all = await cli(["tasks"], { env: person() });
    expect(all.out.split("\n")[0]).toMatch(/^TASK +STATUS +PRIORITY/);
    expect(all.out).toContain("The api is down");
    expect(all.out).not.toContain("\u001b");
    const urgent = await cli(["tasks", "--priority", "urgent", "--json"], { env: person() });
    expect(urgent.json()).toMatchObject({ count: 1, items: [{ number: 1, priority: "urgent" }] });
    const none = await cli(["tasks", "--status", "done,failed", "--json"], { env: person() });
    expect(none.json()).toMatchObject({ ok: true, count: 0, items: [] });
  });

  test("exports JSON, JSONL and CSV, in which no cell is a formula", async () => {
    await fill();
    const env = person();
    expect(JSON.parse((await cli(["tasks", "--format", "json"], { env })).out)).toHaveLength(2);
    const lines = (await cli(["tasks", "--format", "jsonl"], { env })).out.trim().split("\n");
    expect(lines.map((line) => JSON.parse(line).number)).toEqual([1, 2]);
    const csv = (await cli(["tasks", "--format", "csv"], { env })).out;
    expect(csv).toMatch(/^id,number,repo,title/);
    expect(csv).toContain("'=HYPERLINK(1)");
  });

  test("shows state and events, newest first", async () => {
    await fill();
    const env = person();
    const state = await cli(["state"], { env });
    expect(state.out).toContain("tasks: 2");
    const json = (await cli(["state", "--json"], { env })).json();
    expect(json["state"]).toMatchObject({ version: 1, repo });
    const events = (await cli(["events", "--limit", "1", "--json"], { env })).json();
    expect(events).toMatchObject({ count: 1 });
    const moved = (await cli(["events", "--type", "task.created", "--json"], { env })).json();
    expect(moved).toMatchObject({ count: 2 });
    const then = await cli(["events", "--date", "2020-01-01", "--format", "jsonl"], { env });
    expect([then.code, then.out]).toEqual([0, ""]);
    expect((await cli(["events", "--date", "today"], { env })).code).toBe(2);
  });

  test("of a repository without a snapshot is empty, and says why on standard error", async () => {
    const { code, out, err } = await cli(["tasks", "--format", "json"], { env: person() });
    expect([code, out]).toEqual([0, "[]\n"]);
    expect(err).toContain("the first tick makes it");
  });

  test("refuses a word that no task can have, before anything is asked", async () => {
    const before = github.requests();
    const { code, err } = await cli(["tasks", "--status", "actve"], { env: person() });
    expect(code).toBe(2);
    expect(err).toContain('did you mean "active"?');
    expect(github.requests()).toBe(before);
  });
});

test("report commits the day's report and prints it", async () => {
  await cli(["inbox", "The api is down"], { env: person() });
  await bot("tick");
  const { code, out, json } = await bot("report", "--json");
  expect(out).not.toBe("");
  expect(code).toBe(0);
  const path = String(json()["path"]);
  expect(path).toMatch(/^reports\/\d{4}\/\d\d\/\d\d\.md$/);
  const files = (json()["commit"] as { files: string[] }).files;
  expect(files).toEqual(expect.arrayContaining([path, path.replace(".md", ".json")]));
});

describe("without a token", () => {
  function roomAt(apiUrl: string, pid = process.pid): string {
    const cwd = mkdtempSync(join(tmpdir(), "cli-"));
    mkdirSync(join(cwd, ".mission-control"));
    const token = github.token("mai");
    const room = { pid, url: "http://127.0.0.1:8420", apiUrl, repo, token };
    const path = join(cwd, ".mission-control", "local.json");
    writeFileSync(path, JSON.stringify(room), { mode: 0o600 });
    mkdirSync(join(cwd, "below"));
    return join(cwd, "below");
  }

  test("the local control room of this directory, or one above, is used", async () => {
    const { code, out, err } = await cli(["inbox", "From here"], { cwd: roomAt(github.url) });
    expect(err).toBe("using the local control room at http://127.0.0.1:8420\n");
    expect(out).toContain("filed #1");
    expect(code).toBe(0);
  });

  test("a control room that does not answer is not used", async () => {
    const argv = ["inbox", "From here", "--repo", repo];
    const { code, err } = await cli(argv, { cwd: roomAt("http://127.0.0.1:9") });
    expect(code).toBe(2);
    expect(err).not.toContain("using the local");
  });

  test("a file that points away from this machine is not believed", async () => {
    const argv = ["inbox", "From here", "--repo", repo];
    const { code, err } = await cli(argv, { cwd: roomAt("http://192.0.2.1") });
    expect(code).toBe(2);
    expect(err).not.toContain("using the local");
  });

  test("the control room is not used for another repository", async () => {
    const argv = ["inbox", "From here", "--repo", "acme/elsewhere"];
    const { code } = await cli(argv, { cwd: roomAt(github.url) });
    expect(code).toBe(2);
  });
});

test("everything asked of GitHub is what its description allows", () => {
  expect(github.violations()).toEqual([]);
});
