import { marked, redactedMark } from "./mark.ts";

const names =
  "pass(?:word|wd|phrase)?|pwd|secret|token|api[_-]?key|access[_-]?key|account[_-]?key|secret[_-]?key|private[_-]?key|auth[_-]?key|signing[_-]?key|encryption[_-]?key|credentials?";

/** `password=…`, `"token": "…"`, `API_KEY: …`, the quotes of JSON in a string too. */
const fields = new RegExp(
  `((?:${names})(?:\\\\?["'])?\\s{0,4}(?:=>|:=|[:=])\\s{0,4}(?:\\\\?["'])?)([^\\s"'\`\\\\,;&<>(){}\\[\\]|]{6,})`,
  "gi",
);
/** Whatever they carry. `Basic` and `Bearer` count as secrets wherever they stand. */
const headers =
  /((?:authorization|x-api-key|x-auth-token|x-hub-signature(?:-256)?|cookie)(?:\\?["'])?\s{0,4}[:=]\s{0,4}(?:\\?["'])?)([^\s"'`\\][^\r\n"'`\\]{3,})|((?:Bearer|Basic)\s{1,4})([A-Za-z0-9._~+/=-]{8,})/gi;

/** Takes out the values of fields and headers that are named like secrets. */
export function keyedSecrets(text: string): string {
  return text
    .replace(headers, (found: string, name?: string, value = "", scheme = "", token = "") => {
      if (name === undefined)
        return isHarmless(token) ? found : `${scheme}${redactedMark("header")}`;
      return isMark(value) ? found : `${name}${redactedMark("header")}`;
    })
    .replace(fields, (found: string, name: string, value: string) =>
      isHarmless(value) ? found : `${name}${redactedMark("field")}`,
    );
}

function isMark(value: string): boolean {
  return value.startsWith(marked) || /^(?:Bearer|Basic|token)\s+\(redacted:/i.test(value);
}

/** A reference to a secret, an expression, a number, or a word: names a secret, and is none. */
function isHarmless(value: string): boolean {
  return (
    /^(?:\$|%|process\.env|env\.|secrets\.|\*+$|x+$|\.+$)/i.test(value) ||
    /^[\d.,:%]+$/.test(value) ||
    /^(?:true|false|null|none|undefined|required|optional|missing|expired|invalid)$/i.test(value) ||
    /^[a-z]+(?:[_-][a-z]+)*[.!?]?$/i.test(value)
  );
}
