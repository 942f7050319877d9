import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";

export type ModelRequest = {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
};
export type ModelReply = (response: ServerResponse) => void;

export type LocalModel = {
  readonly url: string;
  readonly requests: readonly ModelRequest[];
  readonly close: () => Promise<void>;
};

/** A chat API on this machine. It gives the replies in turn, the last one again and again. */
export async function startModel(...replies: readonly ModelReply[]): Promise<LocalModel> {
  const requests: ModelRequest[] = [];
  const server = createServer(async (request, response) => {
    const body = await text(request);
    requests.push({ path: request.url ?? "", headers: request.headers, body });
    replies[Math.min(requests.length, replies.length) - 1]?.(response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}/v1`,
    requests,
    close: () => new Promise((resolve) => server.close(() => resolve()).closeAllConnections()),
  };
}

/** A chat completion whose message is this text. */
export function says(content: string): ModelReply {
  return (response) =>
    response
      .writeHead(200, { "content-type": "application/json" })
      .end(JSON.stringify({ choices: [{ message: { role: "assistant", content } }] }));
}

export function replies(
  status: number,
  body: string,
  headers: Record<string, string> = {},
): ModelReply {
  return (response) => response.writeHead(status, headers).end(body);
}

/** Takes the request, and never answers. */
export const silence: ModelReply = () => {};
/** Breaks the connection. */
export const hangUp: ModelReply = (response) => response.destroy();
