import { toInstant } from "../core/instant.ts";
import { diffState } from "../core/state/index.ts";
import type { Entities } from "../core/state/entities.ts";
import { OutsideError } from "../errors.ts";
import type { Clock, Forge, NewFile } from "../ports.ts";
import { buildData } from "../render/data.ts";
import type { Config, Data, Event, State } from "../schema/index.ts";
import { appendSegment, type DataBranch, dataPath, readHeadSegment } from "./data-branch.ts";

import { type OwnBranch, readOwnBranch } from "./own-branch.ts";

export type CommitContext = {
  readonly forge: Forge;
  readonly clock: Clock;
  readonly config: Config;
  readonly repo: string;
  readonly random: () => number;
};

export type Committed = {
  readonly sha: string;
  readonly url: string;
  readonly files: readonly string[];
  readonly events: number;
  readonly state: State;
  readonly data: Data;
};

const attempts = 12;

/**
 * One commit of what changed: the snapshot, its event segment and data.json, together with `extra`. Nothing changed and
 * nothing extra: no commit, null. When another writer was quicker, reads again and tries again, later each time.
 */
export async function commitState(
  context: CommitContext,
  first: DataBranch & Partial<OwnBranch>,
  entitiesOn: (state: State) => Entities,
  message: (events: readonly Event[]) => string,
  extra: (data: Data, state: State, events: readonly Event[]) => readonly NewFile[] = () => [],
): Promise<Committed | null> {
  const { forge, clock, config, repo } = context;
  let branch: DataBranch & Partial<OwnBranch> = first;
  for (let attempt = 0; attempt < attempts; attempt++) {
    const now = clock.now();
    const entities = entitiesOn(branch.state);
    const foreign = { ...branch.foreign, ...entities.foreign };
    const events = diffState(branch.state, { ...entities, foreign }, now);
    if (events.length === 0) return null;
    const appended = appendSegment(branch.state, events, branch.head);
    const recent = [...(await readHeadSegment(forge, repo, branch)), ...events];
    const data = buildData(appended.state, recent, toInstant(now), {
      zone: config.timezone,
      graceMinutes: config.rules.checkin_missed.grace_minutes,
    });
    const files = [
      ...(branch.restore ?? []),
      ...appended.files,
      { path: dataPath, content: `${JSON.stringify(data, null, 1)}\n` },
      ...extra(data, appended.state, events),
    ];
    const commit = await forge.commit(repo, {
      branch: config.data_branch,
      expectedHead: branch.head,
      message: message(events),
      files,
    });
    if (commit !== null) {
      const paths = files.map(({ path }) => path);
      return { ...commit, files: paths, events: events.length, state: appended.state, data };
    }
    await clock.sleep(Math.round(50 * 2 ** Math.min(attempt, 6) * (0.5 + context.random())));
    branch = await readOwnBranch(context);
  }
  throw new OutsideError(
    `${config.data_branch} of ${repo} moved ${attempts} times while we tried to commit. Nothing is lost: the next tick commits it.`,
  );
}
