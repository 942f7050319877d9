import { expect, test } from "vitest";
import { readForm } from "../../../src/core/triage/form.ts";

test.each<[string, string, Record<string, string>]>([
  ["an answer", "### Priority\n\nhigh", { priority: "high" }],
  ["lines that end as on Windows", "### Priority\r\n\r\nhigh\r\n", { priority: "high" }],
  ["an answer of several lines", "### Expected output\n\na\n\nb\n", { output: "a\n\nb" }],
  ["several answers", "### Risk\nred\n### Mode\nPlanning", { risk: "red", mode: "Planning" }],
  ["a heading in other letters, with blanks", "###  REVIEW Criteria \n\nx", { review: "x" }],
  ["what stands before the first heading: nothing", "high\n### Risk\nred", { risk: "red" }],
  ["no answer", "### Risk\n\n### Mode\n\nPlanning", { mode: "Planning" }],
  ["a first answer that is empty, then one", "### Risk\n\n### Risk\n\nred", { risk: "red" }],
  ["a field that was left empty", "### Risk\n\n_No response_", {}],
  [
    "what is said about no response",
    "### Risk\n\n_No response_ yet",
    { risk: "_No response_ yet" },
  ],
  ["a heading of somebody's own", "### What\n\nx\n### Risk\n\nred", { risk: "red" }],
  ["words under such a heading: nothing", "### Risk\n\nred\n### What\n\ny", { risk: "red" }],
  [
    "a lesser heading: part of the answer",
    "### Risk\n\nred\n#### Mode",
    { risk: "red\n#### Mode" },
  ],
  [
    "a heading in a code block: part of the answer",
    "### Risk\n\n```\n### Mode\n```",
    { risk: "```\n### Mode\n```" },
  ],
  ["what comes after a code block", "```\nx\n```\n### Risk\n\nred", { risk: "red" }],
  [
    "a code block with a longer fence, which a shorter one does not end",
    "````\n```\n### Risk\n\nred\n````\n### Mode\n\nPlanning",
    { mode: "Planning" },
  ],
  ["a code block that a longer fence ends", "```\nx\n`````\n### Risk\n\nred", { risk: "red" }],
  ["a code block of tildes, which backticks do not end", "~~~\n```\n### Risk\n\nred\n~~~", {}],
])("is read from a form: %s", (_, body, answers) => {
  expect(Object.fromEntries(readForm(body))).toEqual(answers);
});
