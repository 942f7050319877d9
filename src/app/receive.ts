import { emitterEventNames } from "@octokit/webhooks";
import { OutsideError } from "../errors.ts";
import { hintOf } from "./delivery.ts";
import { type Ending, isIncomplete, type TaskOutcome } from "./outcome.ts";
import { settle, type SettleContext } from "./settle.ts";

export type Delivery = {
  /** `X-GitHub-Delivery`; null where the host has none. */
  readonly id: string | null;
  readonly event: string;
  readonly payload: unknown;
};

export type Received = {
  readonly event: string;
  readonly ending: Ending;
  readonly why: string;
  readonly tasks: readonly TaskOutcome[];
};

export type ReceiveContext = SettleContext & {
  /** Repositories under this control room; null: whatever the delivery names. */
  readonly repos: readonly string[] | null;
};

const knownEvents: ReadonlySet<string> = new Set(
  emitterEventNames.map((name) => name.split(".")[0] ?? name),
);

export const lacksWhatItMustCarry = "the payload lacks what this event must carry";

export function isKnownEvent(event: string): boolean {
  return knownEvents.has(event);
}

/** One webhook through the engine: the same in every host. Throws nothing that came from the payload. */
export async function receive(delivery: Delivery, context: ReceiveContext): Promise<Received> {
  const { event } = delivery;
  const end = (ending: Ending, why: string, tasks: readonly TaskOutcome[] = []): Received => {
    const level = ending === "unknown-event" || ending === "bad-payload" ? "warn" : "debug";
    context.log[level]("delivery", { id: delivery.id, event, ending, why });
    return { event, ending, why, tasks };
  };
  if (!isKnownEvent(event))
    return end("unknown-event", `GitHub sends no event "${event.slice(0, 60)}"`);
  const hint = hintOf(event, delivery.payload);
  if (hint.kind === "refused") return end(hint.ending, lacksWhatItMustCarry);
  if (hint.kind === "ignored") return end("ignored-event", hint.why);
  if (context.repos !== null && !context.repos.includes(hint.repo)) {
    return end("ignored-repository", `${hint.repo} is not under this control room`);
  }
  // Whoever writes brings the task to rest himself: his own writes must not wake anybody.
  if (
    hint.sender !== null &&
    isOwn(hint.sender, context) &&
    hint.kind === "task" &&
    hint.action !== "opened"
  ) {
    return end("own-write", `${hint.sender} is Mission Control`);
  }
  const claim =
    delivery.id === null
      ? null
      : await context.claims.acquire({ kind: "delivery", id: delivery.id }, 60_000);
  if (delivery.id !== null && claim === null) return end("duplicate-delivery", delivery.id);
  let done = false;
  try {
    const numbers = await taskNumbers(hint, context);
    const tasks: TaskOutcome[] = [];
    for (const number of numbers) {
      const { last: _last, ...outcome } = await settle({ repo: hint.repo, number }, context);
      tasks.push(outcome);
    }
    done = !tasks.some(({ ending }) => isIncomplete(ending));
    return end(worst(tasks), tasks.length === 0 ? "no task is linked" : "", tasks);
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    context.log.error("delivery failed", { id: delivery.id, event, error: error.message });
    return { event, ending: "outside-failed", why: error.message, tasks: [] };
  } finally {
    await claim?.release(done ? "done" : "free");
  }
}

async function taskNumbers(
  hint: { kind: "task" | "pull"; repo: string; numbers: readonly number[] },
  context: ReceiveContext,
): Promise<readonly number[]> {
  if (hint.kind === "task") return hint.numbers;
  const found = new Set<number>();
  for (const number of hint.numbers) {
    for (const task of await context.forge.tasksOfPull({ repo: hint.repo, number }))
      found.add(task);
  }
  return [...found];
}

function isOwn(login: string, context: ReceiveContext): boolean {
  return context.policy.config.engine.logins.some(
    (own) => own.toLowerCase() === login.toLowerCase(),
  );
}

function worst(tasks: readonly TaskOutcome[]): Ending {
  const incomplete = tasks.find(({ ending }) => isIncomplete(ending));
  if (incomplete !== undefined) return incomplete.ending;
  const worked = tasks.find(({ ending }) => ending === "applied" || ending === "planned");
  return worked?.ending ?? tasks[0]?.ending ?? "nothing-to-do";
}
