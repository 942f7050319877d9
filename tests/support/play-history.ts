import type { Delivery, LocalGitHub } from "../../src/local/github/index.ts";
import { type History, msOf, type Step } from "./history.ts";
import { perform, type Stage } from "./perform.ts";

/** One way to run the engine. `deliver` resolves when the engine is done with the delivery. */
export type Host = {
  readonly name: string;
  /** The login its writes carry. */
  readonly login: string;
  readonly deliver: (delivery: Delivery) => Promise<void>;
};

/** A request that wrote something: `path` without the host. */
export type WriteRecord = {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  readonly login: string | null;
};

export type Played = {
  /** Milliseconds at which the first step was done. */
  readonly start: number;
  readonly repo: string;
  /** Ids of the comments that people made, in the order of the play. */
  readonly comments: readonly number[];
  /** What was written between one step and the next, people's own writes left out: one list a step. */
  readonly writes: readonly (readonly WriteRecord[])[];
};

/** Nobody's answer to an answer takes more rounds than this. */
const rounds = 10;

/**
 * Plays a history on a repository that stands (see setStage), and hands the webhooks of each step, and those of what is
 * then written in answer, to `onStep`. Sets the time of the local GitHub: the last step is done a minute ago, for the
 * engine may go by the real clock. One play at a time on one local GitHub.
 */
export async function playHistory(
  github: LocalGitHub,
  repo: string,
  { steps, lag }: History,
  onStep: (deliveries: readonly Delivery[]) => Promise<void> = () => Promise.resolve(),
): Promise<Played> {
  const stage: Stage = { github, repo, comments: [] };
  const writes: WriteRecord[][] = [];
  let answering: WriteRecord[] | null = null;
  const unhook = github.onRequest(({ method, path, login, body }) => {
    if (method !== "GET" && path.startsWith(`/repos/${repo}/`))
      answering?.push({ method, path, login, body });
  });
  const length = steps.slice(1).reduce((sum, { after }) => sum + msOf(after), 0);
  const start = Math.floor(Date.now() / 1000) * 1000 - length - 60_000;
  let at = start;
  let held: readonly Delivery[] = [];
  github.deliveries.pause();
  github.deliveries.take();
  try {
    for (const [index, step] of steps.entries()) {
      if (index > 0) at += msOf(step.after);
      github.setNow(at);
      await perform(step, stage);
      github.setNow(at + lag * 1000);
      const made: WriteRecord[] = [];
      answering = made;
      const fresh = [...held, ...github.deliveries.take()];
      held = step.then === "hold" ? fresh : [];
      let deliveries = handedOver(step, fresh);
      for (let round = 0; deliveries.length > 0; round++) {
        if (round === rounds)
          throw new Error(`The engine answers itself for ever after step ${index + 1}`);
        await onStep(deliveries);
        deliveries = github.deliveries.take();
      }
      answering = null;
      writes.push(made);
    }
  } finally {
    unhook();
    github.setNow(null);
    github.deliveries.take();
  }
  return { start, repo, comments: stage.comments, writes };
}

function handedOver({ then }: Step, deliveries: readonly Delivery[]): readonly Delivery[] {
  switch (then) {
    case "deliver":
      return deliveries;
    case "hold":
    case "lose":
      return [];
    case "twice":
      return [...deliveries, ...deliveries];
    case "reversed":
      return deliveries.toReversed();
  }
}
