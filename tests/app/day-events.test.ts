import { expect, test } from "vitest";
import { readDayEvents } from "../../src/app/day-events.ts";
import { OutsideError } from "../../src/errors.ts";
import type { Forge } from "../../src/ports.ts";
import { fakeForge } from "../support/fake-forge.ts";
import { fakeGitHub } from "../support/fake-github.ts";
import { sampleEvent } from "../render/sample-state.ts";

/** A data branch of one segment for each event, where it would have been recorded. */
function forgeWith(times: readonly { readonly at: string; readonly recorded: string }[]): Forge {
  const files = new Map(
    times.map(({ at, recorded }) => {
      const day = recorded.slice(0, 10).replaceAll("-", "/");
      const event = sampleEvent(at, { id: at, timestamp: at, recorded_at: recorded });
      return [`state/events/${day}/${recorded.slice(11, 19)}.jsonl`, `${JSON.stringify(event)}\n`];
    }),
  );
  return {
    ...fakeForge(fakeGitHub()),
    listFiles: (_repo, _branch, folder) =>
      Promise.resolve([...files.keys()].filter((path) => path.startsWith(`${folder}/`))),
    readFile: (_repo, _branch, path) => Promise.resolve(files.get(path) ?? null),
  };
}

const idsOn = async (forge: Forge, zone: string) =>
  (await readDayEvents(forge, "acme/shop", "head", { date: "2026-11-21", zone })).map(
    ({ id }) => id,
  );

test("a day ends at midnight in its zone, not in UTC", async () => {
  const at = ["2026-11-20T12:30:00Z", "2026-11-21T07:30:00Z", "2026-11-21T23:30:00Z"] as const;
  const forge = forgeWith(at.map((one) => ({ at: one, recorded: one })));
  expect(await idsOn(forge, "UTC")).toEqual([at[1], at[2]]);
  expect(await idsOn(forge, "Pacific/Auckland")).toEqual([at[0], at[1]]);
  expect(await idsOn(forge, "America/Los_Angeles")).toEqual([at[2]]);
});

test("what was recorded a day late counts for the day it happened on", async () => {
  const forge = forgeWith([{ at: "2026-11-21T23:50:00Z", recorded: "2026-11-22T08:00:00Z" }]);
  expect(await idsOn(forge, "UTC")).toEqual(["2026-11-21T23:50:00Z"]);
});

test("a branch that cannot be read is an error, not a quiet day", async () => {
  const forge = { ...forgeWith([]), listFiles: () => Promise.reject(new OutsideError("502")) };
  await expect(idsOn(forge, "UTC")).rejects.toThrow("502");
});
