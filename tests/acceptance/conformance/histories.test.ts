import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { reads } from "../../../src/adapters/github/wire.ts";
import { type LocalGitHub, startLocalGitHub } from "../../../src/local/github/index.ts";
import { hostUsers, type RealHost, realHosts, type StartHost } from "../../support/four-hosts.ts";
import { historyUsers } from "../../support/history-cast.ts";
import { recordedHistories } from "../../support/history.ts";
import { playOn } from "../../support/play-on.ts";

type Stand = { readonly github: LocalGitHub; readonly host: RealHost };

const histories = recordedHistories();
const ends = { played: 0, written: 0 };
const stands: Stand[] = [];

beforeAll(async () => {
  // One after the other: `@octokit/auth-app` takes two Apps in one process, with the same installation ids, for one.
  for (const start of Object.values(realHosts)) stands.push(await stand(start));
});
afterAll(async () => {
  for (const { host, github } of stands) {
    await host.close();
    await github.close();
  }
});

/** Each host has a GitHub of its own: a play sets the time there. */
async function stand(start: StartHost): Promise<Stand> {
  const github = await startLocalGitHub({
    repos: [{ owner: "acme", name: "first" }],
    users: [...historyUsers, ...hostUsers],
    app: { slug: "mission-control" },
    reads,
  });
  return { github, host: await start(github, 1) };
}

describe("the same history has the same effects in the App, the Action, the command line and the local room", () => {
  it.each(
    histories.map((history, index) => ({
      title: history.title,
      history,
      repo: `acme/history-${index + 1}`,
    })),
  )("$title", async ({ history, repo }) => {
    const [first, ...others] = await Promise.all(
      stands.map(async ({ github, host }) => {
        const { issues, writes } = await playOn(github, host, history, repo);
        return { host: host.name, effects: { issues, writes } };
      }),
    );
    if (first === undefined) throw new Error("there is no host");
    for (const { host, effects } of others)
      expect(effects, `${host} beside ${first.host}`).toEqual(first.effects);
    ends.played += 1;
    if ((first.effects.writes.at(-1) ?? []).length > 0) ends.written += 1;
  });

  it("of at least 60 histories, of which at least 40 end in something to be written", () => {
    expect(ends.played).toBeGreaterThanOrEqual(60);
    expect(ends.written).toBeGreaterThanOrEqual(40);
  });

  it("no host left a delivery undone", () => {
    const bad = stands.flatMap(({ host }) =>
      host.endings
        .filter((ending) => /claimed|failed|cut|bad|unknown|fault/.test(ending))
        .map((ending) => `${host.name}: ${ending}`),
    );
    expect(bad).toEqual([]);
  });

  it("no host asked GitHub anything that it does not describe", () => {
    expect(stands.flatMap(({ github }) => github.violations())).toEqual([]);
  });
});
