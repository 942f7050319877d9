import { expect, test } from "vitest";
import { githubForge } from "../../../src/adapters/github/forge.ts";
import { board, boardLogin, boardRepo } from "../../support/board.ts";

const clock = { now: () => Date.parse("2026-11-21T07:00:00Z"), sleep: () => Promise.resolve() };

test.each([
  ["a small file goes with its tree", 10, false],
  ["the largest that does", 10_000_000, false],
  ["a larger one is a blob of its own", 10_000_001, true],
])("%s, and is read as it was written", async (_, size, isBlob) => {
  const routes: string[] = [];
  const hub = board(clock.now);
  const request = (route: string, parameters: Record<string, unknown>) => {
    routes.push(route);
    return hub.request(route, parameters);
  };
  const forge = githubForge({ request, login: boardLogin, trusted: [boardLogin], clock });
  const content = "x".repeat(size);
  const files = [{ path: "state/mission-control.json", content }];
  const commit = { branch: "mission-control", expectedHead: null, message: "All", files };
  const { sha } = (await forge.commit(boardRepo, commit)) ?? { sha: "" };
  expect(routes.some((route) => route.endsWith("/git/blobs"))).toBe(isBlob);
  expect((await forge.readFile(boardRepo, sha, "state/mission-control.json"))?.length).toBe(size);
});

test("a file that is larger than GitHub hands out is said to be so, and what to do", async () => {
  const message = "This API returns blobs up to 100 MB in size. The requested blob is too large";
  const request = () => Promise.reject(Object.assign(new Error(message), { status: 403 }));
  const forge = githubForge({ request, login: boardLogin, trusted: [boardLogin], clock });
  await expect(forge.readFile(boardRepo, null, "state/mission-control.json")).rejects.toThrow(
    /larger than the 100 MB/,
  );
});
