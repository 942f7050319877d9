import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { commandSpecs, hasCommand, parseCommands } from "../../../src/core/commands/grammar.ts";

function read(text: string): unknown {
  return parseCommands(text).map((parsed) => (parsed.ok ? parsed.command : parsed.error.message));
}

test.each([
  ["/triage", { name: "triage" }],
  [
    "/triage kind=bug priority=high domain=backend mode=Debugging risk=red project=shop due=2026-12-01",
    {
      name: "triage",
      kind: "bug",
      priority: "high",
      domain: "backend",
      mode: "Debugging",
      risk: "red",
      project: "shop",
      due: "2026-12-01",
    },
  ],
  ['/triage waive="only I am here"', { name: "triage", waive: "only I am here" }],
  ["/priority urgent", { name: "priority", priority: "urgent" }],
  ["/plan", { name: "plan" }],
  ["/plan due=2026-12-01T10:00:00Z", { name: "plan", due: "2026-12-01T10:00:00Z" }],
  ["/assign atlas", { name: "assign", owner: "agent:atlas" }],
  ["/assign @ada", { name: "assign", owner: "human:ada" }],
  ["/assign @renovate[bot]", { name: "assign", owner: "human:renovate[bot]" }],
  ["/assign orchestrator", { name: "assign", owner: "orchestrator" }],
  ["/assign subagent:QA", { name: "assign", owner: "subagent:QA" }],
  ["/assign automation:nightly", { name: "assign", owner: "automation:nightly" }],
  [
    '/assign human:ada output="a page" review="it \\"opens\\"" boundaries="not the shop"',
    {
      name: "assign",
      owner: "human:ada",
      output: "a page",
      review: 'it "opens"',
      boundaries: "not the shop",
    },
  ],
  [
    "/assign atlas output=“a page” review=“it opens”",
    { name: "assign", owner: "agent:atlas", output: "a page", review: "it opens" },
  ],
  ["/claim", { name: "claim" }],
  ["/start", { name: "start" }],
  ["/release", { name: "release" }],
  ["/block no key yet", { name: "block", reason: "no key yet" }],
  ["/block no key on #12", { name: "block", reason: "no key", on: "#12" }],
  ["/block it hangs on acme/shop#7", { name: "block", reason: "it hangs", on: "acme/shop#7" }],
  ["/block based on a guess", { name: "block", reason: "based on a guess" }],
  ['/block "no key"', { name: "block", reason: "no key" }],
  ["/unblock", { name: "unblock" }],
  ["/review https://example.org/a?b=c#d", { name: "review", link: "https://example.org/a?b=c#d" }],
  ["/review #12", { name: "review", link: "#12" }],
  ["/approve", { name: "approve" }],
  ["/reject it does not open", { name: "reject", reason: "it does not open" }],
  ["/done", { name: "done" }],
  ["/fail the key is lost", { name: "fail", reason: "the key is lost" }],
  ["/revert", { name: "revert" }],
  ["/archive", { name: "archive" }],
  ['/split "the page" "the test"', { name: "split", titles: ["the page", "the test"] }],
  ["/due 2026-12-01", { name: "due", due: "2026-12-01" }],
  ["/estimate 3h", { name: "estimate", estimate: "3h" }],
  ["/depends #12 acme/shop#7", { name: "depends", on: ["#12", "acme/shop#7"] }],
  [
    '/checkin progress=40 blockers=no needs="a key" eta=on-track',
    { name: "checkin", progress: 40, blockers: false, needs: "a key", eta: "on-track" },
  ],
  [
    "/cost usd=0.42 in=1200 out=300 model=large-3",
    { name: "cost", usd: 0.42, in: 1200, out: 300, model: "large-3" },
  ],
  ["/depends none", { name: "depends", on: [] }],
  ["/heartbeat", { name: "heartbeat" }],
  ["/heartbeat epoch=3", { name: "heartbeat", epoch: 3 }],
  ["/start epoch=3", { name: "start", epoch: 3 }],
  ["/release epoch=3", { name: "release", epoch: 3 }],
  ["/review #12 epoch=3", { name: "review", link: "#12", epoch: 3 }],
  ["/checkin epoch=3", { name: "checkin", epoch: 3 }],
  ["/cost out=5 epoch=3", { name: "cost", out: 5, epoch: 3 }],
  ["/ack", { name: "ack" }],
  ["/ack agent-silent:atlas", { name: "ack", rule: "agent-silent:atlas" }],
  ['/ack "checkin-missed:Launch week"', { name: "ack", rule: "checkin-missed:Launch week" }],
  ["/ack blocked-long", { name: "ack", rule: "blocked-long" }],
  ["/halt the disk is full", { name: "halt", reason: "the disk is full" }],
  ["/resume", { name: "resume" }],
  ["/explain", { name: "explain" }],
  ["/help", { name: "help" }],
  ["   /start   ", { name: "start" }],
  ["Thank you!\n\n/start\r\n", { name: "start" }],
])("%s is understood", (text, command) => {
  expect(read(text)).toEqual([command]);
});

