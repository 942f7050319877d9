import { Command } from "commander";
import type { CommandContext, CommonOptions } from "./context.ts";
import type { Ended } from "./ended.ts";

/**
 * Runs one command with its context; what it needs is loaded only then. A command that winds down by itself when the
 * signal comes is waited for, any other is cut off.
 */
export type Run = (
  command: (context: CommandContext) => Promise<Ended>,
  options: CommonOptions,
  windsDown?: boolean,
) => Promise<void>;

export type Output = {
  readonly out: (text: string) => void;
  readonly err: (line: string) => void;
};

const intro = `The control room of a fleet of AI agents and their people, in a GitHub repository.

GITHUB_TOKEN (or GH_TOKEN) is the token GitHub is asked with. Without one, a local control room started by
\`mission-control start\` in this directory is used.`;

const endings = `
Exit codes: 0 done · 1 findings, or a refused command · 2 bad input or configuration · 3 incomplete: run it again.`;

/** Every command of the CLI. Parsing throws Commander's errors instead of ending the process. */
export function buildProgram(run: Run, output: Output): Command {
  const program = new Command("mission-control")
    .description(intro)
    .usage("<command> [options]")
    .helpCommand("help [command]", "explain a command")
    .addHelpText("after", endings)
    .configureHelp({ helpWidth: 110, showGlobalOptions: false })
    .configureOutput({
      writeOut: output.out,
      writeErr: (text) => output.err(text.trimEnd()),
      getOutHelpWidth: () => 110,
      getErrHelpWidth: () => 110,
    })
    .exitOverride();

  start(program, run);
  engine(program, run);
  checks(program, run);
  redaction(program, run);
  simulator(program, run);
  readers(program, run);
  workstreams(program, run);
  common(program.command("version").description("say which version this is")).action((options) =>
    run(async () => (await import("./commands/version.ts")).version(), options),
  );
  return program;
}

function start(program: Command, run: Run): void {
  common(
    program
      .command("start")
      .description("run the local control room; the GitHub App when its credentials are set")
      .option("--once", "run the whole story to its end, then exit")
      .option("--port <number>", "port; 0 takes any (default: 8420, with --once any)")
      .option("--host <address>", "address to listen on", "127.0.0.1")
      .option("--open", "open the dashboard in a browser")
      .option("--quiet", "print nothing but warnings and the result")
      .option("--no-browser", "leave out the audit, which needs a browser"),
  ).action((options) =>
    run(
      async (context) => (await import("./commands/start.ts")).start(options, context),
      options,
      true,
    ),
  );
}

function engine(program: Command, run: Run): void {
  common(
    program
      .command("receive")
      .description("put one webhook through the engine")
      .requiredOption("--event <name>", "what X-GitHub-Event says, such as issues")
      .requiredOption("--payload <file>", "file with the payload; - for standard input")
      .option("--delivery <id>", "what X-GitHub-Delivery says; the same id is handled once"),
  ).action((options) =>
    run(
      async (context) => (await import("./commands/receive.ts")).receiveOne(options, context),
      options,
    ),
  );
  common(
    program.command("tick").description("one pass over everything: settle, judge, tell, commit"),
  ).action((options) =>
    run(
      async (context) => (await import("./commands/tick.ts")).tickOnce(options, context),
      options,
    ),
  );
  common(
    program
      .command("explain")
      .description("say why each rule does or does not fire on a task, and when it next can")
      .argument("<issue>", "12, #12, owner/name#12 or its address"),
  ).action((issue: string, options) =>
    run(
      async (context) =>
        (await import("./commands/explain.ts")).explainTask(issue, options, context),
      options,
    ),
  );
  common(
    program
      .command("inbox")
      .description("file an inbox item")
      .argument("<text...>", "its first line is the title; - reads standard input"),
  ).action((words: string[], options) =>
    run(
      async (context) => (await import("./commands/inbox.ts")).inbox(words, options, context),
      options,
    ),
  );
}

function checks(program: Command, run: Run): void {
  common(
    program
      .command("audit")
      .description("compare a dashboard, as a person sees it, with its data")
      .option("--url <url>", "the page; by default that of the local control room")
      .option("--data <url|file>", "its data; by default the data.json the page loads")
      .option("--out <dir>", "directory for the pictures and audit.json")
      .option(
        "--fail-on <severity>",
        "end 1 from this severity on: info, warning, urgent, critical",
        "urgent",
      ),
  ).action((options) =>
    run(async (context) => (await import("./commands/audit.ts")).audit(options, context), options),
  );
  common(
    program
      .command("report")
      .description("write the daily report and commit it")
      .option("--date <date>", "the day, YYYY-MM-DD; by default today in the configured zone")
      .option("--url <url>", "audit this page first; its picture goes with the report")
      .option("--data <url|file>", "data of that page"),
  ).action((options) =>
    run(
      async (context) => (await import("./commands/report.ts")).report(options, context),
      options,
    ),
  );
  common(
    program
      .command("validate")
      .description("check files against their schemas")
      .argument("<file...>", "files; - reads standard input")
      .option(
        "--kind <kind>",
        "data, state, event, events, config or agents; by default the file's name says",
      )
      .option(
        "--fail-on <severity>",
        "end 1 from this severity on: info, warning, urgent, critical",
        "info",
      ),
  ).action((files: string[], options) =>
    run(
      async (context) => (await import("./commands/validate.ts")).validate(files, options, context),
      options,
    ),
  );
}

