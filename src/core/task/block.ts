import { parseDocument, stringify } from "yaml";
import { TaskBlock } from "../../schema/index.ts";

const opening = "<!-- mission-control:v1 -->";
const closing = "<!-- /mission-control -->";
const pattern = /\n*<!-- mission-control:v1 -->\s*```ya?ml\n([^]*?)\n?```\s*<!-- \/mission-control -->/;

export type BlockReading = {
  readonly block: TaskBlock;
  /** Why the block, or a field of it, could not be read; such a field is left out of `block`. */
  readonly problems: readonly string[];
  /** Fields that could not be read, as they stand. */
  readonly unread: Readonly<Record<string, unknown>>;
};

/** Reads the block of facts out of an issue body. A body without one is an empty block. */
export function readBlock(body: string): BlockReading {
  const yaml = pattern.exec(body.replaceAll("\r\n", "\n"))?.[1];
  if (yaml === undefined) return empty([]);
  const document = parseDocument(yaml, { schema: "core", uniqueKeys: true });
  const syntax = document.errors[0];
  if (syntax !== undefined) return empty([syntax.message.split("\n")[0] ?? "not YAML"]);
  const value: unknown = document.toJS({ maxAliasCount: 0 });
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
  const old = pattern.exec(normal);
  const { unread, problems } = readBlock(body);
  const facts = Object.entries({ ...unread, ...block }).filter(([, value]) => value !== undefined);
  const isBroken = problems.length > 0 && Object.keys(unread).length === 0;
  const remains = isBroken ? (old?.[1] ?? "").split("\n").map((line) => `# ${line}\n`).join("") : "";
  const text =
    facts.length === 0 && remains === ""
      ? ""
      : `\n\n${opening}\n\`\`\`yaml\n${fenceSafe(stringify(Object.fromEntries(facts), { lineWidth: 0 }) + remains)}\`\`\`\n${closing}`;
  if (old === null) return `${normal.trimEnd()}${text}`.trimStart();
  return `${normal.slice(0, old.index)}${text}${normal.slice(old.index + old[0].length)}`.trimStart();
}

/** The person's own words, without the block. */
export function bodyWithoutBlock(body: string): string {
  return body.replaceAll("\r\n", "\n").replace(pattern, "").trim();
}

export function sameBlock(a: TaskBlock, b: TaskBlock): boolean {
  return canonical(a) === canonical(b);
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

function empty(problems: readonly string[]): BlockReading {
  return { block: {}, problems, unread: {} };
}

/** A value with a fence in it would end the block early. */
function fenceSafe(yaml: string): string {
  return yaml.replaceAll("```", "` ` `").replaceAll("-->", "-- >");
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
