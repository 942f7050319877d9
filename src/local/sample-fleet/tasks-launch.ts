import type { ProjectTasks, SampleTask } from "./task.ts";
import { hourAgo, workstreamHour, workstreamTitle } from "./workstream.ts";

const [maple, nimbus, opal, cleo] = [
  "agent:maple",
  "agent:nimbus",
  "agent:opal",
  "human:cleo",
] as const;

/**
 * The workstream: all times are hours of its clock. Filed a day before it began; of the deadlines, priorities, the shared and
 * the blocked task there is one of every kind.
 */
export const launchTasks: ProjectTasks = {
  project: "web",
  tasks: [
    ...over("gift-rules", 0, 5, {
      title: "Decide what a gift card may be spent on",
      body: "Also on sale items? Also on postage?",
      labels: ["decision", "urgent", "backoffice"],
      owner: cleo,
      output: "A page of rules that support can quote",
      review: "Olga and the accountant agree to it",
      due: 24,
      estimate: "4h",
      link: "https://example.com/gift-cards/rules",
      verdict: "olga",
    }),
    ...over("gift-ledger", 5, 20, {
      title: "Keep a ledger of gift card balances",
      body: "Append only: a balance is the sum of its entries.",
      labels: ["task", "urgent", "backend"],
      owner: maple,
      output: "A table, and the sums as a view",
      review: "Two cards spent at once never go below zero",
      due: 24,
      estimate: "14h",
      depends: ["gift-rules"],
      link: "https://example.com/pulls/611",
      verdict: "ben",
    }),
    ...over("gift-design", 5, 14, {
      title: "Draw the gift card page",
      body: "Amounts, a text, a day on which it is sent.",
      labels: ["task", "high", "frontend"],
      owner: nimbus,
      output: "Pictures for phone and laptop",
      review: "Ben finds his way without help",
      due: 24,
      estimate: "8h",
      depends: ["gift-rules"],
      link: "https://example.com/drawings/88",
      verdict: "ben",
    }),
    ...over("gift-vat", 6, 12, {
      title: "Ask the accountant when VAT is due",
      body: "When the card is sold, or when it is spent?",
      labels: ["backoffice", "high", "backoffice"],
      owner: cleo,
      output: "A written answer",
      review: "It names the paragraph",
      due: 48,
      estimate: "6h",
      link: "https://example.com/letters/vat",
      verdict: "ada",
    }),
    ...underWay("gift-page", 14, 75, {
      title: "Build the gift card page",
      body: "As drawn.",
      labels: ["task", "high", "frontend"],
      owner: nimbus,
      output: "The page behind a switch",
      review: "It looks as drawn at 320 and at 1440 px",
      due: 48,
      estimate: "12h",
      depends: ["gift-design"],
    }),
    ...underWay("gift-buy", 20, 50, {
      title: "Sell a gift card over the API",
      body: "An order without goods.",
      labels: ["task", "urgent", "backend"],
      owner: maple,
      output: "An endpoint, described",
      review: "A card that is not paid for has no balance",
      due: 48,
      estimate: "16h",
      depends: ["gift-ledger"],
    }),
    ...delivered("gift-codes", 20, 27, {
      title: "Make codes that nobody can guess",
      body: "Sixteen characters, no 0 and O, one check digit.",
      labels: ["task", "high", "backend"],
      owner: maple,
      output: "A function and its proof",
      review: "A million guesses find nothing",
      due: 48,
      estimate: "6h",
      depends: ["gift-ledger"],
      link: "https://example.com/pulls/614",
    }),
    ...underWay("gift-webhook", 26, 20, {
      title: "Mend the refund webhook that fires twice",
      body: "The second call comes three seconds after the first.",
      labels: ["bug", "urgent", "integration"],
      owner: maple,
      output: "A merged fix and a test that fails without it",
      review: "A week of calls played again books each refund once",
      due: 72,
      estimate: "5h",
    }),
    ...underWay("gift-plan", 6, 50, {
      title: "Write the test plan",
      body: "What is tried on which phone, and by whom.",
      labels: ["task", "medium", "qa"],
      owner: opal,
      output: "A list that a stranger can follow",
      review: "Cleo follows it",
      due: 72,
      estimate: "6h",
      depends: ["gift-rules"],
    }),
    ...stuck("gift-refund", 27, 30, {
      title: "Refund an order paid with a gift card",
      body: "The money goes back to the card, not to the bank.",
      labels: ["task", "high", "frontend"],
      owner: nimbus,
      output: "The refund page knows cards",
      review: "Half a refund leaves half on the card",
      due: 72,
      estimate: "10h",
      depends: ["gift-webhook"],
      blocked: {
        reason: "refunds cannot be tried while their webhook fires twice",
        by: maple,
        from: "active",
        on: "gift-webhook",
      },
    }),
    ...waiting("gift-redeem", {
      title: "Pay with a gift card at the checkout",
      body: "Wholly or in part.",
      labels: ["task", "urgent", "frontend"],
      owner: nimbus,
      output: "A field at the checkout",
      review: "A card and another means pay one order",
      due: 72,
      estimate: "16h",
      depends: ["gift-buy", "gift-codes"],
    }),
    ...waiting("gift-phones", {
      title: "Try buying and paying on five phones",
      body: "The five that bring four of five orders.",
      labels: ["task", "high", "qa"],
      owner: opal,
      output: "A table of what was tried",
      review: "Each failure has its issue",
      due: 72,
      estimate: "20h",
      depends: ["gift-redeem", "gift-plan"],
    }),
    ...waiting("gift-mail", {
      title: "Send the gift card by mail",
      body: "On the day that was asked for.",
      labels: ["task", "medium", "integration"],
      owner: nimbus,
      shared: [maple],
      output: "A mail, and the job that sends it",
      review: "It is sent once, whatever happens",
      due: 96,
      estimate: "8h",
      depends: ["gift-buy"],
    }),
    ...waiting("gift-load", {
      title: "Put the ledger under load",
      body: "Last year's best minute, three times over.",
      labels: ["task", "medium", "qa"],
      owner: opal,
      output: "A curve and the first thing that breaks",
      review: "The figures can be had again",
      due: 96,
      estimate: "8h",
      depends: ["gift-buy"],
    }),
    ...waiting("gift-help", {
      title: "Write the help pages on gift cards",
      body: "What support is asked most.",
      labels: ["support", "low", "backoffice"],
      owner: cleo,
      output: "Three pages",
      review: "Support has nothing to add",
      due: 120,
      estimate: "6h",
      depends: ["gift-redeem"],
    }),
    ...waiting("gift-month", {
      title: "Show gift cards in the monthly report",
      body: "Sold, spent, still owed.",
      labels: ["backoffice", "low", "backoffice"],
      owner: cleo,
      output: "Three lines in the report",
      review: "They add up to the ledger",
      due: 120,
      estimate: "5h",
      depends: ["gift-vat"],
    }),
    ...waiting("gift-sale", {
      title: "Open the sale of gift cards",
      body: "Turn the switch, watch the first hundred.",
      labels: ["task", "urgent", "automation"],
      owner: cleo,
      output: "The switch is on",
      review: "A hundred orders without a hand",
      due: 120,
      estimate: "4h",
      depends: ["gift-page", "gift-refund", "gift-phones", "gift-mail", "gift-load", "gift-help"],
    }),
  ],
};

