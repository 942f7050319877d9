import { describe, expect, test } from "vitest";
import { githubForge } from "../../../src/adapters/github/forge.ts";
import { splitLine } from "../../../src/core/task/split.ts";

type Sent = { readonly route: string; readonly parameters: Record<string, unknown> };
type Routes = Readonly<Record<string, unknown>>;

const at = "2026-11-21T07:00:00Z";
const api = "https://api.github.com/repos/acme/shop";
const ours = { login: "mission-control[bot]", type: "Bot" };
const where = { repo: "acme/shop", number: 12 };

function issue(number: number, fields: object = {}): Record<string, unknown> {
  return {
    id: 3_000_000_000 + number,
    number,
    html_url: `https://github.com/acme/shop/issues/${number}`,
    title: `Task ${number}`,
    body: "",
    state: "open",
    user: { login: "mia" },
    labels: [],
    assignees: [],
    milestone: null,
    created_at: at,
    updated_at: at,
    closed_at: null,
    comments: 0,
    repository_url: api,
    ...fields,
  };
}

function mention(number: number, fields: object = {}): object {
  const source = { issue: { ...issue(number), repository: { full_name: "acme/shop" }, ...fields } };
  return { event: "cross-referenced", actor: ours, created_at: at, source };
}

/** A forge on a GitHub that answers these routes, a number being a status, and 404 for any other. */
function forgeOn(routes: Routes) {
  const sent: Sent[] = [];
  const request = (route: string, parameters: Record<string, unknown>) => {
    sent.push({ route, parameters });
    const answer = routes[route] ?? 404;
    if (typeof answer === "number")
      return Promise.reject(Object.assign(new Error(`HTTP ${answer}`), { status: answer }));
    return Promise.resolve({ status: 200, data: answer, headers: {} });
  };
  const clock = { now: () => Date.parse(at), sleep: () => Promise.resolve() };
  const forge = githubForge({ request, login: ours.login, trusted: [ours.login], clock });
  return { forge, sent, asked: () => sent.map(({ route }) => route) };
}

const get = "GET /repos/{owner}/{repo}/issues/{issue_number}";
const list = "GET /repos/{owner}/{repo}/issues";
const timeline = `${get}/timeline`;
const blockers = `${get}/dependencies/blocked_by`;
const subIssues = "POST /repos/{owner}/{repo}/issues/{issue_number}/sub_issues";
const create = "POST /repos/{owner}/{repo}/issues";

describe("a task is read with", () => {
  test("the parts that we made of it, and with no part that somebody else says he is", async () => {
    const line = splitLine("acme/shop#12", "c1_0_0");
    const other = splitLine("acme/shop#12", "c1_0_1");
    const { forge } = forgeOn({
      [get]: issue(12),
      [timeline]: [
        mention(13, { body: line, user: { login: "sam" } }),
        mention(14, { body: line, user: ours, repository: { full_name: "sam/shop" } }),
        mention(15, { body: splitLine("acme/shop#1", "c1_0_0"), user: ours }),
        mention(16, { body: line, user: ours, pull_request: {} }),
        mention(17, { body: "See #12", user: ours }),
        mention(18, { body: line, user: ours, parent_issue_url: `${api}/issues/12` }),
        mention(19, { body: line, user: ours }),
        mention(20, { body: other, user: ours, parent_issue_url: null }),
      ],
    });
    expect((await forge.readTask(where))?.parts).toEqual([
      { id: "acme/shop#18", key: "c1_0_0", linked: true },
      { id: "acme/shop#20", key: "c1_0_1", linked: false },
    ]);
  });

  test.each([
    ["the host's own", { parent_issue_url: `${api}/issues/9` }, "acme/shop#9"],
    [
      "our line in what we filed",
      { body: splitLine("acme/shop#8", "c1_0_0"), user: ours },
      "acme/shop#8",
    ],
    ["nobody's line in what others filed", { body: splitLine("acme/shop#8", "c1_0_0") }, null],
    ["none", {}, null],
  ])("its parent: %s", async (_, fields, parent) => {
    const { forge } = forgeOn({ [get]: issue(12, fields), [timeline]: [] });
    expect((await forge.readTask(where))?.parent).toBe(parent);
  });

  test.each([
    ["asked for when there are some", 2, ["acme/shop#3", "acme/api#4"]],
    ["not asked for when there are none", 0, []],
  ])("what blocks it: %s", async (_, total, ids) => {
    const { forge, asked } = forgeOn({
      [get]: issue(12, { issue_dependencies_summary: { total_blocked_by: total } }),
      [timeline]: [],
      [blockers]: [issue(3), issue(4, { repository_url: api.replace("shop", "api") })],
    });
    expect((await forge.readTask(where))?.blockedBy).toEqual(ids);
    expect(asked().includes(blockers)).toBe(total > 0);
  });

  test("nothing that blocks it where the host has no such thing", async () => {
    const { forge } = forgeOn({
      [get]: issue(12, { issue_dependencies_summary: { total_blocked_by: 1 } }),
      [timeline]: [],
    });
    expect((await forge.readTask(where))?.blockedBy).toEqual([]);
  });

  test("a failure when what blocks it cannot be asked for", async () => {
    const { forge } = forgeOn({
      [get]: issue(12, { issue_dependencies_summary: { total_blocked_by: 1 } }),
      [timeline]: [],
      [blockers]: 502,
    });
    await expect(forge.readTask(where)).rejects.toThrow("HTTP 502");
  });

  test("one request less when a list has just shown it", async () => {
    const { forge, asked } = forgeOn({ [list]: [issue(12, { title: "Mend it" })], [timeline]: [] });
    for await (const { issues } of forge.listIssues("acme/shop", null)) {
      const facts = await forge.readTask(where, issues[0]);
      expect(facts?.title).toBe("Mend it");
    }
    // Beside the timeline only the author's permission, once for all that he filed.
    const permission = "GET /repos/{owner}/{repo}/collaborators/{username}/permission";
    expect(asked()).toEqual([list, timeline, permission]);
  });

  test("the permissions of whoever put a label on or took one off", async () => {
    const labelled = (event: string, login: string, id: number) => ({
      event,
      id,
      actor: { login },
      created_at: at,
      label: { name: "halt" },
    });
    const { forge } = forgeOn({
      [get]: issue(12),
      [timeline]: [labelled("labeled", "mia", 1), labelled("unlabeled", "max", 2)],
      "GET /repos/{owner}/{repo}/collaborators/{username}/permission": {
        permission: "write",
        role_name: "write",
      },
    });
    expect((await forge.readTask(where))?.permissions).toEqual({ mia: "write", max: "write" });
  });
});

