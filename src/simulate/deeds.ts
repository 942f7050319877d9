import type { Life, Status, Step } from "./scenario.ts";
import type { Filed, World } from "./world.ts";

const output = "What the title says";
const review = "It does what the title says";

/** What a task looks like when it is filed. */
export function filedOf(life: Life): Filed {
  return {
    title: life.isClear ? `Prepare item ${life.number}` : `Item ${life.number}`,
    text: "Filed by the simulator.",
    block: life.due === null ? {} : { due: life.due },
    labels: life.labels,
  };
}

/** Does a step as whoever does it would: with a comment, a label, the issue's own buttons, or an edit of its body. */
export function perform(step: Step, number: number, world: World): void {
  if (!world.issues.has(number)) return;
  const { by } = step;
  const say = (text: string) => {
    world.comment(by, number, text);
  };
  switch (step.what) {
    case "move":
    case "foul":
      if (step.way === "issue") return turn(world, number, by, step.to);
      if (step.way === "label") return label(world, number, by, moveLabels(step));
      return say(moveCommand(step));
    case "due":
      return step.way === "body"
        ? world.writeFacts(by, number, { due: step.due ?? undefined })
        : say(`/due ${step.due ?? ""}`);
    case "depend":
      return say(`/depends #${step.on}`);
    case "heartbeat":
      return say("/heartbeat");
    case "remark":
      return say("Looking into it.");
    case "mark":
      return label(world, number, by, [step.label]);
    case "unmark":
      return unlabel(world, number, by, step.label);
    case "halt":
      return say("/halt the keys have leaked");
    case "resume":
      return say("/resume");
    case "delete":
      return world.remove(number);
  }
}

type Move = Extract<Step, { what: "move" | "foul" }>;

function moveCommand({ to, on, owner, from }: Move): string {
  switch (to) {
    case "inbox":
      return "/help";
    case "triaged":
      return "/triage kind=task priority=medium domain=backend";
    case "planned":
      return from === "blocked" ? "/unblock" : from === "triaged" ? "/plan" : "/release";
    case "assigned":
      return from === "blocked"
        ? "/unblock"
        : `/assign ${assignee(owner)} output="${output}" review="${review}"`;
    case "active":
      return from === "blocked" ? "/unblock" : from === "review" ? "/reject not yet" : "/start";
    case "blocked":
      return `/block waiting for an answer${on === null ? "" : ` on #${on}`}`;
    case "review":
      return from === "blocked" ? "/unblock" : "/review https://example.org/output";
    case "done":
      return "/approve";
    case "failed":
      return "/fail it cannot be done";
    case "reverted":
      return "/revert";
    case "archived":
      return "/archive";
  }
}

function assignee(owner: string | null): string {
  return owner?.startsWith("human:") === true ? `@${owner.slice("human:".length)}` : (owner ?? "");
}

function moveLabels({ to, owner }: Move): readonly string[] {
  const facts = to === "triaged" ? ["priority:medium"] : [];
  return [...facts, ...(owner === null ? [] : [`owner:${owner}`]), `status:${to}`];
}

function label(world: World, number: number, by: string, labels: readonly string[]): void {
  const standing = world.issues.get(number)?.labels ?? [];
  world.patch(by, number, { labels: [...standing, ...labels] });
}

function unlabel(world: World, number: number, by: string, gone: string): void {
  const standing = world.issues.get(number)?.labels ?? [];
  world.patch(by, number, { labels: standing.filter((one) => one !== gone) });
}

function turn(world: World, number: number, by: string, to: Status): void {
  if (to === "triaged") return world.patch(by, number, { state: "open" });
  const stateReason = to === "archived" ? "not_planned" : "completed";
  world.patch(by, number, { state: "closed", stateReason });
}