type Facts = Omit<SampleTask, "key" | "filed" | "now" | "workstream" | "says" | "due"> & {
  readonly owner: string;
  /** Hour of the clock at which it is due. */
  readonly due: number;
};

function launchTask(
  key: string,
  { due, ...facts }: Facts,
  status: SampleTask["now"]["status"],
  since: number,
  says: SampleTask["says"] = [],
): SampleTask[] {
  return [
    {
      key,
      ...facts,
      deadline: due - workstreamHour,
      filed: { by: "olga", ago: hourAgo(-24) },
      now: { status, since: hourAgo(since) },
      workstream: workstreamTitle,
      says,
    },
  ];
}

function over(key: string, from: number, until: number, facts: Facts): SampleTask[] {
  return launchTask(key, facts, "done", until, hourly(facts.owner, from, until, 100));
}

function underWay(key: string, since: number, progress: number, facts: Facts): SampleTask[] {
  const says = [...hourly(facts.owner, since, 24, progress - 10), today(facts.owner, progress)];
  return launchTask(key, facts, "active", since, says);
}

function delivered(key: string, from: number, since: number, facts: Facts): SampleTask[] {
  const says = [...hourly(facts.owner, from, 24, 80), today(facts.owner, 100)];
  return launchTask(key, facts, "review", since, says);
}

function stuck(key: string, since: number, progress: number, facts: Facts): SampleTask[] {
  return launchTask(key, facts, "blocked", since, [today(facts.owner, progress, true)]);
}

function waiting(key: string, facts: Facts): SampleTask[] {
  return launchTask(key, facts, "assigned", 1, [today(facts.owner, 0)]);
}

/** One at half past every hour of the first day in which it was worked on. */
function hourly(owner: string, from: number, until: number, reached: number) {
  const hours = Array.from({ length: Math.max(0, Math.min(24, until) - from) }, (_, at) => at);
  return hours.map((at) => ({
    by: loginOf(owner),
    ago: hourAgo(from + at + 0.5),
    text: checkin(Math.round((reached * (at + 0.5)) / hours.length), false),
  }));
}

/** The one of the six hours that end now. */
function today(owner: string, progress: number, isStuck = false) {
  return { by: loginOf(owner), ago: hourAgo(29.6), text: checkin(progress, isStuck) };
}

function checkin(progress: number, isStuck: boolean): string {
  return `/checkin progress=${progress} blockers=${isStuck ? "yes" : "no"} eta=${isStuck ? "late" : "on-track"}`;
}

function loginOf(owner: string): string {
  const name = owner.slice(owner.indexOf(":") + 1);
  return owner.startsWith("agent:") ? `${name}-agent` : name;
}
