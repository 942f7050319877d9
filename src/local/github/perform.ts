import { Refusal, type Answer, type AnyCall, type Local } from "./call.ts";
import type { Check } from "./check.ts";
import { answerQuery } from "./graphql.ts";
import { shape, type Json } from "./json.ts";
import type { Refused } from "./limits.ts";
import { openApi, type Match, type Operation } from "./openapi.ts";
import type { Request } from "./request.ts";
import { handlerOf } from "./routes.ts";
import type { LocalGitHubOptions, Violation } from "./types.ts";
import { findRepo, isAtLeast, permissionOf, type Repo, type World } from "./world.ts";

export type Rules = {
  readonly check: NonNullable<LocalGitHubOptions["check"]>;
  readonly checks: Check;
  readonly violations: Violation[];
};
export type Performed = {
  readonly answer: Answer;
  /** It costs nothing of the primary limit. */
  readonly isFree: boolean;
};

const graphqlPath = "/graphql";

/** Nothing is said of these; they are counted to be on the safe side. */
const creating: ReadonlySet<string> = new Set([
  "reactions/create-for-issue",
  "reactions/create-for-issue-comment",
]);

/** What GitHub does with a request: limits, description, permission, the operation. One write at a time. */
export function performer(
  local: () => Local,
  rules: Rules,
): (request: Request) => Promise<Performed> {
  async function perform(request: Request): Promise<Performed> {
    const { limits } = local();
    const { who, now, method } = request;
    const match = openApi().match(method, request.path);
    const operation = match?.operation;
    if (operation?.id === "rate-limit/get") {
      const core = limits.quota(who, now);
      const json = { resources: { core, search: core }, rate: core };
      return { answer: { status: 200, json }, isFree: true };
    }
    if (request.path === graphqlPath)
      return { answer: await answerQuery(request, local()), isFree: true };
    const limited = limits.refuse({
      who,
      now,
      isWrite: method !== "GET" && method !== "HEAD",
      creates: operation?.createsContent === true || creating.has(operation?.id ?? ""),
      requestId: request.id,
    });
    if (limited !== null) return { answer: limitAnswer(limited), isFree: true };
    try {
      return { answer: await performed(request, match), isFree: false };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { answer: refusalAnswer(error), isFree: false };
    }
  }

  async function performed(request: Request, match: Match | null): Promise<Answer> {
    const operation = described(request, match);
    const params = match?.params ?? {};
    const repo = repoOf(local().world, request, params);
    const { method, query, rawBody, who, target, now, at } = request;
    const call: AnyCall = {
      operation,
      params,
      query,
      target,
      body: shape<Json>(
        typeof rawBody === "object" && rawBody !== null && !Array.isArray(rawBody) ? rawBody : {},
      ),
      rawBody,
      accept: request.headers["accept"],
      who,
      now,
      at,
      repo,
    };
    const handler = handlerOf(operation.id);
    const isExclusive = method !== "GET" || who.kind === "app";
    const answer = isExclusive
      ? await local().inTurn(async () => handler(call, local()))
      : await handler(call, local());
    if (rules.check !== "off") checkAnswer(request, operation, answer);
    return answer;
  }

  /** The operation, when the request is one that GitHub describes. */
  function described(request: Request, match: Match | null): Operation {
    const { method, path, query, rawBody } = request;
    if (match === null) {
      violate("request", "", request, "GitHub has no such operation");
      const status = rules.check === "enforce" ? 422 : 404;
      throw new Refusal(status, `GitHub has no operation ${method} ${path}`);
    }
    const { operation, params } = match;
    if (rules.check === "off") return operation;
    const problems = rules.checks.request(operation, params, query, rawBody);
    for (const problem of problems) violate("request", operation.id, request, problem);
    if (problems.length > 0 && rules.check === "enforce") {
      throw new Refusal(
        422,
        `${operation.id} is called in a way that GitHub does not describe: ${problems.join("; ")}`,
      );
    }
    return operation;
  }

  function checkAnswer(
    request: Request,
    operation: Operation,
    { status, json, text, foreign }: Answer,
  ): void {
    if (text !== undefined) return;
    for (const problem of rules.checks.read(operation, status, json)) {
      violate("read", operation.id, request, problem);
    }
    if (foreign === true) return;
    for (const problem of rules.checks.answer(operation, status, json)) {
      violate("answer", operation.id, request, problem);
    }
  }

  function violate(
    kind: Violation["kind"],
    operation: string,
    { method, target }: Request,
    message: string,
  ): void {
    rules.violations.push({ kind, operation, method, path: target, message });
  }

  return perform;
}

/** The repository that a request is about, when whoever asks may see it. */
function repoOf(
  world: World,
  { method, who, headers }: Request,
  { owner, repo: name }: Readonly<Record<string, string>>,
): Repo | null {
  if (who.kind === "nobody" && headers["authorization"] !== undefined)
    throw new Refusal(401, "Bad credentials");
  const repo = owner === undefined || name === undefined ? null : findRepo(world, owner, name);
  if (owner !== undefined && repo === null) throw new Refusal(404, "Not Found");
  if (repo !== null && who.kind !== "app" && !isAtLeast(permissionOf(repo, who.login), "read")) {
    throw new Refusal(404, "Not Found");
  }
  if (method !== "GET" && who.kind === "nobody") throw new Refusal(401, "Requires authentication");
  return repo;
}

function refusalAnswer({ status, message, errors, url }: Refusal): Answer {
  const json = {
    message,
    ...(errors === undefined ? {} : { errors }),
    ...(url === undefined ? {} : { url }),
    documentation_url: "https://docs.github.com/rest",
    status: String(status),
  };
  return { status, json, ...(url === undefined ? {} : { headers: { location: url } }) };
}

function limitAnswer({ status, message, retryAfter, documentation }: Refused): Answer {
  const json = { message, documentation_url: documentation, status: String(status) };
  const headers = retryAfter === null ? {} : { "retry-after": String(retryAfter) };
  return { status, json, headers };
}
