import { describe, expect, test } from "vitest";
import { codeSpan, escapeMarkdown, markdownLink, oneLine } from "../../src/render/escape.ts";

describe("foreign text in markdown", () => {
  test.each([
    ["a mention pings nobody", "ask @ada", "ask @\u200Bada"],
    ["an issue reference links nothing", "fixes #12 and GH-3", "fixes #\u200B12 and GH-\u200B3"],
    ["a pipe stays in its cell", "a | b", "a \\| b"],
    ["backticks and emphasis are letters", "`x` *y* _z_", "\\`x\\` \\*y\\* \\_z\\_"],
    ["HTML is text", "<img src=x> & co", "&lt;img src=x&gt; &amp; co"],
    ["a link is text", "[a](b)", "\\[a\\]\\(b\\)"],
    [
      "an address does not become a link",
      "https://evil.example www.x.org",
      "https:\u200B//evil.example www\u200B.x.org",
    ],
    ["a heading, a list and a number stay in the line", "# x", "\\# x"],
    ["a list marker is text", "- x", "\\- x"],
    ["a numbered list marker is text", "1. x", "1\\. x"],
    ["several lines become one", "a\n\n## b", "a ## b"],
    ["a backslash escapes nothing", "\\`", "\\\\\\`"],
  ])("%s", (_fact, text, expected) => {
    expect(escapeMarkdown(text)).toBe(expected);
  });

  test("text direction and control characters go", () => {
    expect(oneLine("a\u202Eb\u0000c\u200Bd")).toBe("abcd");
  });

  test("is cut by characters, never through one", () => {
    expect(oneLine("🚀🚀🚀🚀", 3)).toBe("🚀🚀…");
  });
});

describe("a code span", () => {
  test("has a fence longer than any run of backticks in it", () => {
    expect(codeSpan("a``b")).toBe("```a``b```");
    expect(codeSpan("`a")).toBe("`` `a ``");
  });
  test("keeps a pipe in its cell", () => {
    expect(codeSpan("a|b")).toBe("`a\\|b`");
  });
});

describe("a link", () => {
  test("cannot be broken out of", () => {
    expect(markdownLink("x", "https://a.example/) [y](z")).toBe(
      "[x](https://a.example/%29%20[y]%28z)",
    );
  });
  test("of another kind than http is its words alone", () => {
    expect(markdownLink("x", "javascript:alert(1)")).toBe("x");
  });
});
