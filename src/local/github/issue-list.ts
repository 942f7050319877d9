import type { Answer, Local, RepoCall } from "./call.ts";
import { compare, cursorPaged, type Place } from "./cursor.ts";
import { shape } from "./json.ts";
import { issueJson } from "./threads.ts";
import { timeText, type Thread } from "./world.ts";

type Test = (thread: Thread) => boolean;

/** Issues and pull requests, by what is asked for; open ones, newest first, when nothing is. */
export function listIssues(call: RepoCall, local: Local): Answer {
  const { query, repo } = call;
  const tests = testsOf(query);
  const found = [...repo.threads.values()].filter((thread) => tests.every((test) => test(thread)));
  const sort = query.get("sort") ?? "created";
  const sign = query.get("direction") === "asc" ? 1 : -1;
  const placeOf = (thread: Thread): Place => placeBy(thread, sort);
  found.sort((one, other) => sign * compare(placeOf(one), placeOf(other)));
  const page = cursorPaged(call, local, { items: found, placeOf, sign });
  return { ...page, json: shape<readonly Thread[]>(page.json).map(issueJson) };
}

function testsOf(query: URLSearchParams): readonly Test[] {
  const tests: Test[] = [];
  const state = query.get("state") ?? "open";
  if (state !== "all") tests.push(({ issue }) => issue.state === state);
  const since = query.get("since");
  if (since !== null) {
    // Times of issues are whole seconds, so what is past half of one has not reached the next.
    const from = timeText(Math.ceil(Date.parse(since) / 1000) * 1000);
    tests.push(({ issue }) => issue.updated_at >= from);
  }
  const labels = (query.get("labels") ?? "").split(",").filter((name) => name !== "");
  for (const label of labels) {
    const wanted = label.toLowerCase();
    tests.push(({ issue }) => issue.labels.some(({ name }) => name.toLowerCase() === wanted));
  }
  const assignee = query.get("assignee");
  if (assignee !== null) {
    tests.push(({ issue }) =>
      matchesOne(
        assignee,
        issue.assignees.map(({ login }) => login),
      ),
    );
  }
  const creator = query.get("creator");
  if (creator !== null) tests.push(({ issue }) => matchesOne(creator, [issue.user.login]));
  const milestone = query.get("milestone");
  if (milestone !== null) {
    tests.push(({ issue }) =>
      matchesOne(milestone, issue.milestone === null ? [] : [String(issue.milestone.number)]),
    );
  }
  return tests;
}

function matchesOne(wanted: string, values: readonly string[]): boolean {
  if (wanted === "*") return values.length > 0;
  if (wanted === "none") return values.length === 0;
  return values.some((value) => value.toLowerCase() === wanted.toLowerCase());
}

function placeBy({ issue, comments }: Thread, sort: string): Place {
  const { number } = issue;
  if (sort === "comments") return { key: comments.length, number };
  return { key: sort === "updated" ? issue.updated_at : issue.created_at, number };
}
