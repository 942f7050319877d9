import { readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { z } from "zod";

/** `.mission-control/local.json`: how to reach a control room that runs on this machine. */
export const LocalRoom = z.looseObject({
  pid: z.int().positive(),
  /** The dashboard's server. */
  url: z.url(),
  apiUrl: z.url(),
  repo: z.string(),
  token: z.string().min(1),
});
export type LocalRoom = z.infer<typeof LocalRoom>;

export const localRoomFile = join(".mission-control", "local.json");

/** The control room that runs for this directory or one above it; null when none answers. */
export async function findLocalRoom(cwd: string): Promise<LocalRoom | null> {
  for (let folder = cwd; ; folder = dirname(folder)) {
    const room = readRoom(join(folder, localRoomFile));
    if (room !== null) return (await answers(room)) ? room : null;
    if (dirname(folder) === folder) return null;
  }
}

function readRoom(path: string): LocalRoom | null {
  try {
    // Somebody else's file in a shared directory must not redirect us.
    if (process.getuid !== undefined && statSync(path).uid !== process.getuid()) return null;
    const room = LocalRoom.parse(JSON.parse(readFileSync(path, "utf8")));
    return isLoopback(room.apiUrl) && isLoopback(room.url) ? room : null;
  } catch {
    // No file, or one that a control room is writing at this moment: there is none to be used.
    return null;
  }
}

function isLoopback(url: string): boolean {
  return /^(127\.[\d.]+|localhost|\[::1\])$/.test(new URL(url).hostname);
}

async function answers({ pid, apiUrl, token }: LocalRoom): Promise<boolean> {
  try {
    process.kill(pid, 0);
    const response = await fetch(`${apiUrl}/rate_limit`, {
      headers: { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(2000),
    });
    return response.ok;
  } catch {
    return false;
  }
}
