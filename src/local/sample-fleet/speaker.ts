import { OutsideError } from "../../errors.ts";
import type { LocalGitHub } from "../github/index.ts";

/** One request to the local GitHub as `login`, at `at` (milliseconds). Throws OutsideError when it is refused. */
export type Speaker = (
  login: string,
  at: number,
  method: string,
  path: string,
  body?: unknown,
) => Promise<unknown>;

export function speakerOn(github: LocalGitHub): Speaker {
  return async (login, at, method, path, body) => {
    const response = await fetch(github.url + path, {
      method,
      headers: {
        authorization: `Bearer ${github.token(login)}`,
        "x-local-time": new Date(at).toISOString(),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) {
      throw new OutsideError(`The local GitHub refused ${method} ${path} of ${login}: ${text}`, {
        status: response.status,
      });
    }
    return text === "" ? null : JSON.parse(text);
  };
}
