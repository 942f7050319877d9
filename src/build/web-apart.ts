import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Web, WebFile } from "./web.ts";

const script = fileURLToPath(new URL("print-web.ts", import.meta.url));
const largest = 16 * 2 ** 20;

/** `buildWeb` in a process of its own: a bundler costs 60 MB that are never given back. Throws when it fails. */
export async function buildWebApart(): Promise<Web> {
  const { stdout } = await promisify(execFile)(process.execPath, [script], { maxBuffer: largest });
  const { html, files }: { html: string; files: [string, WebFile][] } = JSON.parse(stdout);
  return { html, files: new Map(files) };
}