test("every command of the grammar is understood above, in its own usage's form", () => {
  for (const [name, { usage, does }] of Object.entries(commandSpecs)) {
    expect(usage.startsWith(`/${name}`)).toBe(true);
    expect(does).not.toBe("");
  }
});

test.each([
  ["/priority", "needs priority"],
  ["/priority enormous", /^priority: /],
  ["/priority high low", "does not take `low`"],
  ["/assign", "needs owner"],
  ["/assign nobody:x", /^owner: /],
  ["/assign @-ada", /^owner: /],
  ['/assign atlas output="open', /quote left open/],
  ["/assign atlas output=a output=b", "`output=` is given twice"],
  ["/assign atlas colour=red", "does not know `colour`"],
  ["/assign atlas constructor=x", "does not know `constructor`"],
  ["/block", "needs reason"],
  ["/reject   ", "needs reason"],
  ["/review", "needs link"],
  ["/review javascript:alert(1)", /^link: /],
  ["/start now", "does not take `now`"],
  ["/due tomorrow", /^due: /],
  ["/due 2026-02-30", /^due: /],
  ["/estimate soon", /^estimate: /],
  ["/depends", /^on: /],
  ["/depends twelve", /^on/],
  ["/depends none #4", /^on/],
  ['/split "one"', /^titles: /],
  [`/split ${"word ".repeat(21)}`, /^titles: /],
  [`/split one ${"x".repeat(201)}`, /^titles/],
  ["/cost", "needs usd, in or out"],
  ["/cost model=m", "needs usd, in or out"],
  ["/cost usd=1e400", /^usd: /],
  ["/start epoch=0", /^epoch: /],
  ["/claim epoch=1", "does not know `epoch`"],
  ["/ack everything:atlas", /^rule: is no rule of the policy/],
  ["/ack agent-silent:", /^rule: is no rule of the policy/],
  ["/ack everything", /^rule: is no rule of the policy/],
  ["/checkin progress=140", /^progress: /],
  ["/checkin blockers=perhaps", /^blockers: /],
  ["/cost usd=-1", /^usd: /],
  ["/assign at\u{200b}las", /invisible/],
  ['/assign atlas output="\u{202e}egap a"', /invisible/],
])("%s is a command that cannot be read, with the reason", (text, why) => {
  const parsed = parseCommands(text);
  expect(parsed).toHaveLength(1);
  const [one] = parsed;
  expect(one?.ok === false && one.error.message).toMatch(why);
});

