import { describe, expect, test } from "vitest";
import { commandLines } from "../../../src/core/commands/lines.ts";

const lines = (body: string) => commandLines(body).map(({ line, text }) => `${line} ${text}`);

test("a line is told with its number and without the blanks around it", () => {
  expect(commandLines("Hello\r\n\r\n   /start now  \r/plan\n")).toEqual([
    { line: 3, text: "/start now" },
    { line: 4, text: "/plan" },
  ]);
  expect(commandLines("")).toEqual([]);
});

describe("hidden is a line", () => {
  test.each([
    ["in a fence that opens far into a list item", "*    ```\n\n     /start"],
    ["in a fence that opens in a numbered item", "1. ```\n\n   /start"],
    ["in a fence whose end has words", "```\n``` sh\n/start\n```"],
    ["in a fence whose end is shorter", "`````\n````\n/start"],
    ["in a fence of tildes with a tick in its words", "~~~ a`b\n\n/start"],
    ["in a fence that opens in a list item, after a blank line", "- ```\n\n  /start\n  ```"],
    ["in a comment, below a line of it", "<!--\nhello\n/start\n-->"],
    ["in a comment that opens twice", "<!-- a --> b <!-- c\n\n/start"],
    ["beside a comment", "/start <!-- x -->"],
    ["in the third line of a quote", "> one\ntwo\n/start"],
    ["in the third line of HTML", "<div>\ntwo\n/start"],
    ["in the third line of a code span", "look: `\ntwo\n/start\n`"],
    ["in a code span of two ticks", "look: ``\n/start\n``"],
    ["in preformatted HTML, after a blank line", "<pre>\n\n/start\n</pre>"],
    ["in preformatted HTML with an attribute", "<PRE class=x>\n\n/start\n</PRE>"],
    ["in preformatted HTML that begins among words", "use <pre>\n\n/start"],
    ["in preformatted HTML in other HTML", "<div><pre>\n\n/start\n\n</pre></div>"],
    ["in code of HTML", "a <code>\n/start\n</code>"],
    ["in a quote of HTML", "Bob wrote: <blockquote>\n\n/start\n\n</blockquote>"],
    ["in a table of HTML", "<table><tr><td>\n\n/start\n\n</td></tr></table>"],
    ["in a link of HTML", "a <a href='http://x'>\n/start\n</a>"],
    ["in words that HTML crosses out", "a <del>\n/start\n</del>"],
    ["in a script", "   <script>\n\n/start\n"],
    ["in a style", "<style>\n\n/start\n"],
    ["in a text area", "<textarea>\n\n/start\n"],
    ["under an instruction of HTML", "<?php\n/start"],
    ["under a closing tag", "</div>\n/start"],
    ["under a tag that does not end", '<div title="\n\n/start'],
    ["after HTML that ends in a comment", "<div><!--\n\n/start"],
    ["in a section whose end is in a comment", "<details>\n\n<!-- </details> -->\n\n/start"],
    ["in a section whose end is in an attribute", "<details>\n\n<b title='</details>'>x\n\n/start"],
    ["in a row of a table", "| a |\n|---|\n/start"],
    ["in a footnote", "see[^1]\n\n[^1]: this\n/start"],
    ["in a footnote below words", "see[^1]\n[^1]: this\n/start"],
    ["below lists in lists, fifty deep", `${"- ".repeat(51)}a\n\n/start`],
  ])("%s", (_, body) => {
    expect(lines(body)).toEqual([]);
  });
});

describe("the writer's own is a line", () => {
  test.each([
    ["after a fence that ends with blanks", "```\nx\n```  \n/start", 4],
    ["after a fence that ends with more ticks", "```\nx\n`````\n/start", 4],
    ["after code in three ticks", "```code```\n/start", 2],
    ["after words and ticks that open no fence", "abc- ```\n\n/start", 3],
    ["after a word with a dot and ticks", "abc. ```\n\n/start", 3],
    ["after words that begin with a tilde", "~20 of them\n/start", 2],
    ["after ticks in code by its indentation", "    ```\n\n/start", 3],
    ["after a comment on one line", "<!-- a --> b\n\n/start", 3],
    ["after a comment over lines", "<!-- a\nb -->\n/start", 3],
    ["after the end of a comment that never began", "a -->\n/start", 2],
    ["after a quote and a line of blanks", "> one\n \t \n/start", 3],
    ["after HTML and a blank line", "<div>\n\n/start", 3],
    ["after preformatted HTML that ends on its line", "<pre>x</pre>\n/start", 2],
    ["after preformatted HTML that ends further down", "<pre>\n\nx</pre>\n/start", 4],
    ["after a tag whose name begins like one", "<prelude>\n\n/start", 3],
    ["after a code span that is closed", "look: `x`\n/start", 2],
    ["after a sign that is no tag", "a < b\n/start", 2],
    ["after another one", "/plan\n/start", 2],
    ["after a list item that is left in a fence", "  - ```\n\n/start", 3],
    ["after a numbered item that is left in a fence", "123456789) ```\n\n/start", 3],
    ["after a comment that never ends", "x --> y <!-- z\n/start", 2],
    ["right after the last item of a list", "- one\n- two\n/start", 3],
    ["that makes a heading with the line below it", "/start\n-- \nAda", 1],
    ["after a code span over lines with the same words", "`\n/start\n`\n/start", 4],
    ["after a footnote and a blank line", "[^1]: this\n\n/start", 3],
    ["after a sign of an attribute", '<b title="<details>"> b\n/start', 2],
  ])("%s", (_, body, line) => {
    expect(lines(body)).toContain(`${line} /start`);
  });
});
