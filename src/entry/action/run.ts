import { type CommandContext, ReasonedError } from "../cli/context.ts";
import type { Ended } from "../cli/ended.ts";
import type { Env, Io } from "../cli/io.ts";
import { receiveOne } from "../cli/commands/receive.ts";
import { tickOnce } from "../cli/commands/tick.ts";
import { clockOf } from "../clock.ts";
import { OutsideError, UserError } from "../../errors.ts";
import type { Log } from "../../ports.ts";
import { type ActionCommand, type Inputs, readInputs } from "./inputs.ts";

type Command = (inputs: Inputs, context: CommandContext) => Promise<Ended>;

/** The same commands as on the command line. What only an audit needs is loaded only for one. */
const commands = {
  receive: ({ dryRun }, context) => receiveOne({ ...eventOf(context.env), dryRun }, context),
  tick: ({ dryRun }, context) => tickOnce({ dryRun }, context),
  audit: async ({ url, data, failOn }, context) => {
    const { audit } = await import("../cli/commands/audit.ts");
    return await audit({ ...given({ url, data }), failOn: limitOf(failOn) }, context);
  },
  report: async ({ url, data, dryRun }, context) => {
    const { report } = await import("../cli/commands/report.ts");
    return await report({ ...given({ url, data }), dryRun }, context);
  },
  validate: async ({ files, directory, failOn }, context) => {
    const { validate } = await import("../cli/commands/validate.ts");
    const inDirectory = { ...context, io: { ...context.io, cwd: directory } };
    return await validate([...files], { failOn: limitOf(failOn) }, inDirectory);
  },
} as const satisfies Record<ActionCommand, Command>;

/** One run of the Action: inputs from `env`, the same handlers as in every host. Throws nothing: a failure is an end too. */
export async function runAction(env: Env, io: Io, log: Log): Promise<Ended> {
  try {
    return await act(env, io, log);
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    if (error instanceof UserError) {
      const reason = error instanceof ReasonedError ? error.reason : "bad-input";
      return { reason, exitCode: 2, text, data: {} };
    }
    if (error instanceof OutsideError)
      return { reason: "outside-failed", exitCode: 3, text, data: {} };
    log.error("this is a fault of Mission Control", {
      stack: error instanceof Error ? error.stack : text,
    });
    return { reason: "fault", exitCode: 3, text, data: {} };
  }
}

async function act(env: Env, io: Io, log: Log): Promise<Ended> {
  const inputs = readInputs(env);
  const context: CommandContext = {
    env: {
      ...env,
      GITHUB_TOKEN: inputs.token,
      GITHUB_API_URL: inputs.apiUrl,
      REDIS_URL: inputs.redisUrl ?? undefined,
      TELEGRAM_BOT_TOKEN: inputs.telegramToken ?? undefined,
      TELEGRAM_CHAT: inputs.telegramChat ?? undefined,
    },
    io,
    log,
    clock: clockOf(inputs.now ?? undefined),
  };
  const ended = await commands[inputs.command](inputs, context);
  // `never` still says what was found.
  return inputs.failOn === "never" && ended.exitCode === 1 ? { ...ended, exitCode: 0 } : ended;
}

function eventOf(env: Env): { event: string; payload: string } {
  const event = env["GITHUB_EVENT_NAME"];
  const payload = env["GITHUB_EVENT_PATH"];
  if (event === undefined || event === "" || payload === undefined || payload === "") {
    throw new UserError(
      "command receive: there is no event here. GITHUB_EVENT_NAME and GITHUB_EVENT_PATH are set by GitHub Actions; elsewhere run `mission-control receive --event NAME --payload FILE`",
    );
  }
  return { event, payload };
}

function limitOf(failOn: Inputs["failOn"]): string {
  return failOn === "never" ? "critical" : failOn;
}

function given(values: { url: string | null; data: string | null }): {
  url?: string;
  data?: string;
} {
  return {
    ...(values.url === null ? {} : { url: values.url }),
    ...(values.data === null ? {} : { data: values.data }),
  };
}
