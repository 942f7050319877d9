import type { Domain, Kind, Mode, Owner, Priority, Risk } from "../../schema/index.ts";

/** A guard may be waived by an operator, who says why: `waive="…"` on any command of the lifecycle. */
type Waivable = { readonly waive?: string };

/** Whoever works can name the lease that it works under: `epoch=3`. What an earlier holder still sends is then refused. */
type Leased = { readonly epoch?: number };

/** One slash command, parsed. Whether it may be given, and what it then does, is for others to say. */
export type Command =
  | ({
      readonly name: "triage";
      readonly kind?: Kind;
      readonly priority?: Priority;
      readonly domain?: Domain;
      readonly mode?: Mode;
      readonly risk?: Risk;
      readonly project?: string;
      readonly due?: string;
      readonly output?: string;
    } & Waivable)
  | { readonly name: "priority"; readonly priority: Priority }
  | ({ readonly name: "plan"; readonly due?: string } & Waivable)
  | ({
      readonly name: "assign";
      /** `@login` and a bare agent id are already turned into `human:` and `agent:`. */
      readonly owner: Owner;
      readonly output?: string;
      readonly review?: string;
      readonly boundaries?: string;
      readonly due?: string;
    } & Waivable)
  | ({ readonly name: "claim" } & Waivable)
  | ({ readonly name: "unblock" | "revert" | "archive" } & Waivable)
  | ({ readonly name: "start" | "release" } & Waivable & Leased)
  | ({ readonly name: "block"; readonly reason: string; readonly on?: string } & Waivable)
  | ({ readonly name: "review"; readonly link: string } & Waivable & Leased)
  | ({ readonly name: "approve" | "done" } & Waivable)
  | ({ readonly name: "reject" | "fail"; readonly reason: string } & Waivable)
  | { readonly name: "split"; readonly titles: readonly string[] }
  | { readonly name: "due"; readonly due: string }
  | { readonly name: "estimate"; readonly estimate: string }
  /** `on` empty: on nothing any more. */
  | { readonly name: "depends"; readonly on: readonly string[] }
  | ({
      readonly name: "checkin";
      readonly progress?: number;
      readonly blockers?: boolean;
      readonly needs?: string;
      readonly eta?: string;
    } & Leased)
  | ({
      readonly name: "cost";
      readonly usd?: number;
      readonly in?: number;
      readonly out?: number;
      readonly model?: string;
    } & Leased)
  | ({ readonly name: "heartbeat" } & Leased)
  /** Without a rule: every alert of the task. */
  | { readonly name: "ack"; readonly rule?: string }
  | { readonly name: "halt"; readonly reason: string }
  | { readonly name: "resume" | "explain" | "help" };

export type CommandName = Command["name"];

/** A command that could not be read, with what was expected. */
export type CommandError = {
  readonly name: CommandName;
  readonly line: number;
  readonly message: string;
  readonly usage: string;
};

export type ParsedCommand =
  | { readonly ok: true; readonly line: number; readonly command: Command }
  | { readonly ok: false; readonly error: CommandError };
