import { expect, test } from "vitest";
import { isNews } from "../../../src/core/alerts/news.ts";
import type { AlertState } from "../../../src/schema/index.ts";
import { sampleAlert } from "../../sample-alert.ts";

const gone = { resolved_at: "2026-11-21T06:00:00Z" };
const announced = { ...sampleAlert().announced, at: "2026-11-21T06:00:00Z" };

test.each<[string, Partial<AlertState> | null, Partial<AlertState>, boolean]>([
  ["that is new", null, {}, true],
  ["that was resolved and is open", gone, {}, true],
  ["that is announced anew", {}, { announced }, true],
  ["that was calm and fires again", { calm_since: "2026-11-21T06:00:00Z" }, {}, true],
  ["that says the same", {}, {}, false],
  ["whose title alone is new", {}, { title: "Newer" }, false],
  ["that is calm", {}, { calm_since: "2026-11-21T06:00:00Z" }, false],
  ["that is resolved", {}, gone, false],
  ["that is resolved before anybody saw it", null, gone, false],
])("an alert %s is news: %4$s", (_, before, now, news) => {
  const known = before === null ? undefined : sampleAlert(before);
  expect(isNews(known, sampleAlert(now))).toBe(news);
});
