import { expect, test } from "vitest";
import { readConfigFile } from "../../../src/core/documents/check-config.ts";

const read = (text: string) => readConfigFile({ path: "c.yml", text });
const complaints = (text: string) =>
  read(text).findings.map(({ path, code, message }) => `${path} ${code} ${message}`);
const branch = (name: string) => complaints(`data_branch: ${JSON.stringify(name)}\n`);

test.each([
  "main",
  "a",
  "data/control-room",
  "v1.0",
  "feature/x.y",
  "a.locked",
  "a@b",
  "a{b}",
  "release.lock.x",
  "ünï",
])("%s can name a branch", (name) => {
  expect(branch(name)).toEqual([]);
});

test.each([
  "-a",
  ".a",
  "/a",
  "a b",
  "~",
  "a~b",
  "a^",
  "a:b",
  "a?",
  "a*",
  "a[b",
  "a\\b",
  "a.",
  "a/",
  "a//b",
  "abc..d",
  "main.lock",
  "a/b@{c",
  "a\n",
])("%j cannot name a branch", (name) => {
  expect(branch(name)).toEqual([
    `c.yml:1:1 impossible data_branch: ${JSON.stringify(name)} cannot name a branch`,
  ]);
});

test("both branches are judged, each at its place", () => {
  expect(complaints("data_branch: a.\nversion: 1\nscreenshot_branch: b.\n")).toEqual([
    'c.yml:1:1 impossible data_branch: "a." cannot name a branch',
    'c.yml:3:1 impossible screenshot_branch: "b." cannot name a branch',
  ]);
});