test.each([
  ["a path", "/usr/bin/env"],
  ["an unknown word", "/frobnicate"],
  ["a name that objects have by birth", "/constructor"],
  ["a capital", "/Start"],
  ["a word in a sentence", "please /start"],
  ["a fence", "```\n/start\n```"],
  ["a fence with words", "```sh title\n/start\n```"],
  ["a fence of tildes", "~~~\n/start\n```\n/done\n~~~"],
  ["a longer fence with a shorter one in it", "````\n```\n/start\n```\n/done\n````"],
  ["a fence that is never closed", "```\n/start"],
  ["a quote", "> /start"],
  ["a quote without a space", ">/start"],
  ["indented code", "    /start"],
  ["a tab", "\t/start"],
  ["an HTML comment", "<!--\n/start\n-->"],
  ["an HTML comment that is never closed", "<!-- x\n/start"],
  ["an HTML comment on the line", "<!-- x --> /start"],
  ["a list", "- /start"],
  ["an invisible character before it", "\u{200b}/start"],
  ["an invisible character in its name", "/st\u{200b}art"],
  ["nothing", ""],
])("%s is no command", (_, text) => {
  expect(parseCommands(text)).toEqual([]);
  expect(hasCommand(text)).toBe(false);
});

test("commands after what hides them count again, with their line", () => {
  const parsed = parseCommands("```\n/start\n```\n/plan\n<!--\n/done\n-->\n/archive");
  expect(parsed.map((one) => one.ok && [one.command.name, one.line])).toEqual([
    ["plan", 4],
    ["archive", 8],
  ]);
});

test("several commands are read in order, the unreadable among them too", () => {
  expect(read("/triage\n/priority enormous\n/plan")).toEqual([
    { name: "triage" },
    expect.stringMatching(/^priority/),
    { name: "plan" },
  ]);
});

describe("whatever a comment holds, reading it", () => {
  const pieces = fc.constantFrom(
    "/assign",
    "/block",
    "/split",
    "/review",
    "/cost",
    " ",
    "\n",
    "\r",
    '"',
    "\\",
    "“",
    "”",
    "=",
    "a=",
    "output=",
    "```",
    "~~~",
    "<!--",
    "-->",
    ">",
    "    ",
    "\t",
    "on #1",
    "#",
    "@",
    "x".repeat(50),
    "\u{200b}",
    "\u{0}",
    "😀",
  );
  const comment = fc.oneof(
    fc.array(pieces, { maxLength: 300 }).map((all) => all.join("")),
    fc.string({ unit: "binary", maxLength: 2000 }),
  );

  test("never throws, and finds no more than are obeyed", () => {
    parseCommands("/help");
    fc.assert(
      fc.property(comment, (text) => {
        expect(parseCommands(text).length).toBeLessThanOrEqual(20);
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    ["commands without end", "/block x\n"],
    ["quotes", '/assign a output="\\"'],
    ["open quotes", '/split "a '],
    ["backslashes", "/split \\"],
    ["comments", "<!-- /start -->"],
    ["open comments", "<!--"],
    ["fences", "```\n"],
    ["spaces", " "],
    ["words after /block", "/block on on #1 on "],
    ["blanks before on", "/block a          "],
    ["pairs", "/triage a=b "],
  ])("of 65,536 characters comes to an end: %s", (_, piece) => {
    const text = piece.repeat(Math.ceil(65_536 / piece.length)).slice(0, 65_536);
    const oneLine = `/block ${text.replaceAll("\n", " ")}`.slice(0, 65_536);
    for (const one of [text, oneLine, oneLine.replace("/block", "/split")]) {
      expect(parseCommands(one).length).toBeLessThanOrEqual(20);
    }
  });
});

test.each([
  ["in a block of HTML", "<pre>\n/approve\n</pre>"],
  ["in the lazy continuation of a quote", "> somebody said\n/approve"],
  ["in a fence that opens in a list item", "- ```\n  /approve\n  ```"],
  ["in a code span over several lines", "look: `\n/approve\n`"],
  ["in an attribute of HTML", '<div title="\n/approve\n">'],
])("a command %s is not one", (_, body) => {
  expect(parseCommands(body)).toEqual([]);
});

test.each([
  ["after the writer's own words", "Looks good.\n/approve"],
  ["after a quote and a blank line", "> somebody said\n\n/approve"],
  ["after a block of HTML", "<pre>\nx\n</pre>\n/approve"],
])("a command %s is one", (_, body) => {
  expect(parseCommands(body)).toHaveLength(1);
});
