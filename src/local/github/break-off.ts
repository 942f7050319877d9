import type { ServerResponse } from "node:http";
import type { Fault } from "./types.ts";
import type { Wire } from "./wire.ts";

/** Ends a connection without a whole answer: at once, after it was held open, or in the middle of a body. */
export async function breakOff(
  response: ServerResponse,
  fault: Fault,
  wire: Wire | null,
): Promise<void> {
  if (fault.holdMs !== undefined) await held(response, fault.holdMs);
  const socket = response.socket;
  if (fault.cut !== true || wire === null || wire.body === "") {
    socket?.destroy();
    return;
  }
  const body = Buffer.from(wire.body);
  response.writeHead(wire.status, { ...wire.headers, "content-length": String(body.length) });
  response.write(body.subarray(0, Math.floor(body.length / 2)), () => socket?.destroy());
}

/** Until the time is over, or the other side has given up. */
function held(response: ServerResponse, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    response.once("close", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
