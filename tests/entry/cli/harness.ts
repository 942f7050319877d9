import { tmpdir } from "node:os";
import { Readable } from "node:stream";
import type { Env, Io } from "../../../src/entry/cli/io.ts";
import { runCli } from "../../../src/entry/cli/run.ts";

export type Ran = {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  /** Standard output as JSON. */
  readonly json: () => Record<string, unknown>;
};

export type Setting = {
  readonly env?: Env;
  readonly stdin?: string;
  readonly cwd?: string;
  readonly signal?: AbortSignal;
};

/** One command line in this process, with streams that are kept and an environment of nothing but `env`. */
export async function cli(argv: readonly string[], setting: Setting = {}): Promise<Ran> {
  let out = "";
  let err = "";
  const io: Io = {
    out: (text) => {
      out += text;
    },
    err: (line) => {
      err += `${line}\n`;
    },
    stdin: () => Readable.from([setting.stdin ?? ""]),
    cwd: setting.cwd ?? tmpdir(),
    signal: setting.signal ?? new AbortController().signal,
  };
  const code = await runCli(argv, setting.env ?? {}, io);
  return { code, out, err, json: () => JSON.parse(out) };
}
