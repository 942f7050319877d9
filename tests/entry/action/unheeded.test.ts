import fc from "fast-check";
import { expect, test } from "vitest";
import { unheeded } from "../../../src/entry/action/unheeded.ts";
import { nastyText } from "../../support/nasty.ts";

/** As the runner reads lines. */
function commandsIn(text: string): readonly string[] {
  return text
    .split(/\r\n|\n|\r/)
    .filter((line) => line.trimStart().startsWith("::") || line.includes("##["));
}

test.each([
  "::stop-commands::x",
  "one\n  ::add-mask::a",
  "one\r::warning::forged",
  "\u00a0::error::forged",
  "see ##[error]forged",
])("the runner would obey %j, and does not when we print it", (text) => {
  expect(commandsIn(text)).toHaveLength(1);
  expect(commandsIn(unheeded(text))).toEqual([]);
});

test("nothing in any text is obeyed, and nothing else in it changes", () => {
  fc.assert(
    fc.property(nastyText(2000), (text) => {
      const printed = unheeded(text);
      expect(commandsIn(printed)).toEqual([]);
      expect(printed.replaceAll("\u200b", "")).toBe(text.replaceAll("\u200b", ""));
    }),
  );
  expect(unheeded("a::b, ## [x]\nacme/shop#1: done")).toBe("a::b, ## [x]\nacme/shop#1: done");
});
