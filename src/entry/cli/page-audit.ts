import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { openBrowser } from "../../adapters/playwright/browser.ts";
import { auditPage, type AuditResult } from "../../app/audit.ts";
import { UserError } from "../../errors.ts";
import type { Browser, Clock } from "../../ports.ts";
import { existsSync } from "node:fs";
import { readText } from "./policy-files.ts";

export type PageAudit = {
  readonly url: string;
  /** A file to compare the page with, or part of the address of the data it loads; by default its data.json. */
  readonly data: string | undefined;
  readonly zone?: string;
  readonly clock: Clock;
  readonly cwd: string;
};

/** Looks at the page with a real browser, which is closed again. Throws UserError where there is none. */
export async function auditByBrowser({
  url,
  data,
  zone,
  clock,
  cwd,
}: PageAudit): Promise<AuditResult> {
  const page = checkedPage(url);
  const given = data !== undefined && isFile(data, cwd) ? readText(data, cwd) : null;
  const real = await openBrowser({ clock });
  const browser: Browser = given === null ? real : { ...real, look: lookWith(real, given) };
  try {
    return await auditPage({
      browser,
      url: page,
      dataUrl: given === null ? (data ?? "data.json") : "data.json",
      clock,
      ...(zone === undefined ? {} : { zone }),
    });
  } finally {
    await real.close();
  }
}

/** The page is compared with this text instead of what it loaded. */
function lookWith(browser: Browser, text: string): Browser["look"] {
  return async (request) => ({ ...(await browser.look(request)), data: text });
}

export function isFile(data: string, cwd: string): boolean {
  return !/^https?:\/\//.test(data) && existsSync(resolve(cwd, data));
}

function checkedPage(text: string): string {
  const url = URL.parse(text);
  if (url !== null && /^(https?|file):$/.test(url.protocol)) return url.href;
  throw new UserError(
    `--url ${JSON.stringify(text)}: expected the address of a page, such as https://example.com/mission-control/`,
  );
}

/** The pictures and the findings as files; returns their paths as the person gave the directory. */
export function writeEvidence(result: AuditResult, dir: string, cwd: string): readonly string[] {
  const folder = resolve(cwd, dir);
  mkdirSync(folder, { recursive: true });
  const { shots, data: _data, ...rest } = result;
  const names = shots.map(({ name, png }) => {
    writeFileSync(join(folder, `${name}.png`), png);
    return `${name}.png`;
  });
  const json = { ...rest, screenshots: names };
  writeFileSync(join(folder, "audit.json"), `${JSON.stringify(json, null, 2)}\n`);
  return [...names, "audit.json"].map((name) => join(dir, name));
}
