import { slidingSum } from "./sliding-sum.ts";
import type { LimitOptions } from "./types.ts";
import { actionsLogin, type Identity } from "./world.ts";

export type Quota = {
  readonly limit: number;
  readonly remaining: number;
  readonly used: number;
  readonly reset: number;
};
export type Asked = {
  readonly who: Identity;
  readonly now: number;
  readonly isWrite: boolean;
  readonly creates: boolean;
  readonly requestId: string;
};
export type Refused = {
  readonly status: 403 | 429;
  readonly message: string;
  /** Seconds; null: the primary limit, whose end only `x-ratelimit-reset` says. */
  readonly retryAfter: number | null;
  readonly documentation: string;
};
export type Limits = {
  readonly quota: (who: Identity, now: number) => Quota;
  /** null: go on, and what it costs is charged. */
  readonly refuse: (asked: Asked) => Refused | null;
  readonly count: (who: Identity, now: number) => void;
  /** A request is under way until what is returned is called. */
  readonly enter: (who: Identity) => () => void;
  /** Items of a list that page numbers reach; null: all. */
  readonly offsetItems: number | null;
};
type AccountKind = "workflow" | "installation" | "person" | "nobody";
type Hour = { used: number; readonly endsAt: number };

const hour = 3_600_000;
const minute = 60_000;
const unlimited = 1_000_000_000;
const documented = "https://docs.github.com/rest/overview/rate-limits-for-the-rest-api";

/** What GitHub documents, autumn 2026; of a person the figure of a personal token. */
export const githubLimits = {
  requestsPerHour: { workflow: 1000, installation: 5000, person: 5000, nobody: 60 },
  pointsPerMinute: 900,
  concurrent: 100,
  creationsPerMinute: 80,
  creationsPerHour: 500,
} as const satisfies LimitOptions;

/** The primary limit (requests an hour) and the secondary ones, each account by itself; what has no number has no limit. */
export function limitsOf(chosen: "github" | LimitOptions | undefined): Limits {
  const options: LimitOptions = chosen === "github" ? githubLimits : (chosen ?? {});
  const hours = new Map<string, Hour>();
  const underWay = new Map<string, number>();
  const points = slidingSum(minute);
  const createdInMinute = slidingSum(minute);
  const createdInHour = slidingSum(hour);
  const status = options.refusal ?? 403;

  function limitOf(who: Identity): number {
    const { requestsPerHour } = options;
    if (typeof requestsPerHour === "number") return requestsPerHour;
    return requestsPerHour?.[kindOf(who)] ?? unlimited;
  }

  function hourOf(who: Identity, now: number): Hour {
    const standing = hours.get(keyOf(who));
    if (standing !== undefined && standing.endsAt > now) return standing;
    const fresh = { used: 0, endsAt: now + hour };
    hours.set(keyOf(who), fresh);
    return fresh;
  }

  function refuse({ who, now, isWrite, creates, requestId }: Asked): Refused | null {
    const key = keyOf(who);
    if (hourOf(who, now).used >= limitOf(who)) {
      return { status, message: spent(who), retryAfter: null, documentation: documented };
    }
    const cost = isWrite ? 5 : 1;
    const waits = [points.wait(key, now, cost, options.pointsPerMinute)];
    if ((underWay.get(key) ?? 0) > (options.concurrent ?? unlimited)) waits.push(minute);
    const creationWaits = creates
      ? [
          createdInMinute.wait(key, now, 1, options.creationsPerMinute),
          createdInHour.wait(key, now, 1, options.creationsPerHour),
        ]
      : [];
    const wait = Math.max(0, ...waits, ...creationWaits);
    if (wait > 0) {
      const message = Math.max(...waits) > 0 ? slowDown(requestId, now) : tooMuchCreated;
      const documentation = `${documented}#about-secondary-rate-limits`;
      return { status, message, retryAfter: Math.max(1, Math.ceil(wait / 1000)), documentation };
    }
    points.add(key, now, cost);
    if (creates) {
      createdInMinute.add(key, now, 1);
      createdInHour.add(key, now, 1);
    }
    return null;
  }

  return {
    offsetItems: options.offsetItems === undefined ? 10_000 : options.offsetItems,
    refuse,
    quota(who, now) {
      const limit = limitOf(who);
      const { used, endsAt } = hourOf(who, now);
      return { limit, used, remaining: Math.max(0, limit - used), reset: Math.ceil(endsAt / 1000) };
    },
    count(who, now) {
      const window = hourOf(who, now);
      window.used = Math.min(window.used + 1, limitOf(who));
    },
    enter(who) {
      const key = keyOf(who);
      underWay.set(key, (underWay.get(key) ?? 0) + 1);
      return () => underWay.set(key, (underWay.get(key) ?? 1) - 1);
    },
  };
}

function kindOf({ kind, login }: Identity): AccountKind {
  if (kind === "nobody") return "nobody";
  if (kind === "user") return "person";
  return login === actionsLogin ? "workflow" : "installation";
}

/** Tokens of one account share its limits. */
function keyOf({ kind, login }: Identity): string {
  return login ?? kind;
}

function spent(who: Identity): string {
  if (who.kind === "nobody") {
    return "API rate limit exceeded for 127.0.0.1. (But here's the good news: Authenticated requests get a higher rate limit. Check out the documentation for more details.)";
  }
  const name = who.kind === "user" ? `user ${who.login}` : "installation";
  return `API rate limit exceeded for ${name}.`;
}

function slowDown(requestId: string, now: number): string {
  const at = new Date(now).toISOString().slice(0, 19).replace("T", " ");
  return `You have exceeded a secondary rate limit. Please wait a few minutes before you try again. If you reach out to GitHub Support for help, please include the request ID ${requestId} and timestamp ${at} UTC.`;
}

const tooMuchCreated =
  "You have exceeded a secondary rate limit and have been temporarily blocked from content creation. Please retry your request again later.";
