import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

let folder = "";

/** Every temporary folder of a run, also of the processes it starts, is within one that goes with the run. */
export function setup(): void {
  folder = mkdtempSync(join(tmpdir(), "mission-control-tests-"));
  for (const name of ["TMPDIR", "TEMP", "TMP"]) process.env[name] = folder;
}

export function teardown(): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}
