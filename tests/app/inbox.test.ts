import { describe, expect, test } from "vitest";
import { fileInboxItem, splitText } from "../../src/app/inbox.ts";
import { fakeForge } from "../support/fake-forge.ts";
import { fakeGitHub } from "../support/fake-github.ts";

describe("an inbox item", () => {
  test("has its first line as the title and the rest as the body", () => {
    expect(splitText("  Fix it \r\n\r\nIt is broken.\r\n- badly\n")).toEqual({
      title: "Fix it",
      body: "It is broken.\n- badly",
    });
  });

  test("keeps a first line that is too long for a title, in whole characters", () => {
    const { title, body } = splitText(`${"🦊".repeat(300)}\nmore`);
    expect([...title]).toHaveLength(256);
    expect(title.endsWith("🦊…")).toBe(true);
    expect(body).toBe(`${"🦊".repeat(300)}\nmore`);
  });

  test("is refused when it is empty, or longer than an issue", () => {
    expect(() => splitText("\n \t")).toThrow("nothing to file");
    expect(() => splitText(`a\n${"x".repeat(60_001)}`)).toThrow("60000");
  });

  test("is filed without labels: triage gives them, not the text", async () => {
    const github = fakeGitHub({ permissions: { ada: "admin" } });
    const forge = fakeForge(github, { login: "ada" });
    const filed = await fileInboxItem({ forge, repo: github.repo, text: "labels: status:done" });
    expect(filed).toMatchObject({ number: 1, title: "labels: status:done" });
    expect(github.issue(1)).toMatchObject({ author: "ada", body: "", labels: [] });
  });
});
