import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { githubForge } from "../../src/adapters/github/forge.ts";
import { reads } from "../../src/adapters/github/wire.ts";
import { commitState } from "../../src/app/commit-state.ts";
import { readDataBranch } from "../../src/app/data-branch.ts";
import { dailyReport, type ReportRequest } from "../../src/app/report.ts";
import { requesterOf } from "../../src/entry/cli/github.ts";
import { type LocalGitHub, startLocalGitHub } from "../../src/local/github/index.ts";
import type { Clock, Forge } from "../../src/ports.ts";
import { Config, type Finding, Report } from "../../src/schema/index.ts";
import { sampleAudit, sampleTask } from "../render/sample-state.ts";

const config = Config.parse({ timezone: "Europe/Paris" });
const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 255]);
const shots = [
  { name: "laptop-light.png", png },
  { name: "laptop-dark.png", png: new Uint8Array([1, 2, 3]) },
];

let github: LocalGitHub;
let forge: Forge;
let repo = "";
let repos = 0;
let now = 0;
const clock: Clock = { now: () => now, sleep: () => Promise.resolve() };

beforeAll(async () => {
  github = await startLocalGitHub({
    repos: [{ owner: "acme", name: "first" }],
    users: [{ login: "mai" }],
    reads,
  });
  const request = requesterOf({ apiUrl: github.url, token: github.token("mai") });
  forge = githubForge({ request, login: "mai", trusted: [], clock });
});
afterAll(() => github.close());
beforeEach(async () => {
  const name = `shop-${++repos}`;
  await github.createRepo({ owner: "acme", name });
  repo = `acme/${name}`;
  github.setPermission(repo, "mai", "admin");
  now = Date.parse("2026-11-21T12:00:00Z");
});

function report(more: Partial<ReportRequest> = {}) {
  return dailyReport({
    forge,
    clock,
    config,
    repo,
    audit: null,
    screenshots: [],
    requests: () => 17,
    random: () => 0.5,
    ...more,
  });
}

function instant(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z/, "Z");
}

function finding(path: string): Finding {
  return { code: "differs", severity: "urgent", check: "counts", message: `${path} differs`, path };
}

async function filesOn(branch: string): Promise<readonly string[]> {
  const response = await fetch(`${github.url}/repos/${repo}/git/trees/${branch}?recursive=1`, {
    headers: { authorization: `Bearer ${github.token("mai")}` },
  });
  const { tree } = (await response.json()) as { tree: { path: string; type: string }[] };
  return tree.filter(({ type }) => type === "blob").map(({ path }) => path);
}

