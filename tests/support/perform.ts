import type { LocalGitHub } from "../../src/local/github/index.ts";
import { askAs } from "./ask-as.ts";
import type { Action, Step } from "./history.ts";

export type Stage = {
  readonly github: LocalGitHub;
  /** `owner/name` */
  readonly repo: string;
  /** Ids of the comments made so far, in the order of the play. */
  readonly comments: number[];
};

/** Does one step on GitHub as the one who does it. `{repo}` in a text is the repository's name. */
export async function perform({ by, do: action, on }: Step, stage: Stage): Promise<void> {
  const ask = (method: string, path: string, body?: unknown) =>
    askAs(stage.github, by, method, `/repos/${stage.repo}${path}`, body);
  const text = (words: string) => words.replaceAll("{repo}", stage.repo);
  const issue = `/issues/${on}`;
  if (isPullAction(action)) return performOnPull(action, ask, text);
  if ("open" in action) {
    await ask("POST", "/issues", { ...action.open, body: text(action.open.body ?? "") });
  } else if ("label" in action) {
    await ask("POST", `${issue}/labels`, { labels: action.label });
  } else if ("unlabel" in action) {
    for (const label of action.unlabel)
      await ask("DELETE", `${issue}/labels/${encodeURIComponent(label)}`);
  } else if ("setLabels" in action) {
    await ask("PUT", `${issue}/labels`, { labels: action.setLabels });
  } else if ("assign" in action) {
    await ask("POST", `${issue}/assignees`, { assignees: action.assign });
  } else if ("unassign" in action) {
    await ask("DELETE", `${issue}/assignees`, { assignees: action.unassign });
  } else if ("comment" in action) {
    const made = await ask("POST", `${issue}/comments`, { body: text(action.comment) });
    stage.comments.push(Number(made["id"]));
  } else if ("editComment" in action) {
    const { comment, body } = action.editComment;
    await ask("PATCH", `/issues/comments/${commentId(stage, comment)}`, { body: text(body) });
  } else if ("deleteComment" in action) {
    await ask("DELETE", `/issues/comments/${commentId(stage, action.deleteComment)}`);
  } else if ("close" in action) {
    await ask("PATCH", issue, { state: "closed", state_reason: action.close });
  } else if ("reopen" in action) {
    await ask("PATCH", issue, { state: "open" });
  } else if ("rename" in action) {
    await ask("PATCH", issue, { title: action.rename });
  } else if ("editBody" in action) {
    await ask("PATCH", issue, { body: text(action.editBody) });
  } else {
    const [from, to] = action.replaceInBody;
    const body = String((await ask("GET", issue))["body"]);
    if (!body.includes(from)) throw new Error(`The body does not say "${from}":\n${body}`);
    await ask("PATCH", issue, { body: body.replace(from, text(to)) });
  }
}

type Ask = (method: string, path: string, body?: unknown) => ReturnType<typeof askAs>;
type PullAction = Extract<
  Action,
  | { openPull: unknown }
  | { approvePull: unknown }
  | { requestChanges: unknown }
  | { check: unknown }
  | { mergePull: unknown }
  | { closePull: unknown }
  | { revertPull: unknown }
>;

function isPullAction(action: Action): action is PullAction {
  return [
    "openPull",
    "approvePull",
    "requestChanges",
    "check",
    "mergePull",
    "closePull",
    "revertPull",
  ].some((name) => name in action);
}

async function performOnPull(
  action: PullAction,
  ask: Ask,
  text: (words: string) => string,
): Promise<void> {
  if ("openPull" in action) {
    const { branch, body } = action.openPull;
    await openPull(ask, branch, text(body));
  } else if ("approvePull" in action) {
    await ask("POST", `/pulls/${action.approvePull}/reviews`, { event: "APPROVE" });
  } else if ("requestChanges" in action) {
    const review = { event: "REQUEST_CHANGES", body: "This has to change." };
    await ask("POST", `/pulls/${action.requestChanges}/reviews`, review);
  } else if ("check" in action) {
    const { pull, conclusion } = action.check;
    const head = (await ask("GET", `/pulls/${pull}`))["head"];
    await ask("POST", "/check-runs", {
      name: "ci",
      head_sha: head?.["sha"],
      status: "completed",
      conclusion,
    });
  } else if ("mergePull" in action) {
    await ask("PUT", `/pulls/${action.mergePull}/merge`, {});
  } else if ("closePull" in action) {
    await ask("PATCH", `/pulls/${action.closePull}`, { state: "closed" });
  } else {
    const number = await openPull(
      ask,
      `revert-${action.revertPull}`,
      text(`Reverts {repo}#${action.revertPull}`),
    );
    await ask("PUT", `/pulls/${number}/merge`, {});
  }
}

/** A branch with one new file on it, and a pull request from it. */
async function openPull(ask: Ask, branch: string, body: string): Promise<number> {
  const main = await ask("GET", "/git/ref/heads/main");
  await ask("POST", "/git/refs", { ref: `refs/heads/${branch}`, sha: main["object"]?.["sha"] });
  await ask("PUT", `/contents/${branch}.txt`, {
    message: `Write ${branch}.txt`,
    content: Buffer.from(branch).toString("base64"),
    branch,
  });
  const pull = await ask("POST", "/pulls", {
    title: `Change ${branch}`,
    head: branch,
    base: "main",
    body,
  });
  return Number(pull["number"]);
}

function commentId({ comments }: Stage, place: number): number {
  const id = comments[place - 1];
  if (id === undefined) throw new Error(`There is no comment ${place} in the play`);
  return id;
}
