import {
  forbidden,
  paged,
  Refusal,
  type Answer,
  type Call,
  type Local,
  type RepoCall,
} from "./call.ts";
import { shape, type UserJson } from "./json.ts";
import type { Permission } from "./types.ts";
import { isAtLeast, nodeId, permissionOf, timeText } from "./world.ts";

/** The base roles that GitHub's `permission` knows; `role_name` has the finer ones. */
const legacy: Record<Permission, string> = {
  admin: "admin",
  maintain: "write",
  write: "write",
  triage: "read",
  read: "read",
  none: "none",
};

export function getPermission(call: RepoCall, local: Local): Answer {
  if (!isAtLeast(permissionOf(call.repo, call.who.login), "write")) {
    throw new Refusal(403, "Must have push access to view collaborator permission.");
  }
  const login = call.params["username"] ?? "";
  const user = local.world.users.get(login.toLowerCase());
  if (user === undefined || user.type === "Bot") throw new Refusal(404, `${login} is not a user`);
  const permission = permissionOf(call.repo, user.login);
  const permissions = {
    admin: isAtLeast(permission, "admin"),
    maintain: isAtLeast(permission, "maintain"),
    push: isAtLeast(permission, "write"),
    triage: isAtLeast(permission, "triage"),
    pull: isAtLeast(permission, "read"),
  };
  return {
    status: 200,
    json: {
      permission: legacy[permission],
      role_name: permission,
      user: { ...user, permissions, role_name: permission },
    },
  };
}

export function dispatchEvent(call: RepoCall, local: Local): Answer {
  const { repo, body, who } = call;
  if (!isAtLeast(permissionOf(repo, who.login), "write")) throw forbidden();
  const sender = shape<UserJson>(local.world.users.get((who.login ?? "").toLowerCase()));
  local.webhooks.emit("repository_dispatch", String(body["event_type"]), repo, sender, {
    branch: repo.json.default_branch,
    client_payload: body["client_payload"] ?? {},
  });
  return { status: 204 };
}

export function createStatus(call: RepoCall, local: Local): Answer {
  const { repo, params, body } = call;
  if (!isAtLeast(permissionOf(repo, call.who.login), "write")) throw forbidden();
  const sha = params["sha"] ?? "";
  const id = local.world.nextId();
  const at = timeText(call.now);
  const creator = shape<UserJson>(local.world.users.get((call.who.login ?? "").toLowerCase()));
  const status = {
    id,
    node_id: nodeId("SC", id),
    url: `${local.url}/repos/${repo.fullName}/statuses/${sha}`,
    avatar_url: creator["avatar_url"],
    state: body["state"],
    description: body["description"] ?? null,
    target_url: body["target_url"] ?? null,
    context: body["context"] ?? "default",
    created_at: at,
    updated_at: at,
    creator,
  };
  repo.statuses.set(sha, [status, ...(repo.statuses.get(sha) ?? [])]);
  return { status: 201, json: status };
}

/** The newest status of each context, and the worst of them. */
export function combinedStatus(call: RepoCall, local: Local): Answer {
  const { repo, params } = call;
  const sha = params["ref"] ?? "";
  const newest = new Map<string, (typeof all)[number]>();
  const all = repo.statuses.get(sha) ?? [];
  for (const status of all.toReversed()) newest.set(String(status["context"]), status);
  const statuses = [...newest.values()];
  const states = new Set(statuses.map(({ state }) => state));
  const worst = states.has("failure") || states.has("error") ? "failure" : "pending";
  const state =
    statuses.length > 0 && states.size === 1 && states.has("success") ? "success" : worst;
  const commit_url = `${local.url}/repos/${repo.fullName}/commits/${sha}`;
  const json = {
    state,
    statuses,
    sha,
    total_count: statuses.length,
    repository: repo.json,
    commit_url,
    url: `${commit_url}/status`,
  };
  return { status: 200, json };
}

export function listStatuses(call: RepoCall, local: Local): Answer {
  return paged(call, local, call.repo.statuses.get(call.params["ref"] ?? "") ?? []);
}

export function installationRepositories(call: Call, local: Local): Answer {
  if (call.who.kind !== "installation")
    throw new Refusal(403, "You must authenticate with an installation access token");
  const page = paged(
    call,
    local,
    [...local.world.repos.values()].map(({ json }) => json),
  );
  const json = {
    total_count: local.world.repos.size,
    repository_selection: "all",
    repositories: page.json,
  };
  return { ...page, json };
}