test.each([404, 410])("an issue that is gone (%d) is no task", async (status) => {
  expect(await forgeOn({ [get]: status }).forge.readTask(where)).toBeNull();
});

test("an issue that has moved away is no task here", async () => {
  const moved = issue(3, { repository_url: api.replace("shop", "attic") });
  expect(await forgeOn({ [get]: moved }).forge.readTask(where)).toBeNull();
});

test("what may halt is every issue with the label, open or closed, in each repository", async () => {
  const { forge, sent } = forgeOn({ [list]: [issue(3), issue(4, { pull_request: {} })] });
  expect(await forge.halts(["acme/shop", "acme/api"])).toEqual([
    { repo: "acme/shop", number: 3 },
    { repo: "acme/api", number: 3 },
  ]);
  expect(sent[0]?.parameters).toMatchObject({ labels: "halt", state: "all" });
});

describe("a part", () => {
  const write = {
    ...where,
    type: "create-issue" as const,
    key: "c1_0_0",
    title: "the page",
    body: `Part of #12\n\n${splitLine("acme/shop#12", "c1_0_0")}`,
    labels: ["priority:high"],
    reason: "task-split" as const,
    evidence: [],
  };

  test("is made, and made a sub-issue by its database id", async () => {
    const { forge, sent, asked } = forgeOn({ [list]: [], [create]: issue(30), [subIssues]: {} });
    await forge.apply(write);
    expect(asked()).toEqual([list, create, subIssues]);
    expect(sent[1]?.parameters).toMatchObject({ title: "the page", labels: ["priority:high"] });
    expect(sent[2]?.parameters).toMatchObject({ issue_number: 12, sub_issue_id: 3_000_000_030 });
  });

  test("that is there already is not made again, but linked", async () => {
    const there = issue(30, { body: write.body, user: ours });
    const { forge, asked } = forgeOn({ [list]: [issue(31), there], [subIssues]: {} });
    await forge.apply(write);
    expect(asked()).toEqual([list, subIssues]);
  });

  test("that somebody else pretends to have made is made all the same", async () => {
    const there = issue(30, { body: write.body, user: { login: "sam" } });
    const { forge, asked } = forgeOn({ [list]: [there], [create]: issue(32), [subIssues]: {} });
    await forge.apply(write);
    expect(asked()).toEqual([list, create, subIssues]);
  });

  test.each([404, 410, 422])("is made where it cannot be linked (%d)", async (status) => {
    const { forge, asked } = forgeOn({ [list]: [], [create]: issue(30), [subIssues]: status });
    await forge.apply(write);
    expect(asked()).toEqual([list, create, subIssues]);
  });

  test("is not taken for linked when GitHub is away", async () => {
    const { forge } = forgeOn({ [list]: [], [create]: issue(30), [subIssues]: 502 });
    await expect(forge.apply(write)).rejects.toThrow("HTTP 502");
  });

  test("that is there and not linked is linked", async () => {
    const { forge, asked } = forgeOn({ [get]: issue(30), [subIssues]: {} });
    const { repo, number, reason, evidence } = write;
    await forge.apply({ repo, number, reason, evidence, type: "link-part", part: "acme/shop#30" });
    expect(asked()).toEqual([get, subIssues]);
  });
});
