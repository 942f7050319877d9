import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hasCommand, parseCommands } from "../../../src/core/commands/grammar.ts";
import { longTexts, nastyText } from "../../support/nasty.ts";

/** What GitHub's page does not show as a line that begins with `/approve`. */
describe("nobody sees a command", () => {
  test.each([
    ["in a fence that an item of a list does not end", "```\n- ```\n/approve"],
    ["in a fence that follows the end of a list item's", "- ```\n```\n/approve\n```"],
    ["in a fence of a nested item", "- - ```\n    x\n```\n/approve\n```"],
    [
      "in a fence below an item whose fence was left open",
      "1. a\n\n   ```\nx\n```\n\n/approve\n```",
    ],
    ["in a fence far into an item, after a blank line", "* b\n    ```\n\n  /approve"],
    ["in a fence whose end is indented as code is", "  ```\n    ```\n/approve"],
    ["in a fence after HTML with a fence in it", "<div>\n```\n\n```\n/approve\n```"],
    ["in a fence after preformatted text with one in it", "<pre>\n```\n</pre>\n```\n/approve\n```"],
    ["in a fence in which an HTML comment would end", "text <!-- a\n```\n-->\n/approve\n```"],
    [
      "in a fence after a heading and a tag of no known name",
      "# x\n<foo>\n```\n\n```\n/approve\n```",
    ],
    ["in preformatted text whose tag ends with the line", "<pre\n\n/approve\n</pre>"],
    ["in an instruction, after a blank line", "<?\n\n/approve\n?>"],
    ["in a section of character data", "<![CDATA[\n\n/approve\n]]>"],
    ["in a declaration", "<!DOCTYPE\n\n/approve\n>"],
    ["in HTML that stands in a list", "- <div>\n  /approve"],
    ["in a quote that stands in a list", "- > look:\n/approve"],
    ["in a comment that opens where another one ends", "<!--\n--> <!--\n\n/approve"],
    ["in a comment that opens in a list", "- <!--\n```\n-->\n/approve"],
    ["in a folded section", "<details><summary>Log</summary>\n\n/approve\n\n</details>"],
    ["in a folded section within one", "<details>\n\n<details open>\n\n</details>\n\n/approve"],
    ["in a code span of two ticks among single ones", "a `` b ` c\n/approve\n``"],
    ["in a code span after an escaped tick", "\\` x `\n/approve\n`"],
    ["in a code span after a tick in a tag", '<a title="`"> `\n/approve\n`'],
    ["in an attribute", 'see <a title="\n/approve\n">this</a>'],
    ["in the title of a link", '[a](/u "\n/approve\n")'],
    ["as the target of a link", "[a](\n/approve\n)"],
    ["as the text of an image that cannot be shown", "![a\n/approve\n](x.png)"],
    ["as the label of a link", "[text][a\n/approve\n]\n\n[a /approve]: https://example.com"],
    ["as the target of a reference", "[foo]:\n/approve"],
    ["in the title of a reference", '[foo]: /u "\n/approve\n"'],
    ["in a formula", "$$\n/approve\n$$"],
    ["in a lazy quote after a line without a blank in it", "> a\n\u00a0\n/approve"],
    ["behind something that cannot be seen", "\u200b/approve"],
    ["behind a character that turns the line around", "\u202e/approve"],
    ["behind a sign that looks like a slash", "\u2044approve"],
    ["with letters that look alike", "/\u0430pprove"],
    ["in capitals", "/Approve"],
  ])("%s", (_, body) => {
    expect(parseCommands(body)).toEqual([]);
    expect(hasCommand(body)).toBe(false);
  });
});

describe("everybody sees a command", () => {
  const seen = (body: string) => parseCommands(body).length;
  test.each([
    ["after a list with code in it", "- a\n\n      code\n\n/approve"],
    [
      "after a task list and a link",
      "- [ ] one\n- [x] [two](https://example.com/a_(b))\n\n/approve",
    ],
    ["after `inline` code and a placeholder", "run `x` as <name>\n/approve"],
    ["after a table", "| a | b |\n|---|---|\n| 1 | 2 |\n\n/approve"],
    ["after a fence in a list", "1. do\n   ```\n   x\n   ```\n\n/approve"],
    ["after a folded section", "<details>\n\nlog\n\n</details>\n\n/approve"],
    ["after a quote", "> they said\n> /done\n\n/approve"],
    ["after a heading", "# Verdict\n/approve"],
    ["after a comment of a template", "<!-- say what\nyou did -->\n\nIt works.\n\n/approve"],
    ["after a price and a path", "costs $5, see /usr/bin\n/approve"],
    ["in an item of a list", "- well\n\n  /approve"],
  ])("%s", (_, body) => {
    expect(seen(body)).toBe(1);
  });
});

describe("a command with something invisible in it is refused", () => {
  test.each(["\u200b", "\u202e", "\u2066", "\u00ad", "\u061c", "\u180e", "\u3164", "\u{e0041}"])(
    "%j",
    (character) => {
      expect(parseCommands(`/reject no${character}t good`)).toMatchObject([
        { ok: false, error: { name: "reject" } },
      ]);
    },
  );

  test("and one with a picture is not", () => {
    expect(parseCommands("/reject ⚠️ not good")).toMatchObject([{ ok: true }]);
  });
});

test("what wraps a text hides every command in it", () => {
  const wraps: readonly ((text: string) => string)[] = [
    (text) => `~~~~~~~~\n${text}`,
    (text) => `<!--\n${text}`,
    (text) => text.replaceAll(/^/gm, "> "),
    (text) => text.replaceAll(/^/gm, "    "),
  ];
  fc.assert(
    fc.property(nastyText(2000), fc.constantFrom(...wraps), (text, wrap) => {
      const tame = text.replaceAll(/~{8,}|-->|\r(?!\n)/g, "").replaceAll("\r", "");
      expect(parseCommands(wrap(tame))).toEqual([]);
    }),
  );
});

test("reading commands throws at nothing, and what is read is what somebody wrote at the start of a line", () => {
  fc.assert(
    fc.property(nastyText(4000), (text) => {
      const lines = text.split(/\r\n|\n|\r/);
      for (const one of parseCommands(text)) {
        const { line, name } = one.ok ? { line: one.line, name: one.command.name } : one.error;
        expect(lines[line - 1]?.trim().startsWith(`/${name}`)).toBe(true);
      }
    }),
    { numRuns: 300 },
  );
});

test.each(longTexts.map((text): [string, string] => [JSON.stringify(text.slice(9, 30)), text]))(
  "65,536 characters of %s are read, and hold no more commands than are obeyed",
  (_, text) => {
    for (const body of [text, `/approve\n\n${text.slice(11)}`])
      expect(parseCommands(body).length).toBeLessThanOrEqual(20);
  },
);
