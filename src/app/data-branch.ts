import { createHash } from "node:crypto";
import { z } from "zod";
import { foldOnto } from "../core/state/index.ts";
import { emptyState } from "../core/state/index.ts";
import { OutsideError } from "../errors.ts";
import type { Forge, NewFile } from "../ports.ts";
import { stillReadable } from "./older-snapshot.ts";
import { Event, State } from "../schema/index.ts";

export const statePath = "state/mission-control.json";
export const dataPath = "docs/mission-control/data.json";

/** The data branch as it stands: its head, and the snapshot in it. */
export type DataBranch = { readonly head: string | null; readonly state: State };

/** What stands in the place of the snapshot at a commit; `broken`: not a snapshot, and why. */
export type Snapshot =
  | { readonly kind: "state"; readonly state: State }
  | { readonly kind: "absent" }
  | { readonly kind: "broken"; readonly why: string };

/** Reads the snapshot; an empty one where there is no branch yet. A snapshot that cannot be read is never overwritten. */
export async function readDataBranch(
  forge: Forge,
  repo: string,
  branch: string,
): Promise<DataBranch> {
  const head = await forge.head(repo, branch);
  if (head === null) return { head: null, state: emptyState(repo) };
  return { head, state: stateOf(await readSnapshot(forge, repo, branch, head), repo) };
}

/** The snapshot at a commit. Throws OutsideError when a newer Mission Control has written it. */
export async function readSnapshot(
  forge: Forge,
  repo: string,
  branch: string,
  sha: string,
): Promise<Snapshot> {
  const text = await forge.readFile(repo, sha, statePath);
  if (text === null) return { kind: "absent" };
  const value = parseJson(text);
  const parsed = State.safeParse(value);
  if (parsed.success) return { kind: "state", state: parsed.data };
  const issue = parsed.error.issues[0];
  const why = `${statePath} on ${branch} at ${sha.slice(0, 8)} is not a snapshot: ${issue?.path.join(".")}: ${issue?.message}.`;
  if (isNewer(value))
    throw new OutsideError(
      `${why} A newer Mission Control has written it: run that version. Nothing was changed.`,
    );
  const state = stillReadable(value);
  return state === null ? { kind: "broken", why } : { kind: "state", state };
}

/** Throws OutsideError when it is broken. */
export function stateOf(snapshot: Snapshot, repo: string): State {
  if (snapshot.kind === "state") return snapshot.state;
  if (snapshot.kind === "absent") return emptyState(repo);
  throw new OutsideError(`${snapshot.why} Nothing was changed; revert the commit that broke it.`);
}

function isNewer(value: unknown): boolean {
  return z.object({ version: z.number().gt(1) }).safeParse(value).success;
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
 * The snapshot after these events, to be committed on `parent`, and the immutable segment that holds them. The chain: a segment's digest is that of
 * its lines' digests on top of the digest before it, and its name carries the digest before it.
 */
export function appendSegment(
  state: State,
  events: readonly Event[],
  parent: string | null,
): { readonly state: State; readonly files: readonly NewFile[] } {
  const lines = events.map((event) => JSON.stringify(event));
  const before = state.head.digest;
  const folded = foldOnto(state, events);
  const at = folded.generated_at;
  const path = `state/events/${at.slice(0, 4)}/${at.slice(5, 7)}/${at.slice(8, 10)}/${at.slice(11, 19).replaceAll(":", "")}-${before?.slice(7, 19) ?? "000000000000"}.jsonl`;
  const next: State = {
    ...folded,
    head: { ...folded.head, segment: path, digest: chained(before, lines), parent },
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
