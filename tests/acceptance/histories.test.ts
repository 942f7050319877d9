import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { reads } from "../../src/adapters/github/wire.ts";
import { refusedIn } from "../../src/core/task/notice.ts";
import { type LocalGitHub, startLocalGitHub } from "../../src/local/github/index.ts";
import { askAs } from "../support/ask-as.ts";
import { directHost } from "../support/direct-host.ts";
import type { IssueEffects } from "../support/effects-of.ts";
import { historyUsers } from "../support/history-cast.ts";
import { type Expectation, type History, recordedHistories } from "../support/history.ts";
import type { Host, Played } from "../support/play-history.ts";
import { playOn } from "../support/play-on.ts";

const histories = recordedHistories();
const clock = { now: () => Date.now(), sleep: () => Promise.resolve() };
const endings: string[] = [];
const ends = { written: 0 };
let github: LocalGitHub;
let host: Host;

beforeAll(async () => {
  github = await startLocalGitHub({
    repos: [{ owner: "acme", name: "first" }],
    users: historyUsers,
    app: { slug: "mission-control" },
    reads,
  });
  host = await directHost(github, { clock, onReceived: ({ ending }) => endings.push(ending) });
});
afterAll(() => github.close());

describe("recorded histories", () => {
  it.each(histories.map((history, index) => ({ title: history.title, history, index })))(
    "$title",
    async ({ history, index }) => {
      const repo = `acme/history-${index + 1}`;
      const { issues, writes, played } = await playOn(github, host, history, repo);
      const issue = issues[0];
      if (issue === undefined) throw new Error("nothing was filed");
      const facts = await seen(issue, history.expect, played);
      const count = history.expect.issues === undefined ? {} : { issues: issues.length };
      expect({ ...facts, ...count }).toEqual(wanted(history.expect));
      if ((writes.at(-1) ?? []).length > 0) ends.written += 1;
    },
  );

  it("are at least 64, of which at least 44 end in something to be written", () => {
    expect(histories.length).toBeGreaterThanOrEqual(64);
    expect(ends.written).toBeGreaterThanOrEqual(44);
  });

  it("never leave a delivery undone", () => {
    expect(endings.filter((ending) => /claimed|failed|cut|bad|unknown/.test(ending))).toEqual([]);
  });

  it("have the same effects for another login that claims by reaction, in another repository", async () => {
    const login = "github-actions[bot]";
    const other = await directHost(github, { clock, login, claimsByReaction: true });
    for (const [index, history] of histories.entries()) {
      if (index % 9 !== 0) continue;
      const { played: _one, ...one } = await playOn(github, host, history, `acme/one-${index}`);
      const { played: _two, ...two } = await playOn(github, other, history, `acme/two-${index}`);
      expect(two, history.title).toEqual(one);
    }
  });

  it("have other effects for a host that does not listen", async () => {
    const deaf: Host = { name: "deaf", login: host.login, deliver: () => Promise.resolve() };
    const history = histories.find(({ steps }) => steps.length > 1);
    if (history === undefined) throw new Error("there is no history");
    const heard = await playOn(github, host, history, "acme/heard");
    const unheard = await playOn(github, deaf, history, "acme/unheard");
    expect(unheard.issues).not.toEqual(heard.issues);
    expect(unheard.writes).not.toEqual(heard.writes);
  });

  it("ask GitHub only what it describes", () => {
    expect(github.violations()).toEqual([]);
  });
});

/** What there is of what is expected, in the same shape. */
async function seen(issue: IssueEffects, expected: Expectation, played: Played): Promise<object> {
  const { labels, block } = issue;
  const own = (group: string) => labels.filter((label) => label.startsWith(`${group}:`));
  const answers = await answersOf(played);
  const refusal = issue.comments.find(({ body }) =>
    body.includes("<!-- mission-control:refusal -->"),
  );
  // A comment that was obeyed in part is answered, but not marked as refused.
  const moves = refusedIn(refusal?.body).filter((id) => /^[be]/.test(id)).length;
  return {
    status: own("status").join(" "),
    state: issue.state,
    refusals: moves + answers.filter((answer) => answer === "-1").length,
    ...(expected.reason === undefined ? {} : { reason: issue.stateReason }),
    ...(expected.owner === undefined ? {} : { owner: own("owner").join(" ") }),
    ...(expected.labels === undefined
      ? {}
      : { labels: expected.labels.filter((label) => labels.includes(label)) }),
    ...(expected.not === undefined
      ? {}
      : { not: expected.not.filter((label) => labels.includes(label)) }),
    ...(expected.assignees === undefined ? {} : { assignees: issue.assignees }),
    ...(expected.block === undefined
      ? {}
      : {
          block: Object.fromEntries(
            Object.keys(expected.block).map((key) => [key, block[key] ?? null]),
          ),
        }),
    ...(expected.answers === undefined ? {} : { answers }),
    ...(expected.says === undefined
      ? {}
      : { says: expected.says.filter((words) => refusal?.body.includes(words)) }),
  };
}

function wanted(expected: History["expect"]): object {
  const { status, owner, not, assignees, block, ...rest } = expected;
  return {
    ...rest,
    status: `status:${status}`,
    ...(owner === undefined ? {} : { owner: owner === null ? "" : `owner:${owner}` }),
    ...(not === undefined ? {} : { not: [] }),
    ...(assignees === undefined ? {} : { assignees: assignees.toSorted() }),
    ...(block === undefined ? {} : { block: expectMatching(block) }),
  };
}

function expectMatching(block: Readonly<Record<string, unknown>>): unknown {
  return Object.fromEntries(
    Object.entries(block).map(([key, value]) => [
      key,
      typeof value === "object" && value !== null && !Array.isArray(value)
        ? expect.objectContaining(value)
        : value,
    ]),
  );
}

/** Our answer to each comment of the play. */
async function answersOf({ repo, comments }: Played): Promise<readonly string[]> {
  return Promise.all(
    comments.map(async (comment) => {
      const path = `/repos/${repo}/issues/comments/${comment}`;
      try {
        const reactions = await askAs(github, host.login, "GET", `${path}/reactions`);
        const ours = reactions.filter(({ user }) => String(user?.["login"]) === host.login);
        return ours.map(({ content }) => String(content)).join(" ");
      } catch (error) {
        if (error instanceof Error && error.message.includes(": 404 ")) return "gone";
        throw error;
      }
    }),
  );
}
