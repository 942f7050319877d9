import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { once } from "node:events";
import { OutsideError, UserError } from "../../errors.ts";
import type { Log } from "../../ports.ts";

/** Answers true when the request was its own. */
export type Route = (
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
) => Promise<boolean> | boolean;

export type HttpServer = {
  readonly url: string;
  readonly port: number;
  readonly close: () => Promise<void>;
};

/** One HTTP server whose routes are asked in order. Throws UserError when the port is taken. */
export async function startHttp(
  options: { readonly host: string; readonly port: number },
  log: Log,
  routes: readonly Route[],
): Promise<HttpServer> {
  const server = createServer((request, response) => {
    void answer(request, response, routes, log);
  });
  server.listen(options.port, options.host);
  await listening(server, options);
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : options.port;
  return {
    url: `http://${options.host}:${port}`,
    port,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

async function listening(
  server: Server,
  { host, port }: { host: string; port: number },
): Promise<void> {
  try {
    await once(server, "listening");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EADDRINUSE") {
      throw new UserError(
        `port ${port} on ${host} is taken: give another with --port, or --port 0 for any`,
      );
    }
    throw error;
  }
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  routes: readonly Route[],
  log: Log,
): Promise<void> {
  try {
    const path = (request.url ?? "/").split("?", 1)[0] ?? "/";
    for (const route of routes) if (await route(request, response, path)) return;
    sendJson(response, 404, { error: `nothing is at ${path}` });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    log.error("request failed", { path: request.url ?? "", error: message });
    const status = error instanceof UserError ? 400 : error instanceof OutsideError ? 502 : 500;
    if (!response.headersSent) sendJson(response, status, { error: message });
    else response.destroy();
  }
}

export function sendJson(response: ServerResponse, status: number, value: unknown): void {
  response
    .writeHead(status, {
      "content-type": "application/json; charset=utf-8",
      "cache-control": "no-store",
    })
    .end(`${JSON.stringify(value)}\n`);
}

/** The body of a request as text, at most `limit` bytes. */
export async function readBody(request: IncomingMessage, limit: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    if (!(chunk instanceof Buffer)) continue;
    size += chunk.length;
    if (size > limit) throw new UserError(`the body is over ${limit} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
