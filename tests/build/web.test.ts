import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { buildWeb } from "../../src/build/web.ts";

test("the page works under its policy: no inline code or style, nothing from elsewhere", async () => {
  const { html, files } = await buildWeb();
  expect(html).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=/);
  const asked = [...html.matchAll(/(?:src|href)="([^"#]+)"/g)].map((match) => match[1] ?? "");
  const outside = asked.filter((address) => !address.startsWith("data:") && !files.has(address));
  expect(outside).toEqual([]);
  for (const { body } of files.values())
    expect(body).not.toMatch(/\b(?:url\(|@import|import\s*["'(])/);
});

test("is written as a static page of the same files", async () => {
  const folder = await mkdtemp(join(tmpdir(), "web-"));
  try {
    const { html, files } = await buildWeb(folder);
    expect((await readdir(folder)).toSorted()).toEqual(["index.html", ...files.keys()].toSorted());
    expect(await readFile(join(folder, "index.html"), "utf8")).toBe(html);
  } finally {
    await rm(folder, { recursive: true });
  }
});
