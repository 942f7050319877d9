import type { Delivery } from "../app/receive.ts";
import { deliveriesOf } from "./faults.ts";
import { cast, type Scenario } from "./scenario.ts";

export type Webhook = { readonly at: number; readonly delivery: Delivery };

export type Webhooks = {
  /** Those that arrive, in their order; one that comes twice has the same id. */
  readonly all: readonly Webhook[];
  readonly lost: number;
  readonly again: number;
};

/** GitHub tells of every step, and not all of it arrives. What was before the room began has told nobody. */
export function webhooksOf(scenario: Scenario): Webhooks {
  const all: Webhook[] = [];
  let lost = 0;
  let again = 0;
  for (const { number, filedAt, steps } of scenario.lives) {
    for (const [index, { at }] of [{ at: filedAt }, ...steps].entries()) {
      if (at < scenario.start) continue;
      const delays = deliveriesOf(scenario, number, index);
      if (delays.length === 0) lost += 1;
      if (delays.length > 1) again += 1;
      const delivery = deliveryOf(scenario.repo, number, `d${number}-${index}`);
      for (const delay of delays) all.push({ at: at + delay, delivery });
    }
  }
  return { all: all.toSorted((a, b) => a.at - b.at), lost, again };
}

function deliveryOf(repo: string, number: number, id: string): Delivery {
  const payload = {
    action: "edited",
    repository: { full_name: repo },
    sender: { login: cast.operator },
    issue: { number },
  };
  return { id, event: "issues", payload };
}
