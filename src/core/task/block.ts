import { type Document, isAlias, parseDocument, stringify, visit } from "yaml";
import { TaskBlock } from "../../schema/index.ts";
import { remembered } from "../remembered.ts";

const opening = "<!-- mission-control:v1 -->";
const closing = "<!-- /mission-control -->";

/** Characters of a block: nobody's facts need more, and YAML takes its time over much. */
const longestBlock = 24_000;
/** GitHub's own limit of an issue's text. */
const longestBody = 65_536;
/** Above this there may be no room for the facts that are still to come. */
const roomyBody = 50_000;

export type BlockReading = {
  readonly block: TaskBlock;
  /** Why the block, or a field of it, could not be read; such a field is left out of `block`. */
  readonly problems: readonly string[];
  /** Fields that could not be read, as they stand. */
  readonly unread: Readonly<Record<string, unknown>>;
};

type Found = { readonly start: number; readonly end: number; readonly yaml: string };

/**
 * Where the block stands in a body: the first two markers with a fence of YAML between them and nothing else, whoever
 * wrote about such markers above. Linear, whatever the body holds.
 */
function findBlock(body: string): Found | null {
  let from = 0;
  for (let close = body.indexOf(closing); close >= 0; close = body.indexOf(closing, from)) {
    const start = body.slice(from, close).lastIndexOf(opening);
    const yaml = start < 0 ? null : fenced(body.slice(from + start + opening.length, close));
    if (yaml !== null) return { start: from + start, end: close + closing.length, yaml };
    from = close + closing.length;
  }
  return null;
}

function fenced(text: string): string | null {
  const lines = text.trim().split("\n");
  if (!/^```ya?ml$/.test(lines[0] ?? "") || lines.length < 2 || lines.at(-1) !== "```") return null;
  return lines.slice(1, -1).join("\n");
}

/** Reads the block of facts out of an issue body. A body without one is an empty block. YAML is slow to read. */
export const readBlock = remembered(read, 100);

function read(body: string): BlockReading {
  const found = findBlock(body.replaceAll("\r\n", "\n"));
  if (found === null) return empty(body.length > roomyBody ? [noRoom] : []);
  if (found.yaml.length > longestBlock)
    return empty([`the block is longer than ${longestBlock} characters: shorten it`]);
  const document = parseDocument(found.yaml, { schema: "core", uniqueKeys: true });
  const syntax = document.errors[0];
  if (syntax !== undefined) return empty([syntax.message.split("\n")[0] ?? "not YAML"]);
  // An alias can make a small text huge; nobody needs one here.
  if (hasAlias(document)) return empty(["aliases (`*name`) are not read: write the value out"]);
  const value: unknown = document.toJS();
  if (value === null) return empty([]);
  if (typeof value !== "object" || Array.isArray(value)) {
    return empty(["expected `key: value` lines"]);
  }
  return keepReadable(value);
}

/**
 * The body with this block in it, in the place of the old one or at the end. The rest of the body is left as it is, and so is
 * what could not be read of the old block: what somebody wrote there is his to mend.
 */
export function writeBlock(body: string, block: TaskBlock): string {
  const normal = body.replaceAll("\r\n", "\n");
  const old = findBlock(normal);
  const { unread, problems } = readBlock(body);
  const facts = Object.entries({ ...unread, ...block }).filter(([, value]) => value !== undefined);
  const isBroken = problems.length > 0 && Object.keys(unread).length === 0;
  const remains = isBroken
    ? (old?.yaml ?? "")
        .split("\n")
        .map((line) => `# ${line}\n`)
        .join("")
    : "";
  const text =
    facts.length === 0 && remains === ""
      ? ""
      : `\n\n${opening}\n\`\`\`yaml\n${fenceSafe(stringify(Object.fromEntries(facts), { lineWidth: 0 }) + remains)}\`\`\`\n${closing}`;
  if (old === null) return `${normal.trimEnd()}${text}`.trimStart();
  return `${normal.slice(0, old.start).trimEnd()}${text}${normal.slice(old.end)}`.trimStart();
}

/**
 * The body with this block in it as it can be written; null when it would be longer than GitHub takes, or the block longer
 * than it is read.
 */
export function bodyWith(body: string, block: TaskBlock): string | null {
  const text = writeBlock(body, block);
  const isReadable = (findBlock(text)?.yaml.length ?? 0) <= longestBlock;
  return text.length <= longestBody && isReadable ? text : null;
}

/** The person's own words, without the block. */
export function bodyWithoutBlock(body: string): string {
  const normal = body.replaceAll("\r\n", "\n");
  const found = findBlock(normal);
  if (found === null) return normal.trim();
  return `${normal.slice(0, found.start).trimEnd()}${normal.slice(found.end)}`.trim();
}

/** Whether two blocks say the same once they are written. */
export function sameBlock(a: TaskBlock, b: TaskBlock): boolean {
  return fenceSafe(canonical(a)) === fenceSafe(canonical(b));
}

/** A fact that is wrong must not take the others with it: each field is judged alone. */
function keepReadable(value: object): BlockReading {
  const whole = TaskBlock.safeParse(value);
  if (whole.success) return { block: whole.data, problems: [], unread: {} };
  const problems: string[] = [];
  const bad = new Set<string>();
  for (const issue of whole.error.issues) {
    bad.add(String(issue.path[0] ?? ""));
    problems.push(`${issue.path.join(".")}: ${issue.message}`);
  }
  const entries = Object.entries(value);
  const rest = TaskBlock.safeParse(Object.fromEntries(entries.filter(([key]) => !bad.has(key))));
  const unread = Object.fromEntries(entries.filter(([key]) => bad.has(key)));
  return { block: rest.success ? rest.data : {}, problems, unread };
}

function hasAlias(document: Document.Parsed): boolean {
  let found = false;
  visit(document, {
    Alias: (_key, node) => {
      found ||= isAlias(node);
      return visit.BREAK;
    },
  });
  return found;
}

const noRoom =
  "the text of this issue is so long that there may be no room for its facts: shorten it";

function empty(problems: readonly string[]): BlockReading {
  return { block: {}, problems, unread: {} };
}

/** A value with a fence in it would end the block early. */
function fenceSafe(yaml: string): string {
  return yaml.replaceAll(/`{3,}/g, (ticks) => [...ticks].join(" ")).replaceAll("-->", "-- >");
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(
          Object.entries(inner)
            .filter(([, one]) => one !== undefined)
            .toSorted(([a], [b]) => (a < b ? -1 : 1)),
        )
      : inner,
  );
}
