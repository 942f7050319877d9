import type { RateLimitOptions } from "./types.ts";

export type Quota = {
  readonly limit: number;
  readonly remaining: number;
  readonly used: number;
  readonly reset: number;
};
export type Refused = { readonly message: string; readonly retryAfter: number };
export type Limits = {
  readonly quota: (login: string, now: number) => Quota;
  /** null: go on. What is created counts against a limit of its own. */
  readonly refuse: (login: string, now: number, creates: boolean) => Refused | null;
  readonly count: (login: string) => void;
};

type Window = { used: number; readonly endsAt: number };

const hour = 3_600_000;
const minute = 60_000;
const unlimited = 1_000_000_000;

/** GitHub's primary limit (requests an hour) and, when set, the secondary one for what creates content. */
export function rateLimits(options: RateLimitOptions | undefined): Limits {
  const limit = options?.limit ?? unlimited;
  const hours = new Map<string, Window>();
  const minutes = new Map<string, Window>();

  function current(
    windows: Map<string, Window>,
    login: string,
    now: number,
    length: number,
  ): Window {
    const standing = windows.get(login);
    if (standing !== undefined && standing.endsAt > now) return standing;
    const fresh = { used: 0, endsAt: now + length };
    windows.set(login, fresh);
    return fresh;
  }

  return {
    quota(login, now) {
      const { used, endsAt } = current(hours, login, now, hour);
      return { limit, used, remaining: Math.max(0, limit - used), reset: Math.ceil(endsAt / 1000) };
    },
    refuse(login, now, creates) {
      const requests = current(hours, login, now, hour);
      if (requests.used >= limit) {
        return {
          message: `API rate limit exceeded for ${login}.`,
          retryAfter: Math.ceil((requests.endsAt - now) / 1000),
        };
      }
      if (!creates || options?.creationsPerMinute === undefined) return null;
      const created = current(minutes, login, now, minute);
      if (created.used >= options.creationsPerMinute) {
        const retryAfter = Math.ceil((created.endsAt - now) / 1000);
        return {
          message: "You have exceeded a secondary rate limit. Please wait a few minutes.",
          retryAfter,
        };
      }
      created.used += 1;
      return null;
    },
    count(login) {
      const window = hours.get(login);
      if (window !== undefined) window.used += 1;
    },
  };
}
