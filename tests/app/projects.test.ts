import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { statePath } from "../../src/app/data-branch.ts";
import { receive, type Received } from "../../src/app/receive.ts";
import type { Ticked } from "../../src/app/tick.ts";
import { askAs } from "../support/ask-as.ts";
import {
  type ClockedGitHub,
  type GitHubStage,
  newStage,
  push,
  startClockedGitHub,
  workflow,
} from "../support/github-stage.ts";

const quarter = 15 * 60_000;
const branch = "mission-control";

let room: ClockedGitHub;
beforeAll(async () => {
  room = await startClockedGitHub();
});
afterAll(() => room.github.close());

type House = {
  readonly home: GitHubStage;
  readonly shop: GitHubStage;
  readonly web: GitHubStage;
  readonly old: GitHubStage;
  readonly secret: GitHubStage;
  readonly config: string;
};

let houses = 0;

/** A control room with two active projects, a paused and a protected one, an issue in each. */
async function newHouse(more = ""): Promise<House> {
  houses += 1;
  const stageIn = (name: string) => newStage(room, { repo: `acme/${name}-${houses}` });
  const home = await stageIn("home");
  const shop = await stageIn("shop");
  const web = await stageIn("web");
  const old = await stageIn("old");
  const secret = await stageIn("secret");
  const config = `
operators: [ada]
projects:
  - { id: shop, name: The shop, repo: ${shop.repo} }
  - { id: web, name: The site, repo: ${web.repo} }
  - { id: old, name: The archive, status: paused, repo: ${old.repo} }
  - { id: hush, name: Operation Nightfall, status: protected, repo: ${secret.repo} }
${more}`;
  await push(home, { ".github/mission-control.yml": config });
  for (const stage of [home, shop, web, old, secret]) {
    await push(stage, stage === home ? {} : { ".github/mission-control.yml": under(home) });
    await stage.as("ada", "POST", "/issues", { title: `The api fails in ${stage.repo}` });
  }
  return { home, shop, web, old, secret, config };
}

const under = ({ repo }: GitHubStage) => `control_room: ${repo}\n`;
const late =
  "<!-- mission-control:v1 -->\n```yaml\ndue: 2026-11-22\n```\n<!-- /mission-control -->";

/** Everything on the data branch, as text. */
async function branchOf({ repo }: GitHubStage): Promise<ReadonlyMap<string, string>> {
  const at = `/repos/${repo}`;
  const ref = await askAs(room.github, "ada", "GET", `${at}/git/ref/heads/${branch}`);
  const sha = ref["object"]?.["sha"];
  const tree = await askAs(room.github, "ada", "GET", `${at}/git/trees/${sha}?recursive=1`);
  const files = new Map<string, string>();
  for (const entry of tree["tree"] ?? []) {
    if (String(entry["type"]) !== "blob") continue;
    const blob = await askAs(room.github, "ada", "GET", `${at}/git/blobs/${entry["sha"]}`);
    const text = Buffer.from(String(blob["content"]), "base64").toString();
    files.set(String(entry["path"]), text);
  }
  return files;
}

const askedOf = ({ repo }: GitHubStage, since: number) =>
  room.github
    .requestLog()
    .slice(since)
    .filter(({ path, login }) => login === workflow && path.includes(`${repo}/`));

const idsIn = ({ state }: Ticked) => Object.keys(state.tasks).toSorted();

