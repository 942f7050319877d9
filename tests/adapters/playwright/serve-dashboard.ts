import { createHash } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { buildWeb, contentSecurityPolicy } from "../../../src/build/web.ts";

export type Served = {
  readonly url: string;
  /** What the next request for data.json gets; null: 404. */
  data: string | null;
  /** What the server says the time is, in milliseconds since the epoch. */
  at: number;
  /** Changes the page before it is sent. */
  spoil: (html: string) => string;
  /** A script that the page loads beside its own; empty: none. */
  extra: string;
  readonly filed: unknown[];
  readonly conditional: () => number;
  readonly close: () => Promise<void>;
};

/** The real dashboard on a loopback port, with its real policy, and data the test decides on. */
export async function serveDashboard(data: string | null, at: number): Promise<Served> {
  const web = await buildWeb();
  const state = {
    data,
    at,
    spoil: (html: string) => html,
    extra: "",
    filed: [] as unknown[],
    unchanged: 0,
  };
  const server = createServer(async (request, response) => {
    const send = (status: number, type: string, body: string) => {
      response.writeHead(status, {
        "content-type": type,
        "content-security-policy": contentSecurityPolicy,
      });
      response.end(body);
    };
    response.setHeader("date", new Date(state.at).toUTCString());
    const name = new URL(request.url ?? "/", "http://x").pathname.replace("/mission-control/", "");
    const file = web.files.get(name);
    if (request.method === "POST") {
      let text = "";
      for await (const chunk of request) text += String(chunk);
      state.filed.push(JSON.parse(text));
      return send(201, "application/json", '{"number":7,"url":"http://127.0.0.1/7"}');
    }
    if (name === "") {
      const html =
        state.extra === ""
          ? web.html
          : web.html.replace("</head>", '<script defer src="extra.js"></script></head>');
      return send(200, "text/html", state.spoil(html));
    }
    if (name === "extra.js") return send(200, "text/javascript", state.extra);
    if (name === "data.json" && state.data !== null) {
      const etag = `"${createHash("sha256").update(state.data).digest("hex")}"`;
      response.setHeader("etag", etag);
      if (request.headers["if-none-match"] !== etag)
        return send(200, "application/json", state.data);
      state.unchanged += 1;
      response.writeHead(304).end();
      return;
    }
    if (file !== undefined) return send(200, file.type, file.body);
    return send(404, "text/plain", "not here");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return Object.assign(state, {
    url: `http://127.0.0.1:${port}/mission-control/`,
    conditional: () => state.unchanged,
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  });
}
