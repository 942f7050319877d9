import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { redactor } from "../../../src/core/redaction/redact.ts";
import { secretRules } from "../../../src/core/redaction/rules.ts";

const redact = redactor();
const letters = "aB3dE5gH7jK9mN1pQ2rS4tU6vW8xY0zC".repeat(3);

/** What comes before and after a secret in texts of all kinds. */
const surroundings: readonly (readonly [name: string, before: string, after: string])[] = [
  ["alone", "", ""],
  ["in a sentence", "We used ", " for it."],
  ["in JSON", '{"a":"', '","b":1}'],
  ["after a line feed in JSON", '{"a":"\\n', '"}'],
  ["in JSON within JSON", '{"log":"{\\"a\\":\\"', '\\"}"}'],
  ["in a markdown link", "[here](https://example.com/?k=", ")"],
  ["in code", "`", "`"],
  ["in a table", "| x | ", " | y |"],
  ["in HTML", '<a title="', '">x</a>'],
  ["in an environment file", "SOME_NAME=", "\nOTHER=1"],
  ["on a command line", "run --with '", "' --now"],
  ["in a query", "https://example.com/hook?x=", "&y=1"],
];

/** What of an example is the secret: the longest run of signs without a meaning. */
const secretIn = (example: string) =>
  example.match(/[A-Za-z0-9]{12,}/g)?.toSorted((a, b) => b.length - a.length)[0] ?? "";

describe.each(secretRules.map((rule) => [rule.id, rule] as const))("%s", (id, { examples }) => {
  describe.each(examples)("%s", (example) => {
    test.each(surroundings)("is taken out %s", (_name, before, after) => {
      const shown = redact(`${before}${example}${after}`);
      expect(shown).not.toContain(secretIn(example));
      expect(shown).toContain("(redacted:");
      expect(shown.startsWith(before)).toBe(true);
      // A key that is cut off goes on to the next sign that cannot be in one.
      const left = id === "private-key" ? "" : after;
      expect(shown.endsWith(left)).toBe(true);
      expect(redact(shown)).toBe(shown);
    });
  });
});

describe("a value is taken out by what it is called", () => {
  test.each([
    ["password=sup3r-s3cret", "password=(redacted:field)"],
    ['{"client_secret": "abc123XYZ99"}', '{"client_secret": "(redacted:field)"}'],
    ['"{\\"api_key\\":\\"abc123XYZ99\\"}"', '"{\\"api_key\\":\\"(redacted:field)\\"}"'],
    ["DB_PASSWD: 'pa55-word'", "DB_PASSWD: '(redacted:field)'"],
    ["Authorization: token abcdef12345", "Authorization: (redacted:header)"],
    ["authorization: Bearer abcdefgh1234", "authorization: (redacted:header)"],
    ["Set-Cookie: session=1a2b; Path=/", "Set-Cookie: (redacted:header)"],
    ['-H "X-Api-Key: 12345abc" -d x', '-H "X-Api-Key: (redacted:header)" -d x'],
    ["sent Basic dXNlcjpwYXNzd29yZA== along", "sent Basic (redacted:header) along"],
  ])("%s", (text, shown) => {
    expect(redact(text)).toBe(shown);
    expect(redact(shown)).toBe(shown);
  });
});

test.each([
  ["a digest", "5b9de4ce26a1b2c3d4e5f60718293a4b5c6d7e8f"],
  ["a digest of 256 bits", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"],
  ["an id", "123e4567-e89b-12d3-a456-426614174000"],
  ["a path", "state/events/2026/11/21/135311-528dbca12cd2.jsonl"],
  ["a name", "MissionControlDashboardScreenshotsOfTheNight2026"],
  ["a task", "acme/control-room#12 is active, owner agent:atlas, due 2026-12-01T17:00:00Z"],
  ["an address", "https://github.com/acme/control-room/actions/runs/12345678901/job/98765432109"],
  ["an address with a port", "http://127.0.0.1:8420/mission-control/?status=active"],
  ["a reference to a credential", "credential: telegram_bot, token: $TELEGRAM_TOKEN"],
  ["an expression", "token: ${{ secrets.GITHUB_TOKEN }}"],
  ["a count", "tokens: 123456, token limit: 4999"],
  ["a sentence", "Basic authentication is on; bearer tokens expired. The password: required."],
  ["an e-mail", "ada@example.com, mailto:ada@example.com"],
  ["a scoped package", "npm i @octokit/rest@22.0.1 from https://registry.npmjs.org/"],
  ["a public key", "ssh-rsa AAAA ada@host"],
  ["a mark", "(redacted:github-token)"],
])("%s stays as it is", (_name, text) => {
  expect(redact(text)).toBe(text);
});

describe("a known value", () => {
  const known = 'pass "word"/1';
  const hide = redactor({ known: [known, "short"] });

  test.each([
    ["as it is", `x ${known} y`, "x (redacted:known) y"],
    ["in JSON", JSON.stringify({ a: known }), '{"a":"(redacted:known)"}'],
    ["in an address", `?q=${encodeURIComponent(known)}&b`, "?q=(redacted:known)&b"],
  ])("is taken out %s", (_name, text, shown) => {
    expect(hide(text)).toBe(shown);
  });

  test("that is short is left: it would black out ordinary words", () => {
    expect(hide("a short word")).toBe("a short word");
  });
});

test("a word that is too random to be one is taken out", () => {
  expect(redact("found q7Zx9K2mN4pR8sT1vW5yB3cD6fG0hJaL there")).toBe(
    "found (redacted:random) there",
  );
});

describe("whatever a text holds", () => {
  const piece = fc.oneof(
    fc.string({ unit: "grapheme" }),
    fc.constantFrom(...secretRules.flatMap(({ examples }) => examples)),
    fc.constantFrom("password=", "token: ", "Bearer ", "(redacted:", '"', "\\", "://u:", "@", "\n"),
    fc.constant(letters),
  );
  const text = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(""));

  test("what is redacted stays as it is when it is redacted again", () => {
    fc.assert(
      fc.property(text, (any) => {
        const shown = redact(any);
        expect(redact(shown)).toBe(shown);
      }),
    );
  });

  test("JSON stays JSON of the same shape", () => {
    fc.assert(
      fc.property(fc.array(text), (texts) => {
        const parsed: unknown = JSON.parse(redact(JSON.stringify({ texts })));
        expect(parsed).toMatchObject({ texts: texts.map(() => expect.any(String)) });
      }),
    );
  });

  test("lines stay lines, but for those of a private key", () => {
    const lines = (any: string) => any.split("\n").length;
    const ordinary = text.filter((any) => !any.includes("-----BEGIN"));
    fc.assert(
      fc.property(ordinary, (any) => {
        expect(lines(redact(any))).toBe(lines(any));
      }),
    );
  });
});

test.each([
  ["dots", "a."],
  ["colons", "://a:"],
  ["begins of keys", "-----BEGIN PRIVATE KEY-----"],
  ["names of fields", "token="],
  ["names of headers", "cookie: "],
  ["one word", "aB3"],
  ["begins of tokens", "eyJ"],
  ["blanks", " "],
  ["digits", "1"],
])("many %s are gone through in time in proportion to them", (_name, sign) => {
  const text = sign.repeat(200_000 / sign.length);
  const shown = redact(text);
  expect(redact(shown)).toBe(shown);
});
