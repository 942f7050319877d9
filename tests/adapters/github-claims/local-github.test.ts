import { Octokit } from "@octokit/rest";
import { afterAll, expect, test } from "vitest";
import { reactionClaims } from "../../../src/adapters/github-claims/claims.ts";
import type { GitHubRequest } from "../../../src/adapters/github-claims/reactions.ts";
import { startLocalGitHub } from "../../../src/local/github/index.ts";
import type { ClaimKey, Claims } from "../../../src/ports.ts";
import { claimsContract } from "../../contract/claims.ts";
import { handClock } from "../../contract/clock.ts";

const app = "mission-control[bot]";
const actions = "github-actions[bot]";
const trusted = [app, actions];
const at = { owner: "acme", repo: "shop" };

const github = await startLocalGitHub({
  repos: [{ owner: "acme", name: "shop" }],
  users: [{ login: "ada" }, { login: app, type: "Bot" }, { login: actions, type: "Bot" }],
});
github.setPermission("acme/shop", "ada", "admin");
github.setPermission("acme/shop", app, "write");
github.setPermission("acme/shop", actions, "write");
afterAll(() => github.close());

function requestAs(login: string): GitHubRequest {
  const octokit = new Octokit({ baseUrl: github.url, auth: github.token(login) });
  return (route, parameters) => octokit.request(route, parameters);
}

const ada = new Octokit({ baseUrl: github.url, auth: github.token("ada") });
for (const title of ["One", "Two"]) await ada.rest.issues.create({ ...at, title });
const said = await ada.rest.issues.createComment({ ...at, issue_number: 1, body: "/start" });
const comment = { kind: "comment", repo: "acme/shop", number: 1, commentId: said.data.id } as const;
const issue = { kind: "issue", repo: "acme/shop", number: 1 } as const;

const asLogin = new Map(trusted.map((login) => [login, requestAs(login)] as const));

async function wipe(): Promise<void> {
  for (const base of [
    `/repos/acme/shop/issues/comments/${comment.commentId}/reactions`,
    "/repos/acme/shop/issues/1/reactions",
    "/repos/acme/shop/issues/2/reactions",
  ]) {
    const { data } = await ada.request(`GET ${base}`);
    for (const { id, user } of data as readonly { id: number; user: { login: string } }[])
      await asLogin.get(user.login)?.(`DELETE ${base}/${id}`, {});
  }
}

for (const [name, logins] of [
  ["reactions of one login on the local GitHub", [app, app]],
  ["reactions of two logins on the local GitHub", [app, actions]],
] as const)
  claimsContract(
    name,
    async () => {
      const clock = handClock();
      github.setNow(clock.now());
      await wipe();
      const claimsOf = (login: string): Claims =>
        reactionClaims({ request: requestAs(login), login, trusted, clock });
      return {
        instances: [claimsOf(logins[0]), claimsOf(logins[1])],
        advance: (ms) => {
          clock.advance(ms);
          github.setNow(clock.now());
        },
        finished: async (key: ClaimKey) => {
          if (key.kind !== "comment") return;
          const octokit = new Octokit({ baseUrl: github.url, auth: github.token(logins[0]) });
          await octokit.rest.reactions.createForIssueComment({
            ...at,
            comment_id: key.commentId,
            content: "+1",
          });
        },
        close: () => {},
      };
    },
    [comment, issue],
    [comment],
  );

test("a comment that is not there is an OutsideError with GitHub's 404", async () => {
  const claims = reactionClaims({
    request: requestAs(app),
    login: app,
    trusted,
    clock: handClock(),
  });
  await expect(
    claims.acquire({ ...comment, commentId: comment.commentId + 999 }, 1000),
  ).rejects.toMatchObject({
    name: "OutsideError",
    status: 404,
  });
});

test("nothing we asked is against GitHub's own description", () => {
  expect(github.violations()).toEqual([]);
});
