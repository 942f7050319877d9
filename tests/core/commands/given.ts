import { parseCommands } from "../../../src/core/commands/grammar.ts";
import { obey } from "../../../src/core/commands/obey.ts";
import type { Obeyed } from "../../../src/core/commands/obeyed.ts";
import type { GuardContext } from "../../../src/core/lifecycle/guards.ts";
import type { Moment } from "../../../src/core/task/moment.ts";
import { peopleOf } from "../../../src/core/task/people.ts";
import { Agents, Config, type Status } from "../../../src/schema/index.ts";

export const now = "2026-11-21T07:00:00Z";

export const context: GuardContext = {
  people: peopleOf(
    {
      permissions: {
        oda: "triage",
        mia: "triage",
        aria: "write",
        "pia[bot]": "write",
        "atlas-bot": "read",
        rea: "read",
      },
    },
    {
      config: Config.parse({ operators: ["oda"] }),
      agents: Agents.parse({
        agents: [
          { id: "atlas", role: "Backend", login: "atlas-bot", owner: "aria" },
          { id: "hermes", role: "QA", login: "hermes[bot]" },
        ],
      }),
    },
  ),
  task: "acme/shop#12",
  author: "sam",
  pulls: [],
  halts: [],
  liftedAt: null,
  cycles: [],
  blockedBy: [],
};

/** A task of agent:atlas in this status, under its third lease, with all that `/assign` asks for. */
export function task(status: Status, more: Partial<Moment> = {}): Moment {
  return {
    status,
    since: "2026-11-20T07:00:00Z",
    from: null,
    owner: "agent:atlas",
    granted: { owner: "agent:atlas", epoch: 3, since: "2026-11-20T06:00:00Z" },
    halt: null,
    priority: "high",
    block: { output: "a page", review: "it opens" },
    deliveredBy: [],
    workedBy: ["agent:atlas"],
    ...more,
  };
}

/** A task that is nobody's. */
export function unowned(status: Status, more: Partial<Moment> = {}): Moment {
  const granted = { owner: null, epoch: 3, since: null };
  return task(status, { owner: null, granted, workedBy: [], ...more });
}

/** What becomes of a task when somebody says this now. */
export function said(
  by: string,
  words: string,
  moment: Moment,
  more: Partial<GuardContext> = {},
): Obeyed {
  const [parsed] = parseCommands(words);
  if (parsed?.ok !== true) throw new Error(`cannot be read: ${words}`);
  return obey(parsed.command, moment, { login: by, at: now }, { ...context, ...more });
}

/** The task after it was obeyed. */
export function after(...given: Parameters<typeof said>): Moment {
  const obeyed = said(...given);
  if (!obeyed.ok) throw new Error(obeyed.why);
  return obeyed.moment;
}
