import { ackWords } from "../../core/alerts/ack-words.ts";
import type { AlertState } from "../../schema/index.ts";

/** What Telegram takes of one message, in UTF-16 code units; markup is counted too, which is on the safe side. */
const MAX = 4096;
const MAX_TITLE = 300;
const MAX_LINKS = 3;
const MAX_ADDRESS = 500;

/**
 * An alert as Telegram's HTML, at most 4096 characters: what, why, and links to the evidence. From the second `attempt` on
 * it says why it comes again; where an answer is waited for, how to give it.
 */
export function alertChatText(alert: AlertState, attempt = 1, requiresAck = false): string {
  const title = escapedWithin(alert.title.replace(/\s+/g, " "), MAX_TITLE);
  const head = `<b>${alert.severity.toUpperCase()}: ${title}</b>`;
  const again = attempt === 1 ? "" : "<i>Sent again: nobody has acknowledged it.</i>";
  const links = linksOf(alert).join("\n");
  const answer = requiresAck ? answerTo(alert) : "";
  const room = MAX - head.length - again.length - links.length - answer.length - 4;
  return [head, again, escapedWithin(alert.message, room), links, answer]
    .filter((part) => part !== "")
    .join("\n");
}

function answerTo(alert: AlertState): string {
  const where = alert.entity_type === "task" ? "its issue" : "any issue of the control room";
  return `<i>Seen it? Say <code>${escapedWithin(ackWords(alert), MAX_TITLE)}</code> on ${where}.</i>`;
}

function linksOf({ evidence, entity_id }: AlertState): readonly string[] {
  const addresses = evidence.filter(
    (address) =>
      /^https?:$/.test(URL.parse(address)?.protocol ?? "") &&
      escaped(address).length <= MAX_ADDRESS,
  );
  return addresses
    .slice(0, MAX_LINKS)
    .map((address, at) => link(address, at === 0 ? entity_id : address));
}

function link(address: string, words: string): string {
  return `<a href="${escaped(address)}">${escapedWithin(words, MAX_ADDRESS)}</a>`;
}

/**
 * The text escaped, and cut with `…` where it would be longer than `max`; never inside an escape or a character. Telegram
 * calls whoever a text names after an `@`: not here.
 */
function escapedWithin(words: string, max: number): string {
  const text = words.replaceAll("@", "@\u200b");
  const whole = escaped(text);
  if (whole.length <= max) return whole;
  let cut = "";
  for (const character of text) {
    const next = escaped(character);
    if (cut.length + next.length + 1 > max) break;
    cut += next;
  }
  return `${cut}…`;
}

function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
