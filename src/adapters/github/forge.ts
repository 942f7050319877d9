import type { Permission } from "../../core/facts.ts";
import { haltLabel } from "../../core/lifecycle/labels.ts";
import { OutsideError } from "../../errors.ts";
import type { Clock, Forge } from "../../ports.ts";
import { applyWrite } from "./apply-write.ts";
import { type Asking, askingOf, type Requester } from "./asking.ts";
import { commitFiles, headOf, replaceBranch } from "./git.ts";
import { commitsOn, filesOf, labelled, listIssues, peek, whereOf } from "./issues.ts";
import { commentAsFiled } from "./comment-edits.ts";
import { editsOf } from "./edits.ts";
import { ensureLabels } from "./labels.ts";
import { closedBy, revertedBy } from "./pulls.ts";
import { readTask } from "./read-task.ts";

export type ForgeOptions = {
  readonly request: Requester;
  /** The login our writes carry; asked of GitHub when it is left out (a personal token). */
  readonly login?: string;
  /** Logins that are Mission Control's own, ours or another host's. */
  readonly trusted: readonly string[];
  readonly clock: Clock;
};

const permissionTtlMs = 60_000;
const permissions: readonly Permission[] = ["admin", "maintain", "write", "triage", "read", "none"];

/** GitHub over its REST API. */
export function githubForge({ request, login, trusted, clock }: ForgeOptions): Forge {
  const asking = askingOf(request);
  const permissionOf = rememberedPermissions(asking, clock);
  let own: Promise<string> | null = login === undefined ? null : Promise.resolve(login);
  const whoAmI = () =>
    (own ??= asking.get("users/get-authenticated", {}).then((user) => user.login));

  const trustedLogins = new Set(trusted.map((one) => one.toLowerCase()));
  const ownLogins = async () => new Set([...trustedLogins, (await whoAmI()).toLowerCase()]);

  return {
    login: whoAmI,
    readTask: async (ref, known) => {
      const reader = { asking, trusted: trustedLogins, own: await ownLogins(), permissionOf };
      return await readTask(reader, ref, known);
    },
    editsOf: (ref, author) => editsOf(asking, ref, author),
    commentAsFiled: (repo, id) => commentAsFiled(asking, repo, id),
    permissionOf,
    halts: (repos) => labelled(asking, repos, haltLabel),
    listIssues: (repo, since, etag = null) => listIssues(asking, repo, since, etag),
    peek: (ref) => peek(asking, ref),
    commitsOn: (repo, head) => commitsOn(asking, repo, head),
    filesOf: (repo, sha) => filesOf(asking, repo, sha),
    budget: asking.budget,
    tasksOfPull: async ({ repo, number }) => {
      const where = whereOf(repo);
      const pull = await asking.find("pulls/get", { ...where, pull_number: number });
      if (pull === null) return [];
      const text = pull.body ?? "";
      const reverted = revertedBy(text, repo);
      if (reverted === null) return closedBy(text, repo);
      const original = await asking.find("pulls/get", { ...where, pull_number: reverted });
      return [...closedBy(text, repo), ...closedBy(original?.body ?? "", repo)];
    },
    apply: async (write) => applyWrite(asking, await ownLogins(), write),
    createIssue: async (repo, { title, body, labels }) => {
      const issue = await asking.get("issues/create", { ...whereOf(repo), title, body, labels });
      return { number: issue.number, url: issue.html_url };
    },
    ensureLabels: (repo, labels) => ensureLabels(asking, whereOf(repo), labels),
    readFile: async (repo, branch, path) => {
      try {
        const { data } = await asking.send("GET /repos/{owner}/{repo}/contents/{path}", {
          ...whereOf(repo),
          path,
          ...(branch === null ? {} : { ref: branch }),
          headers: { accept: "application/vnd.github.raw+json" },
        });
        return rawText(data, path);
      } catch (error) {
        if (error instanceof OutsideError && error.status === 404) return null;
        if (error instanceof OutsideError && /too[ _]large/i.test(error.message))
          throw new OutsideError(
            `${path} is larger than the 100 MB that GitHub hands out: give some projects a control room of their own.`,
            { cause: error },
          );
        throw error;
      }
    },
    listFiles: async (repo, branch, folder) => {
      const entries = await asking.find("repos/get-content", {
        ...whereOf(repo),
        path: folder,
        ref: branch,
      });
      return (entries ?? []).filter(({ type }) => type === "file").map(({ path }) => path);
    },
    head: (repo, branch) => headOf(asking, whereOf(repo), branch),
    commit: (repo, commit) => commitFiles(asking, whereOf(repo), commit),
    replaceBranch: (repo, branch, message, files) =>
      replaceBranch(asking, whereOf(repo), branch, message, files),
    requests: asking.requests,
  };
}

/** Octokit gives text or bytes, by the charset of the answer. */
function rawText(data: unknown, path: string): string {
  if (typeof data === "string") return data;
  if (data instanceof ArrayBuffer) return new TextDecoder().decode(data);
  throw new OutsideError(`${path} is not a file`);
}

function rememberedPermissions(asking: Asking, clock: Clock) {
  const known = new Map<string, { at: number; permission: Promise<Permission> }>();
  return (repo: string, login: string): Promise<Permission> => {
    const key = `${repo} ${login.toLowerCase()}`;
    const remembered = known.get(key);
    if (remembered !== undefined && clock.now() - remembered.at < permissionTtlMs) {
      return remembered.permission;
    }
    const permission = askPermission(asking, repo, login);
    known.set(key, { at: clock.now(), permission });
    // A failure is not a permission: ask again next time.
    permission.catch(() => known.delete(key));
    return permission;
  };
}

async function askPermission(asking: Asking, repo: string, login: string): Promise<Permission> {
  const answer = await asking.find("repos/get-collaborator-permission-level", {
    ...whereOf(repo),
    username: login,
  });
  if (answer === null) return "none";
  // A custom role has a name of its own; `permission` then says what it amounts to.
  return (
    permissions.find((one) => one === answer.role_name) ??
    permissions.find((one) => one === answer.permission) ??
    "none"
  );
}
