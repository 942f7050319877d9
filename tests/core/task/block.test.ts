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

  it("is the same whatever the order of its keys", () => {
    expect(sameBlock({ output: "a", review: "b" }, { review: "b", output: "a" })).toBe(true);
    expect(sameBlock({ output: "a" }, { output: "b" })).toBe(false);
  });
});
