import { describe, expect, test } from "vitest";
import { hasCommand, parseCommands } from "../../../src/core/commands/grammar.ts";

/** What is read of a line: the arguments, or the reason why not. */
function read(text: string): unknown {
  return parseCommands(text).map((parsed) => {
    if (!parsed.ok) return parsed.error.message;
    const { name: _, ...args } = parsed.command;
    return args;
  });
}

describe("a link may be", () => {
  test.each([
    "https://example.org",
    "http://example.org/a",
    "#7",
    "#123",
    "acme/shop#12",
    "acme-2/my.shop_x#1",
  ])("%s", (link) => {
    expect(read(`/review ${link}`)).toEqual([{ link }]);
  });

  test.each([
    '"see https://example.org"',
    '"https://example.org or so"',
    "ftp://example.org",
    "x#12",
    "#12x",
    "#x",
    "acme/#12",
    "/shop#12",
    "acme/shop#x",
    "acme/shop",
    "acme/shop#12.",
  ])("anything but %s", (link) => {
    expect(read(`/review ${link}`)).toEqual(["link: expected a URL, #12 or owner/name#12"]);
  });
});

describe("another task may be", () => {
  test.each(["#7", "#123", "acme/shop#12", "acme-2/my.shop_x#1"])("%s", (on) => {
    expect(read(`/depends ${on}`)).toEqual([{ on: [on] }]);
  });

  test.each(["12", "#", "x#12", "#12x", "https://example.org", "acme/shop#", "acme/shop#12x"])(
    "anything but %s",
    (on) => {
      expect(read(`/depends ${on}`)).toEqual(["on: expected #12 or owner/name#12"]);
    },
  );
});

describe("an estimate may be", () => {
  test.each(["30m", "3h", "12d", "1w", "1.5h", "10.25d"])("%s", (estimate) => {
    expect(read(`/estimate ${estimate}`)).toEqual([{ estimate }]);
  });

  test.each(["3", "h", "1.h", ".5h", "1.xh", "3y", "a3h", "3hours"])(
    "anything but %s",
    (estimate) => {
      expect(read(`/estimate ${estimate}`)).toEqual(["estimate: expected 30m, 3h, 2d or 1w"]);
    },
  );
});

describe("what a blocked task waits for", () => {
  test.each([
    ["/block no key on #12", { reason: "no key", on: "#12" }],
    ["/block no key on   #12", { reason: "no key", on: "#12" }],
    ['/block "no key"  on #12', { reason: "no key", on: "#12" }],
    ["/block it hangs on me on acme/shop#7", { reason: "it hangs on me", on: "acme/shop#7" }],
    ["/block wait on see #12", { reason: "wait on see #12" }],
    ["/block wait on #12 today", { reason: "wait on #12 today" }],
    ["/block wait on x#12", { reason: "wait on x#12" }],
    ["/block ab #12", { reason: "ab #12" }],
    ["/block on=#12", { reason: "on=#12" }],
    ["/block hold on", { reason: "hold on" }],
  ])("is read from %s", (text, args) => {
    expect(read(text)).toEqual([args]);
  });

  test("is asked of no other command", () => {
    expect(read("/reject as on #12")).toEqual([{ reason: "as on #12" }]);
    expect(read("/reject as of #12")).toEqual([{ reason: "as of #12" }]);
  });
});

test.each([
  ['"all of it"', "all of it"],
  ["“all of it”", "all of it"],
  ['"one" of two', '"one" of two'],
  ['one of "two"', 'one of "two"'],
  ['"one" "two"', '"one" "two"'],
  ["“one” of two", "“one” of two"],
  ["one of “two”", "one of “two”"],
  ["“one” “two”", "“one” “two”"],
])("the reason %s is %s", (typed, reason) => {
  expect(read(`/reject ${typed}`)).toEqual([{ reason }]);
});

test("blanks around a text are nobody's words", () => {
  expect(read('/assign atlas output="  a page "')).toEqual([
    { owner: "agent:atlas", output: "a page" },
  ]);
  expect(read('/assign atlas output="  "')).toEqual([expect.stringMatching(/^output: /)]);
});

test("a reason goes over no line's end, and may have 4,000 characters", () => {
  expect(read("/reject it does not open\nSorry!")).toEqual([{ reason: "it does not open" }]);
  expect(read(`/reject ${"x".repeat(4000)}`)).toEqual([{ reason: "x".repeat(4000) }]);
  expect(read(`/reject ${"x".repeat(4001)}`)).toEqual([expect.stringMatching(/^reason: /)]);
});

test.each([
  ["/assign atlas colour=red size=big", "does not know `colour`, `size`"],
  ["/priority high low medium", "does not take `low`"],
  ["/assign", "needs owner"],
  ['/assign ""', /^owner: /],
  ["/reject", "needs reason"],
])("of %s it is said what is wrong", (text, message) => {
  expect(read(text)).toEqual([expect.stringMatching(message)]);
});

test("what cannot be read is told with its command, its line and how it is used", () => {
  expect(parseCommands("Hello\n/due tomorrow")).toEqual([
    {
      ok: false,
      error: {
        name: "due",
        line: 2,
        message: expect.stringMatching(/^due: /),
        usage: "/due 2026-12-01",
      },
    },
  ]);
  const [hidden] = parseCommands("/start now\u{200b}");
  expect(hidden?.ok === false && hidden.error.message).toBe(
    "the line has invisible characters; type it again",
  );
});

test("of very many commands the first twenty are read", () => {
  const body = Array.from({ length: 21 }, (_, index) => `/estimate ${index + 1}h`).join("\n");
  expect(read(body)).toEqual(
    Array.from({ length: 20 }, (_, index) => ({ estimate: `${index + 1}h` })),
  );
});

test.each([
  ["/start", true],
  ["Thanks\n/start", true],
  ["/assign", true],
  ["/usr/start now", false],
  ["/starting", false],
  ["no command", false],
  ["and/or", false],
])("whether %j holds a command: %s", (body, holds) => {
  expect(hasCommand(body)).toBe(holds);
});
