import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { redactor } from "../../../src/core/redaction/redact.ts";
import { redactLines } from "../../../src/core/redaction/redact-lines.ts";
import { secretRules } from "../../../src/core/redaction/rules.ts";

const redact = redactor();

/** The text in pieces that end at these places, as it would come out. */
function inPieces(text: string, cuts: readonly number[]): string {
  const lines = redactLines(redact);
  const places = [...new Set(cuts.map((cut) => cut % (text.length + 1)))].toSorted((a, b) => a - b);
  let shown = "";
  let from = 0;
  for (const to of places) {
    shown += lines.push(text.slice(from, to));
    from = to;
  }
  return shown + lines.push(text.slice(from)) + lines.end();
}

describe("a text that comes in pieces", () => {
  const line = fc.oneof(
    fc.string(),
    fc.constantFrom(...secretRules.flatMap(({ examples }) => examples)),
  );
  const text = fc.array(line, { maxLength: 8 }).map((all) => all.join("\n"));

  test("shows no secret that it would not show as a whole, wherever it is cut", () => {
    fc.assert(
      fc.property(text, fc.array(fc.nat()), (any, cuts) => {
        const shown = inPieces(any, cuts);
        expect(redact(shown)).toBe(shown);
      }),
    );
  });

  test("is shown as far as its last whole line", () => {
    const lines = redactLines(redact);
    expect(lines.push("one\ntwo\nthr")).toBe("one\ntwo\n");
    expect(lines.push("ee\n")).toBe("three\n");
    expect(lines.end()).toBe("");
  });

  test("is held back while a private key goes on", () => {
    const lines = redactLines(redact);
    expect(lines.push("a\n-----BEGIN PRIVATE KEY-----\nMIIE\n")).toBe("a\n");
    expect(lines.push("AAAA\n")).toBe("");
    expect(lines.push("-----END PRIVATE KEY-----\nb\n")).toBe("(redacted:private-key)\nb\n");
  });

  test("is not held back for ever by a line, or a key, without an end", () => {
    for (const begin of ["", "-----BEGIN PRIVATE KEY-----\n"]) {
      const lines = redactLines(redact);
      lines.push(begin);
      expect(lines.push("word ".repeat(300_000)).length).toBeGreaterThan(0);
    }
  });
});
