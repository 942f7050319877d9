import { cpSync, mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Plugin, rolldown } from "rolldown";

const root = join(import.meta.dirname, "..", "..");

/** Of the whole bundle without the audit part, in bytes: what a runner has to read before it can begin. */
export const bundleBudget = 1_350_000;

export type Bundle = {
  /** By file name, in bytes, largest first. */
  readonly files: readonly { readonly name: string; readonly bytes: number }[];
  readonly bytes: number;
};

/**
 * Bundles the Action into `outFolder`, ES modules, minified. The browser driver is left out of the bundle and copied beside
 * it, where `import("playwright-core")` finds it, so that only an audit pays for it.
 */
export async function bundleAction(
  outFolder: string = join(root, "dist", "action"),
  entry: string = join(root, "src", "entry", "action", "main.ts"),
): Promise<Bundle> {
  rmSync(outFolder, { recursive: true, force: true });
  const bundle = await rolldown({
    input: { index: entry },
    platform: "node",
    plugins: [browserDriverApart, withoutUnused],
    logLevel: "warn",
  });
  try {
    const { output } = await bundle.write({
      dir: outFolder,
      format: "esm",
      minify: true,
      chunkFileNames: "[name].js",
    });
    // The runner looks for the kind of module in the nearest package.json, and a release may hold no other.
    writeFileSync(join(outFolder, "package.json"), '{ "type": "module" }\n');
    copyBrowserDriver(outFolder);
    const files = output
      .map(({ fileName }) => ({ name: fileName, bytes: statSync(join(outFolder, fileName)).size }))
      .toSorted((a, b) => b.bytes - a.bytes);
    return { files, bytes: files.reduce((sum, { bytes }) => sum + bytes, 0) };
  } finally {
    await bundle.close();
  }
}

/** `playwright` is a thin wrapper that adds a test runner; the driver is all that an audit needs. */
const browserDriverApart: Plugin = {
  name: "browser-driver-apart",
  resolveId: (id) => (id === "playwright" ? { id: "playwright-core", external: true } : null),
};

/** What a module that we never call is replaced by. */
const unused: Readonly<Record<string, string>> = {
  // `@actions/core` can ask for an OIDC token, with an HTTP client of its own of 400 kB.
  "@actions/core/lib/oidc-utils.js":
    "export class OidcClient { static getIDToken() { throw new Error('OIDC is not part of this bundle'); } }",
  // For a Node without `URL`, with a table of all writing systems of 400 kB.
  "whatwg-url/lib/public-api.js": "module.exports = { URL: globalThis.URL };",
  // `markdown-it` finds commands for us and renders nothing: neither addresses nor `&nbsp;` nor emphasis matter.
  "linkify-it/build/index.mjs": "export class LinkifyIt {}",
  "entities/dist/index.js": "export const decodeHTMLStrict = (text) => text;",
  "uc.micro/build/index.mjs": "export const P = /x/, S = /x/;",
  "punycode.js/punycode.es6.js":
    "export default { toASCII: (text) => text, toUnicode: (text) => text };",
};

const withoutUnused: Plugin = {
  name: "without-unused",
  load: (id) =>
    Object.entries(unused).find(([path]) => id.replaceAll("\\", "/").endsWith(path))?.[1] ?? null,
};

function copyBrowserDriver(outFolder: string): void {
  const target = join(outFolder, "node_modules", "playwright-core");
  mkdirSync(target, { recursive: true });
  cpSync(join(root, "node_modules", "playwright-core"), target, { recursive: true });
}
