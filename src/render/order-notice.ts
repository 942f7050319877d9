import type { Order } from "../core/orders.ts";
import { type Notice, seenLine } from "../core/task/notice.ts";
import { codeSpan, escapeMarkdown } from "./escape.ts";

type OrderNotice = Extract<Notice, { kind: "order" }>;

/** The lines of the comment on something that the rules have done to a task. */
export function orderLines(notice: OrderNotice): readonly string[] {
  const { order, seen } = notice;
  const hidden = seen === null || order.kind === "tell" ? [] : [seenLine(seen)];
  return [...hidden, ...wordsOf(notice), ...found(order)];
}

function wordsOf({ order, login, block }: OrderNotice): readonly string[] {
  const why = plain(order.why);
  switch (order.kind) {
    case "block":
      return ["### Blocked", "", `${to(login)}${why}`, "", `It goes on when ${order.on} is done.`];
    case "unblock":
      return ["### Goes on", "", `${to(login)}${why}`];
    case "release":
      return [
        "### Given back",
        "",
        `${to(login)}${why} The task waits for a new owner; what was delivered so far stays where it is.`,
      ];
    case "assign":
      return [
        `### Assigned to ${codeSpan(order.owner)}`,
        "",
        `${to(login)}${why}`,
        "",
        `- Expected output: ${plain(block.output ?? "")}`,
        `- Review criteria: ${plain(block.review ?? "")}`,
        `- Boundaries: ${boundaries(order.boundary, block.boundaries)}`,
        "",
        "Why this owner:",
        "",
        ...order.reasons.map((reason) => `- ${plain(reason)}`),
        "",
        "<sub>A person's choice wins: `/assign <owner>`.</sub>",
      ];
    case "tell":
      return [titles[order.tag], ...order.lines.flatMap((line) => ["", line])];
  }
}

const titles = { duplicate: "### Perhaps the same", stuck: "### Does not come by itself" };

function boundaries(...all: readonly (string | null | undefined)[]): string {
  const given = all.filter((one) => one !== undefined && one !== null && one.trim() !== "");
  return given.length === 0 ? "none are named" : given.map((one) => plain(one ?? "")).join("; ");
}

/** Where it was looked. */
function found({ kind, evidence }: Order): readonly string[] {
  if (kind === "tell" || kind === "assign" || evidence.length === 0) return [];
  return ["", `<sub>Looked at: ${evidence.map(shown).join(" · ")}</sub>`];
}

/** An address as it is, if nothing in it could be markup or call somebody. */
function shown(evidence: string): string {
  return /^https?:\/\/[\w./#?=&%:+-]+$/.test(evidence) ? evidence : plain(evidence);
}

/** Only the task's own owner is spoken to, and only by a name that GitHub could have given. */
function to(login: string | null): string {
  return login !== null && /^[A-Za-z0-9-]+(\[bot\])?$/.test(login) ? `@${login}: ` : "";
}

function plain(text: string): string {
  return escapeMarkdown(text, 1000);
}
