import { expect, test } from "vitest";
import { alertsComment, commentDigest } from "../../../src/core/alerts/comment.ts";

test("the comment on a task's alerts is remembered by its number and its text", () => {
  const tagged = {
    help: { commentId: 1, body: "x" },
    alerts: { commentId: 7, body: "### Alerts\r\n\r\nOne\r\n" },
  };
  expect(alertsComment({ tagged })).toEqual({
    id: 7,
    digest: commentDigest("### Alerts\n\nOne"),
  });
  expect(commentDigest("### Alerts\n\nOne")).not.toBe(commentDigest("### Alerts\n\nTwo"));
});

test("a task without one has none to remember", () => {
  expect(alertsComment({ tagged: {} })).toBeNull();
});
