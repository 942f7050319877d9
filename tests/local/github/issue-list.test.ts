import { expect, it } from "vitest";
import { serverForTests, start } from "./harness.ts";

const { gh, ask, must, newRepo, newIssue } = serverForTests({ limits: { offsetItems: 4 } });

/** Issues `0`, `1` … each a minute after the one before. */
async function minutes(count: number): Promise<string> {
  const repo = await newRepo();
  for (let minute = 0; minute < count; minute += 1) {
    gh().setNow(start + minute * 60_000);
    await newIssue(repo, "mai", { title: `${minute}` });
  }
  return repo;
}

async function titles(path: string): Promise<string> {
  return (await must("mai", "GET", path)).json.map((issue) => issue["title"]).join(" ");
}

type Links = { readonly next: string | null; readonly prev: string | null; readonly text: string };
async function linksOf(path: string): Promise<Links> {
  const { headers } = await must("mai", "GET", path);
  const text = headers.get("link") ?? "";
  const find = (rel: string): string | null => {
    const url = new RegExp(`<([^>]+)>; rel="${rel}"`).exec(text)?.[1];
    return url === undefined ? null : url.replace(gh().url, "");
  };
  return { next: find("next"), prev: find("prev"), text };
}

it.each([
  ["newest first when nothing is asked for", "", "2 1 0"],
  ["oldest first", "direction=asc", "0 1 2"],
  ["last changed first", "sort=updated", "0 2 1"],
  ["first changed first", "sort=updated&direction=asc", "1 2 0"],
  ["what changed at a time or later", "since=2026-11-21T07:02:00Z", "2 0"],
  ["nothing that changed in the second before", "since=2026-11-21T07:02:00.001Z", "0"],
  ["closed ones", "state=closed", ""],
  ["those with all of the labels, in whatever case", "labels=a,B", "0"],
])("gives %s", async (_what, query, wanted) => {
  const repo = await minutes(3);
  gh().setNow(start + 5 * 60_000);
  await must("mai", "PUT", `${repo}/issues/1/labels`, { labels: ["A", "b"] });
  expect(await titles(`${repo}/issues?${query}`)).toBe(wanted);
});

it("gives at most 100 a page", async () => {
  const repo = await newRepo();
  for (let n = 0; n < 101; n += 1) await newIssue(repo);
  expect((await must("mai", "GET", `${repo}/issues?per_page=500`)).json).toHaveLength(100);
}, 60_000);

it("links the next and the previous page by cursor, under the repository's id, and never the last", async () => {
  const repo = await minutes(5);
  const first = await linksOf(`${repo}/issues?per_page=2&direction=asc`);
  const { json } = await must("mai", "GET", repo);
  expect(first.text).toMatch(
    new RegExp(
      `^<${gh().url}/repositories/${json["id"]}/issues\\?per_page=2&direction=asc&after=[^&]+&page=2>; rel="next"$`,
    ),
  );
  expect(await titles(first.next ?? "")).toBe("2 3");
  const second = await linksOf(first.next ?? "");
  expect(await titles(second.prev ?? "")).toBe("0 1");
  const last = await linksOf(second.next ?? "");
  expect([await titles(second.next ?? ""), last.next]).toEqual(["4", null]);
  expect(await titles(last.prev ?? "")).toBe("2 3");
});

it.each(["asc", "desc"])(
  "walks by links over every issue once, direction %s",
  async (direction) => {
    const repo = await newRepo();
    for (let n = 0; n < 7; n += 1) await newIssue(repo, "mai", { title: `${n}` });
    const seen: string[] = [];
    let path: string | null = `${repo}/issues?per_page=2&sort=updated&direction=${direction}`;
    while (path !== null) {
      seen.push(await titles(path));
      path = (await linksOf(path)).next;
    }
    const all = direction === "asc" ? "0 1 2 3 4 5 6" : "6 5 4 3 2 1 0";
    expect(seen.join(" ")).toBe(all);
  },
);

it("misses nothing when what was read moves while somebody reads on by links, as page numbers do", async () => {
  const repo = await minutes(4);
  const path = `${repo}/issues?per_page=2&sort=updated&direction=asc`;
  const { next } = await linksOf(path);
  gh().setNow(start + 10 * 60_000);
  await must("mai", "PATCH", `${repo}/issues/1`, { body: "moved to the end" });
  expect(await titles(next ?? "")).toBe("2 3");
  expect(await titles(`${path}&page=2`)).toBe("3 0");
});

it("refuses page numbers beyond what they reach, though links go on", async () => {
  const repo = await minutes(6);
  const path = `${repo}/issues?per_page=2&direction=asc`;
  expect(await titles(`${path}&page=2`)).toBe("2 3");
  const refused = await ask("mai", "GET", `${path}&page=3`);
  expect([refused.status, refused.json["message"]]).toEqual([
    422,
    "Pagination with the page parameter is not supported for large datasets, please use cursor based pagination (after/before)",
  ]);
  expect(await titles((await linksOf(`${path}&page=2`)).next ?? "")).toBe("4 5");
});

it("refuses a cursor that somebody made up", async () => {
  const repo = await newRepo();
  expect((await ask("mai", "GET", `${repo}/issues?after=MTAw`)).status).toBe(422);
});

it("breaks no rule of GitHub's description in all of the above", () => {
  expect(gh().violations()).toEqual([]);
});
