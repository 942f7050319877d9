import { createHash } from "node:crypto";
import { foldOnto } from "../core/state/index.ts";
import { emptyState } from "../core/state/index.ts";
import { OutsideError } from "../errors.ts";
import type { Forge, NewFile } from "../ports.ts";
import { Event, State } from "../schema/index.ts";

export const statePath = "state/mission-control.json";
export const dataPath = "docs/mission-control/data.json";

/** The data branch as it stands: its head, and the snapshot in it. */
export type DataBranch = { readonly head: string | null; readonly state: State };

/** Reads the snapshot; an empty one where there is no branch yet. A snapshot that cannot be read is never overwritten. */
export async function readDataBranch(
  forge: Forge,
  repo: string,
  branch: string,
): Promise<DataBranch> {
  const head = await forge.head(repo, branch);
  if (head === null) return { head: null, state: emptyState(repo) };
  const text = await forge.readFile(repo, head, statePath);
  if (text === null) return { head, state: emptyState(repo) };
  const parsed = State.safeParse(parseJson(text));
  if (parsed.success) return { head, state: parsed.data };
  const issue = parsed.error.issues[0];
  throw new OutsideError(
    `${statePath} on ${branch} at ${head.slice(0, 8)} is not a snapshot: ${issue?.path.join(".")}: ${issue?.message}. Nothing was changed; revert the commit that broke it.`,
  );
}

/** The newest events that were committed, oldest first: those of the head segment. */
export async function readHeadSegment(
  forge: Forge,
  repo: string,
  branch: DataBranch,
): Promise<readonly Event[]> {
  const { segment } = branch.state.head;
  if (segment === null || branch.head === null) return [];
  return parseSegment((await forge.readFile(repo, branch.head, segment)) ?? "");
}

/** The events in a segment's text. */
export function parseSegment(text: string): readonly Event[] {
  return text
    .split("\n")
    .filter((line) => line !== "")
    .flatMap((line) => Event.safeParse(parseJson(line)).data ?? []);
}

/**
 * The snapshot after these events, and the immutable segment that holds them. The chain: a segment's digest is that of
 * its lines' digests on top of the digest before it, and its name carries the digest before it.
 */
export function appendSegment(
  state: State,
  events: readonly Event[],
): { readonly state: State; readonly files: readonly NewFile[] } {
  const lines = events.map((event) => JSON.stringify(event));
  const before = state.head.digest;
  const folded = foldOnto(state, events);
  const at = folded.generated_at;
  const path = `state/events/${at.slice(0, 4)}/${at.slice(5, 7)}/${at.slice(8, 10)}/${at.slice(11, 19).replaceAll(":", "")}-${before?.slice(7, 19) ?? "000000000000"}.jsonl`;
  const next: State = {
    ...folded,
    head: { ...folded.head, segment: path, digest: chained(before, lines) },
  };
  return {
    state: next,
    files: [
      { path: statePath, content: `${JSON.stringify(next, null, 1)}\n` },
      { path, content: `${lines.join("\n")}\n` },
    ],
  };
}

export function chained(before: string | null, lines: readonly string[]): string {
  const digests = lines.map((line) => sha256(line)).join("\n");
  return `sha256:${sha256(`${before ?? ""}\n${digests}`)}`;
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON: the schema then says so, with the place.
    return undefined;
  }
}
