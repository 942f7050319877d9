import { execFileSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { repositoryIn, repositoryOf } from "../../../src/entry/cli/repository.ts";

test.each([
  ["git@github.com:acme/shop.git", "acme/shop"],
  ["https://github.com/acme/shop", "acme/shop"],
  ["https://user:pw@github.example.com/acme/shop.git/", "acme/shop"],
  ["ssh://git@github.com:22/acme/my.shop.git", "acme/my.shop"],
  ["work:acme/shop", "acme/shop"],
  ["/srv/git/acme/shop.git", null],
  ["file:///srv/acme/shop.git", null],
  ["https://github.com/acme", null],
  ["", null],
])("the remote %s is the repository %s", (address, repo) => {
  expect(repositoryIn(address)).toBe(repo);
});

test("the option outranks the environment, which outranks the directory's remote", async () => {
  const cwd = mkdtempSync(join(tmpdir(), "cli-"));
  execFileSync("git", ["init", "-q"], { cwd });
  execFileSync("git", ["remote", "add", "origin", "git@github.com:acme/cloned.git"], { cwd });
  const env = { GITHUB_REPOSITORY: "acme/environment" };
  expect(await repositoryOf("acme/option", env, cwd)).toBe("acme/option");
  expect(await repositoryOf(undefined, env, cwd)).toBe("acme/environment");
  expect(await repositoryOf(undefined, {}, cwd)).toBe("acme/cloned");
  await expect(repositoryOf("acme", {}, cwd)).rejects.toThrow("expected owner/name");
});
