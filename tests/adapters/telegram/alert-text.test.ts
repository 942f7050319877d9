import fc from "fast-check";
import { expect, test } from "vitest";
import { alertChatText } from "../../../src/adapters/telegram/alert-text.ts";
import { sampleAlert } from "../../sample-alert.ts";

test("an alert says how bad, what, why, and links to its evidence", () => {
  expect(alertChatText(sampleAlert())).toBe(
    [
      "<b>URGENT: Overdue: Mend the checkout</b>",
      "It was due at the end of 2026-11-20 in UTC and is active. Owner: agent:atlas.",
      '<a href="https://github.com/acme/shop/issues/12">acme/shop#12</a>',
    ].join("\n"),
  );
});

test("markup in a title is words, not markup", () => {
  const text = alertChatText(sampleAlert({ title: '<a href="x">&</a>', message: "<b>1 < 2</b>" }));
  expect(text).toContain(
    "URGENT: &lt;a href=&quot;x&quot;&gt;&amp;&lt;/a&gt;</b>\n&lt;b&gt;1 &lt; 2&lt;/b&gt;\n",
  );
});

test("nobody is called by what somebody wrote, and a link stays what it is", () => {
  const evidence = ["https://ok.example/@ada"];
  const text = alertChatText(sampleAlert({ title: "@ada", message: "ask @bo", evidence }));
  expect(text.match(/@\w+/g)).toEqual(["@ada"]);
  expect(text).toContain('href="https://ok.example/@ada"');
});

test.each([
  [{}, "<code>/ack</code> on its issue"],
  [
    { rule: "agent-silent", entity_type: "agent", entity_id: "atlas" },
    "<code>/ack agent-silent:atlas</code> on any issue of the control room",
  ],
  [
    { rule: "checkin-missed", entity_type: "workstream", entity_id: 'The "A" week' },
    "<code>/ack &quot;checkin-missed:The \\&quot;A\\&quot; week&quot;</code> on any issue of the control room",
  ],
])("where an answer is waited for it says how to give it", (fields, words) => {
  const last = `<i>Seen it? Say ${words}.</i>`;
  expect(alertChatText(sampleAlert(fields), 1, true).split("\n").at(-1)).toBe(last);
  expect(alertChatText(sampleAlert(fields), 1, false)).not.toContain("Seen it?");
  const long = sampleAlert({ ...fields, message: "x".repeat(9000) });
  expect(alertChatText(long, 2, true).length).toBeLessThanOrEqual(4096);
});

test("what is sent again says why", () => {
  const again = "<i>Sent again: nobody has acknowledged it.</i>";
  expect(alertChatText(sampleAlert(), 2).split("\n")[1]).toBe(again);
  expect(alertChatText(sampleAlert(), 1)).not.toContain(again);
  expect(alertChatText(sampleAlert({ message: "x".repeat(9000) }), 2).length).toBeLessThanOrEqual(
    4096,
  );
});

test("evidence that is no web address is no link", () => {
  const evidence = ["javascript:alert(1)", "state/x.json", "https://ok.example/?a=1&b=2"];
  const text = alertChatText(sampleAlert({ evidence }));
  expect(text.match(/<a /g)).toHaveLength(1);
  expect(text).toContain('href="https://ok.example/?a=1&amp;b=2"');
});

test("however long and odd the alert, the text is whole HTML of at most 4096 characters with its link", () => {
  const long = fc.oneof(
    fc.string({ unit: "binary", maxLength: 200 }),
    fc
      .tuple(fc.constantFrom("&", "<", "😀", '"', "word "), fc.nat(3000))
      .map(([unit, times]) => unit.repeat(times)),
  );
  fc.assert(
    fc.property(long, long, (title, message) => {
      const text = alertChatText(sampleAlert({ title, message }));
      expect(text.length).toBeLessThanOrEqual(4096);
      expect(text.endsWith("acme/shop#12</a>")).toBe(true);
      expect(
        text.replace(/<b>|<\/b>|<a href="[^"<>]*">|<\/a>|&(amp|lt|gt|quot);/g, ""),
      ).not.toMatch(/[<>&"]/);
      expect(text.isWellFormed()).toBe(true);
    }),
  );
});
