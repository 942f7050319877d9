import { closeSync, openSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { devNull } from "node:os";
import type * as Wasi from "node:wasi";
import { withoutExperimentalWarning } from "../builtin.ts";

/** Loads Node's WebAssembly system interface ahead of whoever imports it, without the warning that it is new. */
export function loadWasi(): typeof Wasi {
  return withoutExperimentalWarning("WASI", () => process.getBuiltinModule("node:wasi"));
}

/**
 * Runs `start` so that the WebAssembly programs it sets up before it returns write to nowhere: their output goes
 * straight to the process's own, past every stream of Node, and the packages that run them leave no option for it.
 * `release` gives back what was opened, once the program has ended.
 */
export function withQuietWasi<T>(start: () => T): {
  readonly result: T;
  readonly release: () => void;
} {
  const wasi = loadWasi();
  const nowhere = openSync(devNull, "w");
  const Loud = wasi.WASI;
  wasi.WASI = class extends Loud {
    constructor(options: ConstructorParameters<typeof Loud>[0]) {
      super({ ...options, version: "preview1", stdout: nowhere, stderr: nowhere });
    }
  };
  syncBuiltinESMExports();
  try {
    return { result: start(), release: () => closeSync(nowhere) };
  } catch (error) {
    closeSync(nowhere);
    throw error;
  } finally {
    wasi.WASI = Loud;
    syncBuiltinESMExports();
  }
}
