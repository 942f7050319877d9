import { toInstant } from "../../core/instant.ts";
import type { Config } from "../../schema/index.ts";

const hourMs = 3_600_000;

/** The milestone's title. */
export const workstreamTitle = "Gift cards";
/** Where its clock stands when the fleet is seeded. */
export const workstreamHour = 30;

/** Hours before the fleet is seeded, of an hour of the workstream's clock. */
export function hourAgo(hour: number): number {
  return workstreamHour - hour;
}

type Entry = Partial<Config["workstreams"][number]>;

/** Its entry in the configuration. `numberOf` gives the number of a task by its key; `now` is in milliseconds. */
export function workstreamEntry(numberOf: (key: string) => number, now: number): Entry {
  const met = (text: string, ...keys: readonly string[]) => ({
    text,
    tasks: keys.map((key) => `#${numberOf(key)}`),
  });
  return {
    milestone: workstreamTitle,
    goal: "Sell gift cards before the season begins",
    start: toInstant(Math.floor((now - workstreamHour * hourMs) / 1000) * 1000),
    hours: 168,
    go_no_go: 168,
    checkins: [
      { every_hours: 1, from_hour: 0, until_hour: 24 },
      { every_hours: 6, from_hour: 24, until_hour: 168 },
    ],
    deliverables: [
      met("The rules of gift cards", "gift-rules"),
      met("The gift card page and its mail", "gift-page", "gift-mail"),
      met("Help pages", "gift-help"),
    ],
    criteria: [
      met("A gift card can be bought", "gift-buy", "gift-page"),
      met("A gift card pays at the checkout", "gift-redeem"),
      met("A refund goes back to the card", "gift-webhook", "gift-refund"),
      met("Nobody can guess a code", "gift-codes"),
      met("It works on five phones", "gift-phones"),
      met("The ledger takes 1,000 orders a minute", "gift-load"),
      met("VAT is booked when the accountant says so", "gift-vat"),
    ],
  };
}
