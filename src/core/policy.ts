import type { Agents, Config } from "../schema/index.ts";

/** Everything that the rules take from the repository's own files. */
export type Policy = { readonly config: Config; readonly agents: Agents };
