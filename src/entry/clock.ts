import { setTimeout as pause } from "node:timers/promises";
import { UserError } from "../errors.ts";
import type { Clock } from "../ports.ts";

/** The machine's clock; with `--now ISO` it stands still there, and waiting moves it on. */
export function clockOf(now: string | undefined): Clock {
  if (now === undefined) {
    return {
      now: () => Date.now(),
      sleep: (ms, signal) => pause(ms, undefined, signal === undefined ? {} : { signal }),
    };
  }
  let at = Date.parse(now);
  if (Number.isNaN(at)) {
    throw new UserError(`--now ${now}: expected an instant such as 2026-11-21T07:00:00Z`);
  }
  return {
    now: () => at,
    sleep: (ms) => {
      at += ms;
      return Promise.resolve();
    },
  };
}
