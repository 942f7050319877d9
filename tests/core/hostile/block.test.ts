import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  bodyWith,
  bodyWithoutBlock,
  readBlock,
  sameBlock,
  writeBlock,
} from "../../../src/core/task/block.ts";
import { TaskBlock } from "../../../src/schema/index.ts";
import { nastyText } from "../../support/nasty.ts";

const opening = "<!-- mission-control:v1 -->";
const closing = "<!-- /mission-control -->";
const wrapped = (yaml: string) => `${opening}\n\`\`\`yaml\n${yaml}\n\`\`\`\n${closing}`;
const full = (piece: string) => piece.repeat(Math.ceil(65_000 / piece.length)).slice(0, 65_000);

describe("the block is found below words about such blocks", () => {
  test.each([
    ["an opening mark", `We write ${opening} above it.`],
    ["a closing mark", `We write ${closing} below it.`],
    ["both, with no fence between them", `${opening} and ${closing}`],
    ["both the wrong way round", `${closing}\n${opening}`],
    ["an opening mark in a fence", `\`\`\`\n${opening}\n\`\`\``],
    ["an opening mark and a fence that is left open", `${opening}\n\`\`\`yaml\ndue: 2026-01-01`],
  ])("%s", (_, words) => {
    const body = writeBlock(words, { output: "A page" });
    expect(readBlock(body).block).toEqual({ output: "A page" });
    const again = writeBlock(body, { output: "Two pages" });
    expect(readBlock(again).block).toEqual({ output: "Two pages" });
    expect(again.split(opening).length).toBe(body.split(opening).length);
    expect(bodyWithoutBlock(again)).toBe(words);
  });
});

test("whatever a fact says, it comes back as it was, and stays in the block", () => {
  fc.assert(
    fc.property(nastyText(2000), nastyText(1000), (words, fact) => {
      const block = { output: `x${fact}`, depends: ["#1"] };
      const body = writeBlock(words, block);
      const read = readBlock(body).block;
      expect(read.depends).toEqual(["#1"]);
      expect(sameBlock(read, block)).toBe(true);
      const again = writeBlock(body, read);
      expect(readBlock(again).block).toEqual(read);
      expect(bodyWithoutBlock(again)).toBe(bodyWithoutBlock(body));
    }),
    { numRuns: 300 },
  );
});

test("whatever stands in a block, what is read of it is what its schema says, and nobody's prototype changes", () => {
  fc.assert(
    fc.property(nastyText(3000), (yaml) => {
      const { block } = readBlock(wrapped(yaml));
      expect(TaskBlock.safeParse(block).success).toBe(true);
      expect(Object.getPrototypeOf(block)).toBe(Object.prototype);
    }),
    { numRuns: 300 },
  );
  const { block } = readBlock(wrapped("__proto__: { polluted: yes }\noutput: A page"));
  expect(block.output).toBe("A page");
  expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
});

describe("a block of any size is read, with few words on each thing that is wrong", () => {
  test.each<[string, string]>([
    ["nested lists", wrapped(`depends: ${full("[")}`)],
    ["nested maps", wrapped(`a: ${full("{a: ")}`)],
    ["many keys", wrapped(Array.from({ length: 7000 }, (_, key) => `k${key}: 1`).join("\n"))],
    ["many wrong items", wrapped(`depends:\n${full("- \n")}`)],
    ["marks over marks", wrapped(full("&a "))],
    ["backslashes", wrapped(`output: "${full("\\")}`)],
    ["opening marks alone", full(opening)],
    ["closing marks alone", full(closing)],
    ["both", full(opening + closing)],
    [
      "as many keys as are read",
      wrapped(Array.from({ length: 2900 }, (_, key) => `k${key}: 1`).join("\n")),
    ],
    ["as many wrong items as are read", wrapped(`depends:\n${"- \n".repeat(7500)}`)],
  ])("%s", (_, body) => {
    expect(readBlock(body).problems.filter((problem) => problem.length > 200)).toEqual([]);
    expect(writeBlock(body, { output: "A page" })).toContain("output: A page");
  });
});

describe("there is a block only where there is room for it", () => {
  test("in the text of an issue", () => {
    expect(bodyWith("x".repeat(65_000), { output: "A page" })).not.toBeNull();
    expect(bodyWith("x".repeat(65_500), { output: "A page" })).toBeNull();
  });

  test("in the block itself: what would not be read again is not written", () => {
    expect(bodyWith("", { output: "x".repeat(20_000) })).not.toBeNull();
    expect(bodyWith("", { output: "x".repeat(25_000) })).toBeNull();
  });

  test("and whoever leaves none is told before it is needed", () => {
    expect(readBlock("x".repeat(50_000)).problems).toEqual([]);
    expect(readBlock("x".repeat(50_001)).problems).toHaveLength(1);
    expect(readBlock(wrapped(`output: ${"x".repeat(24_001)}`)).problems).toHaveLength(1);
  });
});
