import { expect, test } from "vitest";
import { secretRules } from "../../../src/core/redaction/rules.ts";
import { cli } from "./harness.ts";

const [token = ""] = secretRules[0]?.examples ?? [];

test("what comes in goes out without the secrets in it", async () => {
  const stdin = `one\nwith ${token} in it\nand hunter2hunter2, without an end`;
  const { code, out, err } = await cli(["redact"], {
    stdin,
    env: { WEBHOOK_SECRET: "hunter2hunter2" },
  });
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out).toBe("one\nwith (redacted:github-token) in it\nand (redacted:known), without an end");
});
