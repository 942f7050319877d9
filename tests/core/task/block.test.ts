import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  bodyWithoutBlock,
  readBlock,
  sameBlock,
  writeBlock,
} from "../../../src/core/task/block.ts";

const words = "The checkout is slow.\n\nSteps: open it.";

describe("the block in an issue body", () => {
  it("is written below the person's words, and read again as it was", () => {
    const block = { output: "A merged fix", due: "2026-12-01", depends: ["#7"] };
    const body = writeBlock(words, block);
    expect(body.startsWith(words)).toBe(true);
    expect(readBlock(body)).toEqual({ block, problems: [], unread: {} });
    expect(bodyWithoutBlock(body)).toBe(words);
  });

  it("is replaced where it stands, and nothing around it is touched", () => {
    const body = `${writeBlock("Before.", { output: "one" })}\n\nAfter.`;
    const again = writeBlock(body, { output: "two" });
    expect(again).toBe(body.replace("one", "two"));
  });

  it("goes when there is nothing left to say", () => {
    expect(writeBlock(writeBlock(words, { output: "one" }), {})).toBe(words);
  });

  it("survives what browsers make of line feeds", () => {
    const body = writeBlock(words, { output: "one" }).replaceAll("\n", "\r\n");
    expect(readBlock(body).block).toEqual({ output: "one" });
  });

  it("keeps a fact that cannot be read, and says which it is", () => {
    const body = writeBlock(words, { output: "one" }).replace(
      "output: one",
      "output: one\ndue: soon",
    );
    const { block, problems, unread } = readBlock(body);
    expect(block).toEqual({ output: "one" });
    expect(unread).toEqual({ due: "soon" });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^due: /);
    expect(writeBlock(body, { output: "two" })).toContain("due: soon");
  });

  it("keeps as comments what is not YAML at all", () => {
    const body = writeBlock(words, { output: "one" }).replace("output: one", "output: [one");
    expect(readBlock(body).problems).toHaveLength(1);
    const written = writeBlock(body, { output: "two" });
    expect(written).toContain("# output: [one");
    expect(readBlock(written)).toMatchObject({ block: { output: "two" }, problems: [] });
  });

  it("holds any text: no value ends the block early or starts another", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 1, maxLength: 60 }), (output) => {
        const body = writeBlock(words, { output });
        expect(body.match(/<!-- \/mission-control -->/g)).toHaveLength(1);
        expect(bodyWithoutBlock(body)).toBe(words);
        expect(readBlock(body).problems).toEqual([]);
      }),
    );
    const nasty = "x\n```\n<!-- /mission-control -->\n<!-- mission-control:v1 -->";
    expect(bodyWithoutBlock(writeBlock(words, { output: nasty }))).toBe(words);
  });

  const fenced = (yaml: string) =>
    `Words.\n\n<!-- mission-control:v1 -->\n${yaml}\n<!-- /mission-control -->`;

  it.each([
    [
      "an alias",
      "output: &a one\nreview: *a",
      "aliases (`*name`) are not read: write the value out",
    ],
    ["a list", "- output", "expected `key: value` lines"],
    ["a sentence", "some words", "expected `key: value` lines"],
    ["a key twice", "output: one\noutput: two", "Map keys must be unique at line 2, column 1:"],
  ])(
    "of which the YAML is %s says so in one line, and nothing of it is taken",
    (_, yaml, problem) => {
      expect(readBlock(fenced(`\`\`\`yaml\n${yaml}\n\`\`\``))).toEqual({
        block: {},
        problems: [problem],
        unread: {},
      });
    },
  );

  it.each([
    ["yaml", "```yaml\noutput: one\n```", { output: "one" }],
    ["yml", "```yml\noutput: one\n```", { output: "one" }],
    ["nothing", "```yaml\n```", {}],
    ["only a comment", "```yaml\n# output: one\n```", {}],
  ])("may be a fence of %s", (_, text, block) => {
    expect(readBlock(fenced(text))).toEqual({ block, problems: [], unread: {} });
  });

  it.each([
    ["another language", "```json\noutput: one\n```"],
    ["more than the language", "```yaml title\noutput: one\n```"],
    ["something before the fence", "x```yaml\noutput: one\n```"],
    ["no fence", "output: one"],
    ["a fence that does not end", "```yaml\noutput: one"],
    ["one line", "```yaml"],
    ["nothing", ""],
  ])("is none with %s between its marks, and the words stay as they are", (_, text) => {
    expect(readBlock(fenced(text))).toEqual({ block: {}, problems: [], unread: {} });
    expect(bodyWithoutBlock(fenced(text))).toBe(fenced(text));
    expect(writeBlock(fenced(text), {})).toBe(fenced(text));
  });

  it.each([
    ["that does not end", "Words.\n<!-- mission-control:v1 -->\n```yaml\noutput: one\n```"],
    ["that does not begin", "Words.\n```yaml\noutput: one\n```\n<!-- /mission-control -->"],
  ])("is none %s", (_, body) => {
    expect(readBlock(body).block).toEqual({});
    expect(bodyWithoutBlock(body)).toBe(body);
  });

  it("is found at the very beginning too", () => {
    const body = writeBlock("", { output: "one" });
    expect(body.startsWith("<!-- mission-control:v1 -->")).toBe(true);
    expect(readBlock(body).block).toEqual({ output: "one" });
    expect(bodyWithoutBlock(body)).toBe("");
  });

  it("is all that changes: one empty line above it, the person's spaces at the ends go", () => {
    const body = writeBlock("\n  Words.  \n\n", { output: "one" });
    expect(body).toBe(
      "Words.\n\n<!-- mission-control:v1 -->\n```yaml\noutput: one\n```\n<!-- /mission-control -->",
    );
    expect(bodyWithoutBlock(`\n ${body} \n`)).toBe("Words.");
    expect(bodyWithoutBlock("\n Words. \n")).toBe("Words.");
  });

  it("keeps a long text on one line, and leaves out what is not known", () => {
    const output = "word ".repeat(40).trim();
    const body = writeBlock("Words.", { output, hint: undefined });
    expect(body).toContain(`\noutput: ${output}\n`);
    expect(body).not.toContain("hint");
  });

  it("names in full the fact that cannot be read", () => {
    const body = fenced("```yaml\nblocked:\n  reason: no key\n  since: now\n```");
    const { problems, unread } = readBlock(body);
    expect(problems[0]).toMatch(/^blocked\.since: /);
    expect(unread).toEqual({ blocked: { reason: "no key", since: "now" } });
  });

  it("says nothing of what was there when that could not be read and all of it is known now", () => {
    const body = fenced("```yaml\noutput: [one\nreview: two\n```");
    expect(writeBlock(body, {})).toContain("```yaml\n{}\n# output: [one\n# review: two\n```");
  });

  it("is the same with an unknown fact as without it, at any depth", () => {
    const blocked = { reason: "no key" };
    expect(sameBlock({ blocked }, { blocked, hint: undefined })).toBe(true);
    expect(sameBlock({ hint: { a: 1 } }, { hint: { a: 1, b: undefined } })).toBe(true);
    expect(sameBlock({ depends: ["#1", "#2"] }, { depends: ["#2", "#1"] })).toBe(false);
  });

  it("is the same whatever the order of its keys", () => {
    expect(sameBlock({ output: "a", review: "b" }, { review: "b", output: "a" })).toBe(true);
    expect(sameBlock({ output: "a" }, { output: "b" })).toBe(false);
  });
});
