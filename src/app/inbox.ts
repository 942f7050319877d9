import { UserError } from "../errors.ts";
import type { Forge } from "../ports.ts";

export type InboxItem = {
  readonly forge: Forge;
  readonly repo: string;
  /** Whatever somebody wrote: text and nothing else. */
  readonly text: string;
};

export type Filed = {
  readonly number: number;
  readonly url: string;
  readonly title: string;
};

/** GitHub's own limits, in characters. */
const maxTitle = 256;
const maxBody = 60_000;

/**
 * Files an inbox item: the first line is its title, the rest its body. It comes without labels; triage gives them.
 * Throws `UserError` when there is nothing in it, or more than an issue holds.
 */
export async function fileInboxItem({ forge, repo, text }: InboxItem): Promise<Filed> {
  const { title, body } = splitText(text);
  const { number, url } = await forge.createIssue(repo, { title, body, labels: [] });
  return { number, url, title };
}

/** What of a text becomes the title, and what the body. A first line that is too long is in both. */
export function splitText(text: string): { readonly title: string; readonly body: string } {
  const lines = text.replaceAll("\r\n", "\n").trim();
  if (lines === "") throw new UserError("there is nothing to file: expected a text");
  const end = lines.indexOf("\n");
  const first = (end === -1 ? lines : lines.slice(0, end)).trim();
  const rest = end === -1 ? "" : lines.slice(end + 1).trim();
  const characters = [...first];
  const isShort = characters.length <= maxTitle;
  const title = isShort ? first : `${characters.slice(0, maxTitle - 1).join("")}…`;
  const body = isShort ? rest : lines;
  if (body.length > maxBody) {
    throw new UserError(
      `the text has ${body.length} characters, an issue holds ${maxBody}: shorten it, or link to the rest`,
    );
  }
  return { title, body };
}
