import type { Clock, Log } from "../../ports.ts";
import { type Allowance, allowance, type Cost } from "./allowance.ts";
import { fetchWhole } from "./whole-answer.ts";

type Options = {
  readonly method: string;
  readonly url: string;
  readonly [parameter: string]: unknown;
};
/** What Octokit's `hook.wrap("request", …)` takes. */
type Wrap = <O extends Options, R>(
  request: (options: O) => R | Promise<R>,
  options: O,
) => Promise<R>;

export type PatienceOptions = {
  readonly clock: Clock;
  readonly log: Log;
  /** Milliseconds between two writes to one account's repositories; 0: this server has no limits. */
  readonly writeEveryMs: number;
};

/** GitHub asks for a second between writes; a server without TLS is one of our own. */
export function writePause(apiUrl: string): number {
  return apiUrl.startsWith("https:") ? 1000 : 0;
}

const tries = 4;
/** Longer than this nothing is held up: what is left is done by the next tick. */
const longestWaitMs = 5 * 60_000;
const minuteMs = 60_000;

/**
 * Keeps to GitHub's limits: writes one at a time and apart, everything within what an account may do in a minute and an
 * hour, and a request that was refused for its rate, or failed on GitHub's side, is made again. What would have to wait for
 * long fails at once, without being sent. A POST that failed may have been performed and is not repeated.
 * https://docs.github.com/rest/using-the-rest-api/best-practices-for-using-the-rest-api
 */
export function patience({ clock, log, writeEveryMs }: PatienceOptions): Wrap {
  const turns = new Map<string, { last: Promise<unknown>; next: number }>();
  const allowances = new Map<string, Allowance>();

  function allowanceOf(account: string): Allowance {
    const known = allowances.get(account) ?? allowance();
    allowances.set(account, known);
    return known;
  }

  async function inTurn<R>(account: string, write: () => Promise<R>): Promise<R> {
    const turn = turns.get(account) ?? { last: Promise.resolve(), next: 0 };
    turns.set(account, turn);
    const mine = turn.last.then(async () => {
      const wait = turn.next - clock.now();
      if (wait > 0) await clock.sleep(wait);
      turn.next = clock.now() + writeEveryMs;
      return await write();
    });
    // The failure is the caller's, who has `mine`; the next writer only waits for its end.
    turn.last = mine.catch(() => undefined);
    return await mine;
  }

  /** Waits until the request may be made. */
  async function allowed(account: Allowance, cost: Cost): Promise<void> {
    for (;;) {
      const now = clock.now();
      const wait = account.wait(cost, now);
      if (wait > longestWaitMs) throw tooSoon(wait);
      if (wait === 0) return account.spend(cost, now);
      log.debug("GitHub's limits are waited for", { after_ms: wait });
      await clock.sleep(wait);
    }
  }

  async function again<R>(
    attempt: () => R | Promise<R>,
    { method, url }: Options,
    account: Allowance | null,
    cost: Cost,
  ): Promise<R> {
    for (let tried = 1; ; tried++) {
      if (account !== null) await allowed(account, cost);
      try {
        return await attempt();
      } catch (error) {
        const wait = waitFor(error, method, tried, clock.now());
        if (wait === null) throw error;
        if (isRefusal(error)) account?.refused(cost, clock.now() + wait);
        if (wait > longestWaitMs || tried === tries) throw error;
        log.warn("GitHub is asked again", { method, url, after_ms: wait, tried });
        await clock.sleep(wait);
      }
    }
  }

  return async (request, options) => {
    // In place: whatever else is hooked in gets this very object, and not what it is called with.
    Object.assign(options, { request: { fetch: fetchWhole, ...Object(options["request"]) } });
    const owner = accountOf(options);
    const cost = costOf(options);
    const account = writeEveryMs === 0 || owner === null ? null : allowanceOf(owner);
    const attempt = () => again(() => request(options), options, account, cost);
    if (owner === null || account === null || !cost.isWrite) return await attempt();
    return await inTurn(owner, attempt);
  };
}

/** Whose limits a request counts against; the page after the first says so in `request.account`. */
function accountOf({ owner, request }: Options): string | null {
  const account = owner ?? Object(request)["account"];
  return typeof account === "string" ? account.toLowerCase() : null;
}

function costOf({ method, url }: Options): Cost {
  const isWrite = method !== "GET" && method !== "HEAD";
  return { isWrite, creates: method === "POST" && /\/(issues|pulls)(\/|$)/.test(url) };
}

/** As GitHub would say it, had it been asked. */
function tooSoon(wait: number): Error {
  const after = Math.ceil(wait / 1000);
  const message = `GitHub's limits leave no room for this for another ${after} s`;
  return Object.assign(new Error(message), {
    status: 429,
    response: { headers: { "retry-after": String(after) } },
  });
}

function isRefusal(error: unknown): boolean {
  const { status } = failureOf(error);
  return status === 429 || status === 403;
}

/** Milliseconds until it makes sense to ask again; null: it never will. */
function waitFor(error: unknown, method: string, tried: number, now: number): number | null {
  const { status, headers } = failureOf(error);
  if (status === 429 || status === 403) {
    const after = Number(headers["retry-after"]);
    if (headers["retry-after"] !== undefined && Number.isFinite(after)) return after * 1000;
    if (headers["x-ratelimit-remaining"] === "0") {
      return Math.max(1000, Number(headers["x-ratelimit-reset"]) * 1000 - now);
    }
    return status === 429 ? minuteMs * 2 ** (tried - 1) : null;
  }
  const isRepeatable = method !== "POST";
  return isRepeatable && status >= 500 ? 500 * 2 ** (tried - 1) : null;
}

type Failure = { readonly status: number; readonly headers: Readonly<Record<string, unknown>> };

/** Octokit gives a request that found no GitHub at all the status 500. */
function failureOf(error: unknown): Failure {
  if (typeof error !== "object" || error === null || !("status" in error))
    return { status: 0, headers: {} };
  const response = "response" in error ? error.response : undefined;
  const headers =
    typeof response === "object" && response !== null && "headers" in response
      ? response.headers
      : {};
  return { status: Number(error.status), headers: Object(headers) };
}