describe("a control room with several projects", () => {
  it("works on its own issues and on those of active projects, and on no others", async () => {
    const { home, shop, web, old } = await newHouse();
    const since = room.github.requests();
    const ticked = await home.pass();
    expect(idsIn(ticked)).toEqual([`${home.repo}#1`, `${shop.repo}#1`, `${web.repo}#1`].toSorted());
    expect(ticked.tasks.every(({ ending }) => ending === "applied")).toBe(true);
    expect(askedOf(old, since)).toEqual([]);
    expect(ticked.state.projects["old"]?.status).toBe("paused");
    const labels = await shop.as("ada", "GET", "/issues/1/labels");
    expect(labels.map(({ name }) => String(name))).toContain("status:triaged");
  });

  it("never asks for a protected project, and keeps no word of it, not even what GitHub says waits for it", async () => {
    const { home, shop, secret } = await newHouse();
    const hidden = await secret.as("ada", "GET", "/issues/1");
    await shop.as("ada", "POST", "/issues/1/dependencies/blocked_by", { issue_id: hidden["id"] });
    await shop.as("ada", "POST", "/issues", { title: "The page fails" });
    const body = `/depends ${secret.repo}#1\n/priority high`;
    await shop.as("ada", "POST", "/issues/2/comments", { body });
    const parent = await secret.as("ada", "POST", "/issues", { title: "A plan" });
    const part = await shop.as("ada", "GET", "/issues/2");
    await secret.as("ada", "POST", `/issues/${parent["number"]}/sub_issues`, {
      sub_issue_id: part["id"],
    });
    const since = room.github.requests();
    for (let pass = 0; pass < 3; pass++) {
      await home.pass();
      room.clock.advance(quarter);
    }
    expect(askedOf(secret, since)).toEqual([]);
    const files = await branchOf(home);
    expect([...files.keys()]).toContain(statePath);
    for (const [path, text] of files) {
      // The policy is kept word for word, beside the repository that it was read from.
      if (path.startsWith("state/policy/")) continue;
      expect({ path, hit: text.includes(secret.repo) || /nightfall|hush/i.test(text) }).toEqual({
        path,
        hit: false,
      });
    }
    expect(home.lines.filter((line) => line.includes(secret.repo))).toEqual([]);
  });

  it("does not begin with a project until it is active, and lets go of none of its tasks when it is paused", async () => {
    const { home, shop, old, config } = await newHouse();
    await home.pass();
    await push(home, {
      ".github/mission-control.yml": config
        .replace("status: paused, ", "")
        .replace("The shop,", "The shop, status: paused,"),
    });
    room.clock.advance(quarter);
    await shop.as("ada", "POST", "/issues/1/comments", { body: "/archive" });
    const since = room.github.requests();
    const { state } = await home.pass();
    expect(state.tasks[`${old.repo}#1`]?.status).toBe("triaged");
    expect(state.tasks[`${shop.repo}#1`]?.status).toBe("triaged");
    expect(askedOf(shop, since)).toEqual([]);
    const labels = await old.as("ada", "GET", "/labels?per_page=100");
    expect(labels.map(({ name }) => String(name))).toContain("status:archived");
  });
});

it("a project that becomes protected is forgotten, with its tasks and their alerts", async () => {
  const { home, shop, config } = await newHouse();
  const body = late.replace("22", "19");
  await shop.as("ada", "POST", "/issues", { title: "Send the invoices", body });
  const { state } = await home.pass();
  expect(Object.values(state.alerts).map(({ entity_id }) => entity_id)).toEqual([`${shop.repo}#2`]);
  const closed = config.replace("The shop,", "The shop, status: protected,");
  await push(home, { ".github/mission-control.yml": closed });
  room.clock.advance(quarter);
  const since = room.github.requests();
  const after = await home.pass();
  expect(askedOf(shop, since)).toEqual([]);
  expect(idsIn(after).filter((id) => id.startsWith(shop.repo))).toEqual([]);
  expect(Object.keys(after.state.projects)).not.toContain("shop");
  const open = Object.values(after.state.alerts).filter(({ resolved_at }) => resolved_at === null);
  expect(open).toEqual([]);
});

describe("a project that cannot be read", () => {
  const hide = ({ repo }: GitHubStage) => room.github.setPermission(repo, workflow, "none");
  const show = ({ repo }: GitHubStage) => room.github.setPermission(repo, workflow, "write");
  let house: House;
  let vault: GitHubStage;
  beforeEach(async () => {
    const repo = `acme/vault-${houses + 1}`;
    const [owner = "", name = ""] = repo.split("/");
    vault = {
      ...(await newStage(room)),
      repo,
      as: (login, method, path, body) =>
        askAs(room.github, login, method, `/repos/${repo}${path}`, body),
    };
    await room.github.createRepo({ owner, name, private: true });
    room.github.setPermission(repo, "ada", "admin");
    await vault.as("ada", "POST", "/issues", { title: "The disk fails", body: late });
    house = await newHouse(`  - { id: vault, name: The vault, repo: ${repo} }\n`);
  });

  it("from the first pass on is said not to be listed, and the others go on", async () => {
    const { home, shop, web } = house;
    hide(vault);
    const ticked = await home.pass();
    expect(Object.keys(ticked.unlisted)).toEqual([vault.repo]);
    expect(idsIn(ticked)).toEqual([`${home.repo}#1`, `${shop.repo}#1`, `${web.repo}#1`].toSorted());
    expect(ticked.commit).not.toBeNull();
  });

  it("any more keeps its tasks as they were, is said to be left, and is told of nothing that may not be so", async () => {
    const { home, shop } = house;
    show(vault);
    const id = `${vault.repo}#1`;
    const before = (await home.pass()).state.tasks[id];
    expect(before?.status).toBe("triaged");
    hide(vault);
    room.clock.advance(48 * 3_600_000);
    await shop.as("ada", "POST", "/issues/1/comments", { body: "/archive" });
    for (let pass = 0; pass < 4; pass++) {
      const ticked = await home.pass();
      expect(ticked.unread).toEqual([id]);
      expect(Object.keys(ticked.unlisted)).toEqual([vault.repo]);
      expect(ticked.state.tasks[id]).toEqual(before);
      expect(ticked.state.tasks[`${shop.repo}#1`]?.status).toBe("archived");
      expect(
        Object.values(ticked.state.alerts).filter(({ entity_id }) => entity_id === id),
      ).toEqual([]);
      room.clock.advance(quarter);
    }
    show(vault);
    const again = await home.pass();
    expect(again.unread).toEqual([]);
    expect(
      Object.values(again.state.alerts).map(({ rule, entity_id }) => [rule, entity_id]),
    ).toContainEqual(["overdue", id]);
  });
});

