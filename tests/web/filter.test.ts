import { describe, expect, test } from "vitest";
import { matches, noFilter, readFilter, writeFilter } from "../../src/web/filter.ts";
import { sampleData } from "../core/audit/sample-data.ts";

const tasks = sampleData().tasks.items;
const found = (search: string) =>
  tasks.filter((task) => matches(task, readFilter(search))).map((t) => t.number);

describe("the filter in the address", () => {
  test("comes back as it went in, and leaves the rest of the address alone", () => {
    const filter = { ...noFilter, q: "two words & more", status: "active" };
    const search = writeFilter("?theme=x&owner=gone", filter);
    expect(readFilter(search)).toEqual(filter);
    expect(new URLSearchParams(search).get("theme")).toBe("x");
    expect(new URLSearchParams(search).has("owner")).toBe(false);
  });
  test("is empty when nothing is filtered", () => {
    expect(writeFilter("?q=x", noFilter)).toBe("");
  });
});

describe("what the filter lets through", () => {
  test("is everything when it is empty", () => expect(found("")).toHaveLength(tasks.length));
  test("is one status", () => expect(found("?status=review")).toEqual([7]));
  test("is what holds every word, in any order and case", () => {
    expect(found("?q=KEY+task")).toEqual([6]);
    expect(found("?q=key+nothing")).toEqual([]);
  });
  test("is a number", () => expect(found("?q=%2311")).toEqual([11]));
  test("is what has none", () => {
    expect(found("?owner=none")).toHaveLength(tasks.length);
    expect(found("?priority=none")).toEqual([]);
  });
});
