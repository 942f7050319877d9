import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { reads } from "../../../src/adapters/github/wire.ts";
import { bundleAction } from "../../../src/build/bundle-action.ts";
import {
  type Delivery,
  type LocalGitHub,
  startLocalGitHub,
} from "../../../src/local/github/index.ts";
import { askAs } from "../../support/ask-as.ts";
import { hostUsers } from "../../support/four-hosts.ts";
import { historyUsers, setStage } from "../../support/history-cast.ts";
import { recordedHistories } from "../../support/history.ts";
import { playOn } from "../../support/play-on.ts";
import { type AppProcess, runBundle, startAppProcess } from "../../support/process-hosts.ts";
import { signedDelivery } from "../../support/signed-delivery.ts";

const bundle = mkdtempSync(join(tmpdir(), "bundle-"));
const actions = "github-actions[bot]";
let github: LocalGitHub;
let app: AppProcess;
let repos = 0;
let repo = "";

beforeAll(async () => {
  await bundleAction(bundle);
  github = await startLocalGitHub({
    repos: [{ owner: "acme", name: "first" }],
    users: [...historyUsers, ...hostUsers],
    app: { slug: "mission-control" },
    reads,
  });
  github.deliveries.pause();
  app = await startAppProcess(github);
});
afterAll(async () => {
  await app.close();
  await github.close();
  rmSync(bundle, { recursive: true });
});
beforeEach(() => {
  repo = `acme/place-${++repos}`;
});

describe("the bundled Action and the running App", () => {
  const wanted = [
    "closed as completed while active: opene…",
    "/approve by another: done",
    "merged",
    "rejected, delivered again, accepted",
  ];
  const histories = wanted.map((title) =>
    recordedHistories().find((history) => history.title.startsWith(title.replace("…", ""))),
  );

  test.each(histories.map((history) => ({ title: history?.title ?? "", history })))(
    "do the same: $title",
    async ({ history }) => {
      if (history === undefined) throw new Error("there is no such history");
      const ran: number[] = [];
      const byAction = {
        name: "Action",
        login: actions,
        deliver: async (delivery: Delivery) =>
          void ran.push((await runBundle(bundle, github, delivery)).code),
      };
      const byApp = {
        name: "App",
        login: github.app.login,
        deliver: async (delivery: Delivery) => void ran.push(await app.deliver(delivery)),
      };
      const of = {
        action: await playOn(github, byAction, history, `${repo}-action`),
        app: await playOn(github, byApp, history, `${repo}-app`),
      };
      expect({ issues: of.action.issues, writes: of.action.writes }).toEqual({
        issues: of.app.issues,
        writes: of.app.writes,
      });
      expect([...new Set(ran)].toSorted()).toEqual([0, 200]);
    },
  );
});

describe("five copies at once have one effect", () => {
  /** Two commands on a triaged task, of which the second is refused; not yet delivered to anybody. */
  async function commanded(deliver: (delivery: Delivery) => Promise<unknown>): Promise<Delivery> {
    await setStage(github, repo);
    github.deliveries.take();
    const { number } = await askAs(github, "eve", "POST", `/repos/${repo}/issues`, {
      title: "Let people export a list",
    });
    for (const delivery of github.deliveries.take()) await deliver(delivery);
    github.deliveries.take();
    const body = '/assign atlas output="a CSV file" review="opens in a spreadsheet"\n/approve';
    await askAs(github, "olga", "POST", `/repos/${repo}/issues/${Number(number)}/comments`, {
      body,
    });
    const [delivery] = github.deliveries.take();
    if (delivery === undefined) throw new Error("nothing was delivered");
    return delivery;
  }

  async function effects(copies: () => Promise<unknown>) {
    const before = github.requestLog().length;
    await copies();
    const log = github.requestLog().slice(before);
    const writes = log.filter(({ method, status }) => method !== "GET" && status < 300);
    const issue = await askAs(github, "ada", "GET", `/repos/${repo}/issues/1`);
    const comments = await askAs(github, "ada", "GET", `/repos/${repo}/issues/1/comments`);
    return {
      changes: writes.filter(({ method, path }) => method === "PATCH" && path.endsWith("/issues/1"))
        .length,
      said: comments.filter(({ user }) => String(user?.["login"]).endsWith("[bot]")).length,
      status: issue["labels"]
        ?.map(({ name }) => String(name))
        .filter((name) => name.startsWith("status:")),
    };
  }
  const once = { changes: 1, said: 1, status: ["status:assigned"] };

  test("in the App, of one delivery", async () => {
    const delivery = await commanded(app.deliver);
    expect(
      await effects(() => Promise.all(Array.from({ length: 5 }, () => app.deliver(delivery)))),
    ).toEqual(once);
  });

  test("in the App, under five ids", async () => {
    const delivery = await commanded(app.deliver);
    const copies = Array.from({ length: 5 }, () =>
      signedDelivery(github, delivery.event, delivery.body),
    );
    expect(await effects(() => Promise.all(copies.map(app.deliver)))).toEqual(once);
  });

  test("in five runs of the Action", { timeout: 40_000 }, async () => {
    const delivery = await commanded((one) => runBundle(bundle, github, one));
    const codes: number[] = [];
    const run = async () => void codes.push((await runBundle(bundle, github, delivery)).code);
    expect(await effects(() => Promise.all(Array.from({ length: 5 }, run)))).toEqual(once);
    expect(codes).toEqual([0, 0, 0, 0, 0]);
  });
});

describe("a run that lost something never ends green", () => {
  async function filed(): Promise<Delivery> {
    await setStage(github, repo);
    github.deliveries.take();
    await askAs(github, "eve", "POST", `/repos/${repo}/issues`, {
      title: "Let people export a list",
    });
    const [delivery] = github.deliveries.take();
    if (delivery === undefined) throw new Error("nothing was delivered");
    return delivery;
  }

  /** While it lasts, GitHub refuses that write. */
  async function refusing<R>(status: number, work: () => Promise<R>): Promise<R> {
    const end = github.onRequest(({ method, path }) =>
      method === "PATCH" && path.startsWith(`/repos/${repo}/`) ? { status } : undefined,
    );
    try {
      return await work();
    } finally {
      end();
    }
  }

  test("the Action ends 3 and says why, the App answers 500", async () => {
    const delivery = await filed();
    const { code, outputs, out } = await refusing(403, () => runBundle(bundle, github, delivery));
    expect(code).toBe(3);
    expect(outputs).toMatch(/reason<<\S+\noutside-failed\n/);
    expect(out).toContain("::error::outside-failed");
    expect(await refusing(403, () => app.deliver(delivery))).toBe(500);
  });

  test("and the same delivery, sent again, is done", async () => {
    const delivery = await filed();
    expect(await refusing(403, () => app.deliver(delivery))).toBe(500);
    expect(await app.deliver(delivery)).toBe(200);
    const { labels } = await askAs(github, "ada", "GET", `/repos/${repo}/issues/1`);
    expect(labels?.map(({ name }) => String(name))).toContain("status:triaged");
  });

  test("a token that is none ends the Action 3, no token at all 2", async () => {
    const delivery = await filed();
    const wrong = await runBundle(bundle, github, delivery, { INPUT_TOKEN: "ghs_no_such_token" });
    const none = await runBundle(bundle, github, delivery, { INPUT_TOKEN: "" });
    expect([wrong.code, none.code]).toEqual([3, 2]);
  });
});