function redaction(program: Command, run: Run): void {
  program
    .command("redact")
    .description("pass standard input on without the secrets in it")
    .action((options) =>
      run(async (context) => (await import("./commands/redact.ts")).redact(context), options),
    );
}

/** It touches no repository: of the common options only those that say how to speak are its own. */
function simulator(program: Command, run: Run): void {
  program
    .command("simulate")
    .description("play a fleet on a simulated clock, with faults, and check every alert")
    .option("--days <number>", "how long", "30")
    .option("--tasks <number>", "how many tasks", "5000")
    .option("--agents <number>", "how many agents", "200")
    .option("--every <minutes>", "interval of the ticks", "60")
    .option("--seed <number>", "the same seed plays the same fleet", "1")
    .optionsGroup("Common options:")
    .option("--json", "print the result as JSON")
    .option("--verbose", "say more on standard error")
    .action((options) =>
      run(
        async (context) => (await import("./commands/simulate.ts")).simulate(options, context),
        options,
      ),
    );
}

function readers(program: Command, run: Run): void {
  const reader = (name: string, description: string) =>
    program
      .command(name)
      .description(description)
      .option("--format <format>", "table, json, jsonl or csv", "table");
  const act = (command: Command, kind: "state" | "tasks" | "agents" | "alerts" | "events") =>
    common(command).action((options) =>
      run(
        async (context) => (await import("./commands/list.ts")).list(kind, options, context),
        options,
      ),
    );
  act(reader("state", "show the last committed snapshot in short"), "state");
  act(
    reader("tasks", "list tasks of the last committed snapshot")
      .option("--status <names>", "only these statuses, separated by commas")
      .option("--owner <names>", "only these owners, such as agent:atlas")
      .option("--project <ids>", "only these projects")
      .option("--priority <names>", "only these priorities")
      .option("--kind <names>", "only these kinds")
      .option("--domain <names>", "only these domains")
      .option("--limit <number>", "at most so many"),
    "tasks",
  );
  act(
    reader("agents", "list agents of the last committed snapshot")
      .option("--status <names>", "only those observed so")
      .option("--health <names>", "only these healths")
      .option("--limit <number>", "at most so many"),
    "agents",
  );
  act(
    reader("alerts", "list open alerts of the last committed snapshot")
      .option("--severity <names>", "only these severities")
      .option("--rule <ids>", "only of these rules")
      .option("--all", "resolved ones too")
      .option("--limit <number>", "at most so many"),
    "alerts",
  );
  act(
    reader("events", "list the newest events, newest first")
      .option("--type <names>", "only these types, such as task.moved")
      .option("--entity <ids>", "only of these entities")
      .option(
        "--date <date>",
        "those recorded on this day in UTC; by default the last day that has any",
      )
      .option("--limit <number>", "at most so many"),
    "events",
  );
}

/** Alone among the readers: it forecasts, it does not list. */
function workstreams(program: Command, run: Run): void {
  common(
    program
      .command("workstream")
      .description("forecast the workstreams: schedule, critical path, risks, next actions")
      .argument("[id]", "the milestone's title; by default all")
      .option("--late <task=time>", "what if this task is late, such as #12=8h"),
  ).action((id: string | undefined, options) =>
    run(
      async (context) =>
        (await import("./commands/workstream.ts")).workstream(id, options, context),
      options,
    ),
  );
}

function common(command: Command): Command {
  return command
    .optionsGroup("Common options:")
    .option(
      "--repo <owner/name>",
      "the repository; by default GITHUB_REPOSITORY, else this directory's remote",
    )
    .option("--config <file>", "configuration here instead of the repository's")
    .option("--agents <file>", "registry of agents here instead of the repository's")
    .option("--now <instant>", "the clock as data, such as 2026-11-21T07:00:00Z")
    .option("--json", "print the result as JSON")
    .option("--dry-run", "say what would be done, and write nothing")
    .option(
      "--api-url <url>",
      "GitHub's API; by default GITHUB_API_URL, else https://api.github.com",
    )
    .option("--verbose", "say more on standard error");
}