describe("the daily report", () => {
  test("is one commit of report, data and snapshot, and the pictures are a branch of their own", async () => {
    const audit = sampleAudit("a", { at: "2026-11-21T11:59:00Z" });
    const written = await report({ audit, screenshots: shots });
    const { path, commit, markdown } = written;
    expect(path).toBe("reports/2026/11/21.md");
    const segment = commit?.files.find((file) => file.startsWith("state/events/"));
    expect([...(commit?.files ?? [])].sort()).toEqual(
      [
        "docs/mission-control/data.json",
        "reports/2026/11/21.json",
        "reports/2026/11/21.md",
        "state/mission-control.json",
        segment,
      ].sort(),
    );
    expect(await forge.head(repo, config.data_branch)).toBe(commit?.sha);
    expect(await forge.readFile(repo, config.data_branch, path)).toBe(markdown);
    const { state } = await readDataBranch(forge, repo, config.data_branch);
    expect(state.outputs["report:2026-11-21"]).toMatchObject({ type: "report", location: path });
    expect(state.audits["a"]?.screenshots).toHaveLength(2);
    expect([...(await filesOn(config.screenshot_branch))].sort()).toEqual([
      "2026-11-21/laptop-dark.png",
      "2026-11-21/laptop-light.png",
    ]);
  });

  test("shows the first picture by an address that GitHub answers from any page", async () => {
    const { markdown, screenshotUrl, json } = await report({
      audit: sampleAudit("a"),
      screenshots: shots,
    });
    const address = `https://github.com/${repo}/raw/mission-control-screenshots/2026-11-21/laptop-light.png`;
    expect(screenshotUrl).toBe(address);
    expect(json.screenshot).toBe(address);
    expect(markdown).toContain(`![The dashboard as audited](${address})`);
  });

  test("shows it by another address where it is not GitHub that shows the report", async () => {
    const linkTo = (name: string) => `./${name}`;
    const { markdown } = await report({ audit: sampleAudit("a"), screenshots: shots, linkTo });
    expect(markdown).toContain("![The dashboard as audited](./laptop-light.png)");
  });

  test("keeps the pictures of the newest report only, in one commit without a parent", async () => {
    await report({ audit: sampleAudit("a"), screenshots: shots });
    now += 86_400_000;
    await report({ audit: sampleAudit("b"), screenshots: shots.slice(0, 1) });
    expect(await filesOn(config.screenshot_branch)).toEqual(["2026-11-22/laptop-light.png"]);
    const head = await forge.head(repo, config.screenshot_branch);
    const response = await fetch(`${github.url}/repos/${repo}/git/commits/${head}`, {
      headers: { authorization: `Bearer ${github.token("mai")}` },
    });
    expect(await response.json()).toMatchObject({ parents: [] });
  });

  test("is of the day it is in the configured zone, or of the day asked for", async () => {
    now = Date.parse("2026-11-21T23:30:00Z");
    expect((await report()).path).toBe("reports/2026/11/22.md");
    expect((await report({ date: "2026-11-20" })).path).toBe("reports/2026/11/20.md");
    await expect(report({ date: "2026-02-30" })).rejects.toThrow("expected a day");
    await expect(report({ date: "../../x" })).rejects.toThrow("expected a day");
  });

  test("tells findings that are new, still there, and fixed since the report before", async () => {
    const failed = { verdict: "failed", checks: { counts: "failed" } } as const;
    await report({
      audit: sampleAudit("a", { ...failed, findings: [finding("x"), finding("y")] }),
    });
    now += 86_400_000;
    const next = await report({
      audit: sampleAudit("b", { ...failed, findings: [finding("y"), finding("z")] }),
    });
    const { findings } = next.json;
    const paths = (list: readonly Finding[]) => list.map(({ path }) => path);
    expect(paths(findings.new)).toEqual(["z"]);
    expect(paths(findings.still)).toEqual(["y"]);
    expect(paths(findings.fixed)).toEqual(["x"]);
  });

  test("without an audit of its own tells of the newest one in the snapshot", async () => {
    await report({ audit: sampleAudit("a", { verdict: "warning" }), screenshots: shots });
    now += 60_000;
    const { json, screenshotUrl } = await report();
    expect(json.audit?.verdict).toBe("warning");
    expect(screenshotUrl).toContain("laptop-light.png");
  });

  test("written again on the same day takes the place of the first, and is compared with the day before", async () => {
    await report();
    now += 60_000;
    const second = await report();
    expect(second.commit).not.toBeNull();
    const { state } = await readDataBranch(forge, repo, config.data_branch);
    expect(Object.keys(state.outputs)).toEqual(["report:2026-11-21"]);
    const stored = await forge.readFile(repo, config.data_branch, "reports/2026/11/21.json");
    expect(Report.parse(JSON.parse(stored ?? ""))).toEqual(second.json);
  });

  test("written again within the same second is what stands there, without a commit", async () => {
    const first = await report();
    const again = await report();
    expect(again.commit).toBeNull();
    expect(again.markdown).toBe(first.markdown);
    expect(again.json).toEqual(first.json);
  });

  test("tells what moved in every commit of the day, and not that there is a report", async () => {
    const context = { forge, clock, config, repo, random: () => 0.5 };
    for (const number of [1, 2, 3]) {
      now += 60_000;
      const branch = await readDataBranch(forge, repo, config.data_branch);
      const task = sampleTask(number, { id: `${repo}#${number}`, repo, created_at: instant(now) });
      await commitState(
        context,
        branch,
        (state) => ({ ...state, tasks: { ...state.tasks, [task.id]: task } }),
        () => `Task ${number}`,
      );
    }
    await report();
    now += 60_000;
    const { json } = await report();
    expect(json.moved.map(({ entity_id }) => entity_id)).toEqual(
      [3, 2, 1].map((n) => `${repo}#${n}`),
    );
  });

  test("keeps the snapshot in bounds: the oldest audits and reports leave it", async () => {
    for (let day = 0; day < 33; day++) {
      await report({ audit: sampleAudit(`audit-${day}`, { at: instant(now) }) });
      now += 86_400_000;
    }
    const { state } = await readDataBranch(forge, repo, config.data_branch);
    expect(Object.keys(state.audits)).toHaveLength(30);
    expect(Object.keys(state.outputs)).toHaveLength(33);
    expect(state.audits["audit-2"]).toBeUndefined();
    expect(state.audits["audit-32"]).toBeDefined();
  });

  test("loses nothing to another writer on the branch", async () => {
    let raced = false;
    const racing: Forge = {
      ...forge,
      commit: async (where, commit) => {
        if (!raced) {
          raced = true;
          await report({ date: "2026-11-19" });
        }
        return await forge.commit(where, commit);
      },
    };
    await report({ forge: racing });
    const { state } = await readDataBranch(forge, repo, config.data_branch);
    expect(Object.keys(state.outputs).sort()).toEqual(["report:2026-11-19", "report:2026-11-21"]);
  });
});

test("everything asked of GitHub is what its description allows", () => {
  expect(github.violations()).toEqual([]);
});
