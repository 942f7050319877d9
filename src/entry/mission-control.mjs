#!/usr/bin/env node
/** The `mission-control` command: the CLI in this Node when it is new enough, in one that npm installed when not. */
import { existsSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { findNode } from "./setup/node.mjs";
import { runNode } from "./setup/run.mjs";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const source = join(root, "src", "entry", "cli", "main.ts");
// Node strips types everywhere but below node_modules: an installed package runs its bundle, a checkout its source.
const isInstalled = root.split(sep).includes("node_modules") || !existsSync(source);
const main = isInstalled ? join(root, "dist", "cli.js") : source;

const node = findNode(root);
if (node === null) {
  process.stderr.write(
    `mission-control needs Node 24 or newer, this is ${process.versions.node}. ` +
      "What helps: install it from https://nodejs.org, or run `npm ci` in the checkout, which brings one.\n",
  );
  process.exitCode = 2;
} else if (node === process.execPath) {
  process.argv[1] = main;
  await import(pathToFileURL(main).href);
} else {
  process.exitCode = await runNode(node, [main, ...process.argv.slice(2)]);
}
