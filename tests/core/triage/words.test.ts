import { describe, expect, test } from "vitest";
import { bestMatch, hasWord } from "../../../src/core/triage/words.ts";

describe("a word stands there whole", () => {
  test.each([
    ["alone", "api", "api", true],
    ["at the end of a sentence", "mend the api.", "api", true],
    ["as one of several in a row", "the sign in page", "sign in", true],
    ["at its second place, after one inside another word", "capital of the api", "api", true],
    ["not before a letter", "apis", "api", false],
    ["not behind a letter", "xapi", "api", false],
    ["not behind a digit", "1api", "api", false],
    ["not before an underscore", "api_key", "api", false],
    ["not beside a letter with an accent", "éapi", "api", false],
    ["not when it is not there", "the page", "api", false],
    ["not when it is empty", "the page", "", false],
    ["not when both are empty", "", "", false],
  ])("%s", (_, text, word, expected) => {
    expect(hasWord(text, word)).toBe(expected);
  });
});

const table = { first: ["alpha", "beta"], second: ["gamma", "delta"] };

describe("of the groups of a table", () => {
  test.each([
    ["none, when no word is there", "x", "y", null],
    [
      "the first of equals",
      "x",
      "gamma alpha",
      { name: "first", words: ["alpha"], inTitle: false },
    ],
    [
      "the one of which more words are there",
      "x",
      "gamma alpha delta",
      { name: "second", words: ["gamma", "delta"], inTitle: false },
    ],
    [
      "the one with a word in the title, however many of another are in the text",
      "Gamma",
      "alpha beta",
      { name: "second", words: ["gamma"], inTitle: true },
    ],
    [
      "the first with a word in the title, where the second has none",
      "Alpha",
      "gamma delta",
      { name: "first", words: ["alpha"], inTitle: true },
    ],
    [
      "of two in the title the one of which more words are there",
      "alpha gamma",
      "delta",
      { name: "second", words: ["gamma", "delta"], inTitle: true },
    ],
  ])("it takes %s", (_, title, text, expected) => {
    expect(bestMatch(title, text, table)).toEqual(expected);
  });

  test("words are found in whatever letters they are written", () => {
    expect(bestMatch("THE ALPHA", "", { one: ["Alpha"] })?.words).toEqual(["Alpha"]);
    expect(bestMatch("x", "THE ALPHA", { one: ["Alpha"] })?.words).toEqual(["Alpha"]);
  });
});
