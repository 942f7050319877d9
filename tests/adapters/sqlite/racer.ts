import { parentPort, workerData } from "node:worker_threads";
import { openStore } from "../../../src/adapters/sqlite/store.ts";

/** Claims key after key as fast as it can and tells which it won. Run as a worker or a process. */
export async function race(path: string, keys: number): Promise<readonly number[]> {
  const store = openStore(path, { now: () => 0 });
  const won: number[] = [];
  for (let key = 0; key < keys; key++) {
    const claim = await store.claims.acquire({ kind: "delivery", id: String(key) }, 1000);
    if (claim !== null) won.push(key);
  }
  store.close();
  return won;
}

if (parentPort !== null) {
  const port = parentPort;
  port.postMessage("ready");
  port.once("message", async () => port.postMessage(await race(workerData.path, workerData.keys)));
} else if (process.argv[3] !== undefined) {
  process.stdout.write(JSON.stringify(await race(process.argv[2] ?? "", Number(process.argv[3]))));
}
