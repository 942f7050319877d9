import type { Channel } from "../ports.ts";
import type { AlertState } from "../schema/index.ts";
import type { Finding } from "./check.ts";

/** Somebody who hears every alert that goes out on a channel, and remembers. */
export type Listener = {
  readonly channel: Channel;
  /** What was told more than once since this was last asked. */
  readonly repeated: (at: number) => readonly Finding[];
  /** Urgent alerts that are open and have not been told. */
  readonly missing: (alerts: Iterable<AlertState>, at: number) => readonly Finding[];
};

export function listener(): Listener {
  const heard = new Map<string, number>();
  const known = new Set<string>();
  /** By when it was opened and by rule: how many alerts a message about many of them has told of. */
  const together = new Map<string, number>();
  let again: AlertState[] = [];

  /** Whether one of the messages about many tells of it: each of them of as many as it says. */
  function isCounted({ opened_at, rule }: AlertState): boolean {
    const key = `${opened_at} ${rule}`;
    const left = together.get(key) ?? 0;
    together.set(key, left - 1);
    return left > 0;
  }

  return {
    channel: {
      name: "telegram",
      send: (alert) => {
        const key = `${alert.id} ${alert.severity} ${alert.announced.times}`;
        const times = (heard.get(key) ?? 0) + 1;
        heard.set(key, times);
        known.add(alert.id);
        for (const [rule, count] of countsIn(alert))
          together.set(`${alert.opened_at} ${rule}`, count);
        if (times === 2) again.push(alert);
        return Promise.resolve({ reference: key });
      },
      close: () => Promise.resolve(),
    },
    repeated: (at) => {
      const found = again.map((alert) => finding("told-twice", alert, at));
      again = [];
      return found;
    },
    missing: (alerts, at) => {
      const found: Finding[] = [];
      for (const alert of alerts) {
        const isUrgent = alert.severity === "urgent" || alert.severity === "critical";
        if (!isUrgent || alert.resolved_at !== null || known.has(alert.id)) continue;
        known.add(alert.id);
        if (!isCounted(alert)) found.push(finding("untold", alert, at));
      }
      return found;
    },
  };
}

/** What went wrong before anybody looked is told in one message, which says how many there are by rule. */
function countsIn({ rule, message }: AlertState): readonly (readonly [string, number])[] {
  if (rule !== "first-look") return [];
  const [counts = ""] = message.split(". ");
  return [...counts.matchAll(/([a-z-]+) (\d+)/g)].map(([, name = "", count]) => [
    name,
    Number(count),
  ]);
}

function finding(kind: Finding["kind"], { id, rule, entity_id }: AlertState, at: number): Finding {
  return { kind, rule, entity: entity_id, at: new Date(at).toISOString(), why: id };
}
