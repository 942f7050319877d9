import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { reads } from "../../../src/adapters/github/wire.ts";
import { rules } from "../../../src/core/rules/table.ts";
import { type LocalGitHub, startLocalGitHub } from "../../../src/local/github/index.ts";
import { cli, type Ran } from "./harness.ts";

let github: LocalGitHub;
const repo = "acme/shop";

beforeAll(async () => {
  github = await startLocalGitHub({
    repos: [{ owner: "acme", name: "shop" }],
    users: [{ login: "mai" }, { login: "github-actions[bot]", type: "Bot" }],
    reads,
  });
  github.setPermission(repo, "mai", "admin");
  github.setPermission(repo, "github-actions[bot]", "write");
  const block =
    "<!-- mission-control:v1 -->\n```yaml\ndue: 2026-11-19\n```\n<!-- /mission-control -->";
  await as("mai", "POST", "/issues", { title: "The page crash is urgent", body: block });
  const ticked = await run("github-actions[bot]", "tick");
  if (ticked.code !== 0) throw new Error(ticked.err);
});
afterAll(() => github.close());

function run(login: string, ...argv: readonly string[]): Promise<Ran> {
  const token = github.token(login);
  const isWorkflow = token.startsWith("ghs_");
  const env = {
    GITHUB_TOKEN: token,
    GITHUB_API_URL: github.url,
    GITHUB_REPOSITORY: repo,
    ...(isWorkflow ? { GITHUB_ACTIONS: "true" } : {}),
  };
  return cli(argv, { env });
}

async function as(login: string, method: string, path: string, body: unknown): Promise<void> {
  const response = await fetch(`${github.url}/repos/${repo}${path}`, {
    method,
    headers: { authorization: `Bearer ${github.token(login)}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status}`);
}

describe("explain", () => {
  test("says of every rule about tasks whether it fires, on what, and when it next can", async () => {
    const { code, json } = await run(
      "mai",
      "explain",
      "#1",
      "--now",
      "2026-11-21T10:00:00Z",
      "--json",
    );
    expect(code).toBe(0);
    const found = json();
    const verdicts = found["verdicts"] as {
      rule: string;
      verdict: string;
      why: string;
      next: string | null;
    }[];
    expect(verdicts.map(({ rule }) => rule)).toEqual(
      rules.filter(({ about }) => about === "task").map(({ id }) => id),
    );
    expect(verdicts.find(({ rule }) => rule === "overdue")).toMatchObject({
      verdict: "fires",
      severity: "urgent",
      why: "It was due at the end of 2026-11-19 in UTC and is triaged. Owner: nobody.",
    });
    expect(verdicts.find(({ rule }) => rule === "stale-active")?.verdict).toBe("silent");
  });

  test("before a deadline it says when the deadline can be missed", async () => {
    const { json } = await run("mai", "explain", "1", "--now", "2026-11-19T10:00:00Z", "--json");
    const verdicts = json()["verdicts"] as { rule: string; next: string | null }[];
    expect(verdicts.find(({ rule }) => rule === "overdue")?.next).toBe("2026-11-20T00:00:00Z");
  });

  test("says which words made it what it is, and not which labels we put on ourselves", async () => {
    const { out } = await run("mai", "explain", `https://github.com/${repo}/issues/1`);
    expect(out).toContain('kind bug (0.8): the word "crash" in the title');
    expect(out).toContain('priority urgent (0.8): the word "urgent" in the title');
    expect(out).toMatch(/^overdue +the task +FIRES +urgent/m);
    expect(out).toMatch(/^approvals-waiting +room +- /m);
  });

  test("writes nothing", async () => {
    const before = github.requestLog().length;
    await run("mai", "explain", "1");
    const methods = github
      .requestLog()
      .slice(before)
      .map(({ method }) => method);
    expect(new Set(methods)).toEqual(new Set(["GET"]));
  });

  test.each([
    ["an issue that is not there", "#99", "acme/shop#99: there is no such issue"],
    ["something that is no issue", "soon", 'explain "soon": expected an issue such as 12'],
    ["nothing's number", "#0", 'explain "#0": expected an issue'],
  ])("refuses %s", async (_, issue, message) => {
    const { code, err } = await run("mai", "explain", issue);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });

  test("refuses what is no issue before it asks anybody anything, also without a token", async () => {
    const before = github.requestLog().length;
    const { code, err } = await cli(["explain", "abc"], { env: { GITHUB_API_URL: github.url } });
    expect(code).toBe(2);
    expect(err).toContain(
      'explain "abc": expected an issue such as 12, #12, owner/name#12 or its address',
    );
    expect(github.requestLog()).toHaveLength(before);
  });
});
