import { UserError } from "../../errors.ts";

/** Every input of the Action. action.yml says the same, and a test compares the two. */
export const inputs = {
  command: {
    description: "What to do: receive, tick, audit, report or validate.",
    default: "receive",
  },
  token: {
    description: "Token that GitHub is asked and written with; it needs issues and contents.",
    default: "${{ github.token }}",
  },
  "api-url": {
    description: "Address of the REST API; another one for GitHub Enterprise Server.",
    default: "${{ github.api_url }}",
  },
  "dry-run": { description: "true: print the plan and write nothing.", default: "false" },
  "fail-on": {
    description:
      "Findings of this severity or above fail the step: info, warning, urgent, critical or never.",
    default: "urgent",
  },
  now: {
    description: "The clock as data, an instant in UTC; empty for the real one.",
    default: "",
  },
  files: {
    description: "For validate: the files to look at, one a line.",
    default: "",
  },
  directory: { description: "For validate: the folder that the files are in.", default: "." },
  url: { description: "For audit: the address of the page.", default: "" },
  data: { description: "For audit: the address or path of the page's data.", default: "" },
  "redis-url": { description: "Redis that alerts go out on; empty for none.", default: "" },
  "telegram-token": { description: "Token of the Telegram bot; empty for none.", default: "" },
  "telegram-chat": { description: "Telegram chat that alerts go to.", default: "" },
} as const satisfies Record<string, { readonly description: string; readonly default: string }>;

/** Every output of the Action. */
export const outputs = {
  result: "What was done and found, as JSON.",
  reason: "Why it ended as it did, from a closed list.",
  requests: "How many requests GitHub was sent.",
  commit: "The commit on the data branch; empty when nothing meant anything.",
  report: "Path of the report on the data branch; empty when none was written.",
} as const;

export const actionCommands = ["receive", "tick", "audit", "report", "validate"] as const;
export type ActionCommand = (typeof actionCommands)[number];

const failOnWords = ["info", "warning", "urgent", "critical", "never"] as const;
export type FailOn = (typeof failOnWords)[number];

/** What the inputs say; null where one is empty. */
export type Inputs = {
  readonly command: ActionCommand;
  readonly token: string;
  readonly apiUrl: string;
  readonly dryRun: boolean;
  readonly failOn: FailOn;
  readonly now: string | null;
  readonly files: readonly string[];
  readonly directory: string;
  readonly url: string | null;
  readonly data: string | null;
  readonly redisUrl: string | null;
  readonly telegramToken: string | null;
  readonly telegramChat: string | null;
};

type Env = Readonly<Record<string, string | undefined>>;

/** The inputs as the runner hands them over, in `INPUT_*`. Throws `UserError` naming the input and what it takes. */
export function readInputs(env: Env): Inputs {
  const token = read(env, "token");
  if (token === "") {
    throw new UserError(
      "input token: expected a token, found none; leave it out to use github.token",
    );
  }
  return {
    command: oneOf("command", read(env, "command"), actionCommands),
    token,
    apiUrl: readApiUrl(env),
    dryRun: oneOf("dry-run", read(env, "dry-run").toLowerCase(), ["true", "false"]) === "true",
    failOn: oneOf("fail-on", read(env, "fail-on"), failOnWords),
    now: readNow(env),
    files: read(env, "files")
      .split("\n")
      .map((line) => line.trim())
      .filter((line) => line !== ""),
    directory: read(env, "directory"),
    url: read(env, "url") || null,
    data: read(env, "data") || null,
    redisUrl: read(env, "redis-url") || null,
    telegramToken: read(env, "telegram-token") || null,
    telegramChat: read(env, "telegram-chat") || null,
  };
}

function read(env: Env, name: keyof typeof inputs): string {
  const value = env[`INPUT_${name.toUpperCase()}`]?.trim();
  // The runner fills in expressions; a default that still is one means that we were started some other way.
  return value ?? (inputs[name].default.includes("${{") ? "" : inputs[name].default);
}

function readApiUrl(env: Env): string {
  const text = read(env, "api-url") || env["GITHUB_API_URL"] || "https://api.github.com";
  if (!/^https?:\/\/[^\s/]+/.test(text)) {
    throw new UserError(
      `input api-url: expected an http or https address, found ${JSON.stringify(text)}`,
    );
  }
  return text.replace(/\/+$/, "");
}

function readNow(env: Env): string | null {
  const text = read(env, "now");
  if (text === "") return null;
  if (
    !/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?Z$/.test(text) ||
    Number.isNaN(Date.parse(text))
  ) {
    throw new UserError(
      `input now: expected an instant in UTC such as 2026-11-21T07:00:00Z, found ${JSON.stringify(text)}`,
    );
  }
  return text;
}

function oneOf<T extends string>(name: string, word: string, words: readonly T[]): T {
  const found = words.find((candidate) => candidate === word);
  if (found !== undefined) return found;
  throw new UserError(`input ${name}: expected ${words.join(", ")}; found ${JSON.stringify(word)}`);
}
