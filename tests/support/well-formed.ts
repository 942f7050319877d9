const ownMark = /^<!-- mission-control:[a-z-]+(?: [\w, ]*)? -->$/;
/** What our comments are made of beside markdown. */
const ownTags = /^<(?:br|sub|\/sub)>$/;

/**
 * What is wrong with one of our comments, whatever it had to say of whom: its own marks stand alone on their lines and
 * nothing else opens a comment or a tag, nobody is called but `called`, nothing leads away but where it may.
 */
export function faultsIn(
  body: string,
  called: readonly string[] = [],
  isLinkAllowed: (address: string) => boolean = () => false,
): readonly string[] {
  const faults: string[] = [];
  if (body.length >= 65_536) faults.push(`it has ${body.length} characters`);
  if (!body.isWellFormed()) faults.push("it has half a character");
  if (/[\u0000-\u0009\u000b-\u001f\u007f\u202a-\u202e\u2066-\u2069]/.test(body))
    faults.push("it has characters that steer");
  const lines = body.split("\n");
  if (!/^<!-- mission-control:[a-z-]+ -->$/.test(lines[0] ?? "")) faults.push("it has no tag");
  const shown = lines.filter((line) => !ownMark.test(line)).join("\n");
  if (shown.includes("<!--") || shown.includes("-->")) faults.push("it has a mark in its words");
  const words = withoutCode(shown);
  for (const [tag] of words.matchAll(/<[a-z/!?][^\n]{0,20}?(?:>|$)/gi))
    if (!ownTags.test(tag)) faults.push(`it has the tag ${tag}`);
  // What stands in the target of a link calls nobody.
  for (const [, login = ""] of words
    .replaceAll(/\]\([^)]*\)/g, "]")
    .matchAll(/(?<![\w`])@([a-z0-9][\w-]*)/gi))
    if (!called.includes(login)) faults.push(`it calls ${login}`);
  for (const [, address = ""] of words.matchAll(/(?<!\\)\]\(([^)]*)\)/g))
    if (!isLinkAllowed(address)) faults.push(`it leads to ${address}`);
  for (const [address] of words.replaceAll(/\]\([^)]*\)/g, "]").matchAll(/https?:\/\/[^\s)]+/g))
    if (!isLinkAllowed(address)) faults.push(`it leads to ${address}`);
  if (/^\s*(?:`{3,}|~{3,})/m.test(words)) faults.push("it has a fence");
  return faults;
}

/** Without code spans, as CommonMark finds them: a run of ticks, and the next of the same length. */
function withoutCode(text: string): string {
  return text
    .split("\n")
    .map((line) => line.replaceAll(/(?<![\\`])(`+)(?!`).*?(?<!`)\1(?!`)/g, "(code)"))
    .join("\n");
}
