import { notFound, Refusal, type Answer, type Call, type Local } from "./call.ts";
import { proxy } from "./proxy.ts";
import type { Repo } from "./world.ts";

/** Creates or changes a label, with the refusals of GitHub that the emulator does not know. */
export async function writeLabel(
  call: Call & { readonly repo: Repo | null },
  local: Local,
): Promise<Answer> {
  const { repo, body, params } = call;
  if (repo === null) throw notFound();
  const standing = params["name"]?.toLowerCase();
  const name = body["new_name"] ?? body["name"];
  const key = typeof name === "string" ? name.toLowerCase() : standing;
  if (key !== undefined && key !== standing && repo.labels.has(key))
    throw invalid("already_exists", "name");
  if (typeof name === "string" && [...name].length > 50) throw invalid("custom", "name");
  const { color, description } = body;
  if (typeof color === "string" && !/^[0-9a-f]{6}$/i.test(color)) throw invalid("invalid", "color");
  if (typeof description === "string" && [...description].length > 100)
    throw invalid("custom", "description");
  return proxy(call, local);
}

function invalid(code: string, field: string): Refusal {
  return new Refusal(422, "Validation Failed", [{ resource: "Label", code, field }]);
}
