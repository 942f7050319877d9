import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export type WebFile = { readonly type: string; readonly body: string };
export type Web = {
  readonly html: string;
  /** What the page asks for beside itself, by file name; `data.json` is not among it. */
  readonly files: ReadonlyMap<string, WebFile>;
};

/** The Content-Security-Policy the page works under, to be sent as a header. */
export const contentSecurityPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const source = fileURLToPath(new URL("../web/", import.meta.url));

/**
 * The dashboard as files to be served, or (with `outDir`) written there as a static page. Its addresses are relative:
 * serve it with a slash at the end, `/mission-control/`.
 */
export async function buildWeb(outDir?: string): Promise<Web> {
  const [html, css, app, theme] = await Promise.all([
    readFile(join(source, "index.html"), "utf8"),
    readFile(join(source, "app.css"), "utf8"),
    bundle("app.ts", "es"),
    bundle("theme.ts", "iife"),
  ]);
  const files = new Map<string, WebFile>([
    ["app.css", { type: "text/css; charset=utf-8", body: css }],
    ["app.js", { type: "text/javascript; charset=utf-8", body: app }],
    ["theme.js", { type: "text/javascript; charset=utf-8", body: theme }],
  ]);
  if (outDir !== undefined) await write(outDir, html, files);
  return { html, files };
}

async function bundle(entry: string, format: "es" | "iife"): Promise<string> {
  // Who only serves what was built shall not have a bundler in memory.
  const { rolldown } = await import("rolldown");
  const build = await rolldown({
    input: join(source, entry),
    platform: "browser",
    tsconfig: join(source, "tsconfig.json"),
  });
  try {
    const { output } = await build.generate({ format, minify: true, codeSplitting: false });
    return output[0].code;
  } finally {
    await build.close();
  }
}

async function write(
  outDir: string,
  html: string,
  files: ReadonlyMap<string, WebFile>,
): Promise<void> {
  await mkdir(outDir, { recursive: true });
  await writeFile(join(outDir, "index.html"), html);
  for (const [name, { body }] of files) await writeFile(join(outDir, name), body);
}