describe("a webhook", () => {
  let delivered = 0;

  /** What the engine of that repository makes of a comment on its first issue. */
  async function comment(stage: GitHubStage, body: string): Promise<Received> {
    const made = await stage.as("ada", "POST", "/issues/1/comments", { body });
    const { receiving } = await stage.engine();
    const [owner = "", name = ""] = stage.repo.split("/");
    const payload = {
      action: "created",
      sender: { login: "ada", type: "User" },
      repository: { name, full_name: stage.repo, owner: { login: owner } },
      issue: { number: 1 },
      comment: { id: made["id"] },
    };
    delivered += 1;
    return await receive({ id: `d${delivered}`, event: "issue_comment", payload }, receiving);
  }

  it("from a project's repository is judged by the policy of the control room", async () => {
    const { home, shop } = await newHouse();
    await push(home, {
      ".github/mission-control.yml": `operators: [ada]\nprojects:\n  - { id: shop, name: Shop, repo: ${shop.repo} }\ntriage: { automatic: false }\n`,
    });
    expect(await comment(shop, "/heartbeat")).toMatchObject({ ending: "applied" });
    const labels = await shop.as("ada", "GET", "/issues/1/labels");
    expect(labels.map(({ name }) => String(name))).toEqual(["status:inbox"]);
    expect((await shop.engine()).ticking.repo).toBe(home.repo);
  });

  it.each(["paused", "protected", "not listed"] as const)(
    "from a repository that claims a control room where it is %s does nothing",
    async (how) => {
      const { home, old, secret } = await newHouse();
      const stranger = await newStage(room);
      await push(stranger, { ".github/mission-control.yml": under(home) });
      await stranger.as("eve", "POST", "/issues", { title: "The api fails" });
      const stage = { paused: old, protected: secret, "not listed": stranger }[how];
      const since = room.github.requests();
      expect(await comment(stage, "/archive")).toMatchObject({ ending: "ignored-repository" });
      const asked = askedOf(stage, since).map(({ method, path }) => `${method} ${path}`);
      expect(asked.filter((one) => !/^GET .*\/contents\//.test(one))).toEqual([]);
      const issue = await stage.as("ada", "GET", "/issues/1");
      expect(issue).toMatchObject({ state: "open", labels: [] });
    },
  );
});

describe("a policy that is broken on main", () => {
  it("leaves the last good one in force, tells what is wrong, and takes effect when it is mended", async () => {
    const { home, shop, config } = await newHouse();
    await home.pass();
    await push(home, { ".github/mission-control.yml": `${config}\ntick: { reserve: -5 }\n` });
    room.clock.advance(quarter);
    await shop.as("ada", "POST", "/issues", { title: "The page fails" });
    const broken = await home.pass();
    expect(broken.state.tasks[`${shop.repo}#2`]?.status).toBe("triaged");
    expect(broken.state.routines["policy"]).toMatchObject({ health: "failed", failures: 1 });
    expect(broken.state.routines["policy"]?.result).toMatch(
      /^\.github\/mission-control\.yml:\d+:\d+: .*reserve/,
    );
    expect(Object.values(broken.state.alerts).map(({ entity_id }) => entity_id)).toContain(
      "policy",
    );
    expect(
      home.lines.filter((line) => line.includes("the last good one stays in force")),
    ).toHaveLength(1);
    room.clock.advance(quarter);
    expect((await home.pass()).commit).toBeNull();

    await push(home, { ".github/mission-control.yml": `${config}\ntick: { reserve: 300 }\n` });
    room.clock.advance(quarter);
    const mended = await home.pass();
    expect(mended.state.routines["policy"]).toMatchObject({ health: "healthy", failures: 0 });
    expect((await home.engine()).policy.config.tick.reserve).toBe(300);
    const open = Object.values(mended.state.alerts).filter(
      ({ resolved_at }) => resolved_at === null,
    );
    expect(open.map(({ entity_id }) => entity_id)).not.toContain("policy");
    expect((await branchOf(home)).get("state/policy/mission-control.yml")).toContain(
      "reserve: 300",
    );
  });

  it("before there was a good one stops the pass with what is wrong", async () => {
    const stage = await newStage(room);
    await push(stage, { ".github/mission-control.yml": "operators: ada\n" });
    await stage.as("ada", "POST", "/issues", { title: "The api fails" });
    await expect(stage.pass()).rejects.toThrow(
      /^\.github\/mission-control\.yml:1:\d+: .*operators/,
    );
    expect(await stage.as("ada", "GET", "/issues/1")).toMatchObject({ labels: [] });
  });
});
