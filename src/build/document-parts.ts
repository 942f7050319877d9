import { UserError } from "../errors.ts";

/** Text that goes between `<!-- generated:NAME -->` and `<!-- /generated -->`. A document part is added by one line here. */
export const parts: Readonly<Record<string, () => string | Promise<string>>> = {};

const marked = /(<!-- generated:([\w-]+) -->\n)([\s\S]*?)(<!-- \/generated -->)/g;

/**
 * The document with its generated parts made anew. Throws `UserError` for a name that nothing provides, and for a marker
 * that is never closed, which would otherwise swallow what follows it.
 */
export async function withParts(
  path: string,
  text: string,
  providers: typeof parts = parts,
): Promise<string> {
  const rendered = new Map<string, string>();
  const found = [...text.matchAll(marked)];
  const opened = text.split("<!-- generated:").length - 1;
  if (
    opened !== found.length ||
    found.some(([, , , inner]) => inner?.includes("<!-- generated:"))
  ) {
    throw new UserError(`${path}: a "<!-- generated:… -->" has no "<!-- /generated -->" after it`);
  }
  for (const [, , name = ""] of found) {
    const provider = providers[name];
    if (provider === undefined) {
      const known = Object.keys(providers).join(", ") || "none yet";
      throw new UserError(`${path}: nothing generates "${name}"; there is: ${known}`);
    }
    rendered.set(name, (await provider()).trim());
  }
  return text.replaceAll(marked, (_all, open: string, name: string, _old, close: string) => {
    return `${open}\n${rendered.get(name)}\n\n${close}`;
  });
}
