/**
 * A text for the log with nothing in it that the runner would obey: it takes a line that begins with `::` for a command,
 * and `##[` wherever it stands (`ActionCommand.cs` of actions/runner).
 */
export function unheeded(text: string): string {
  return text.replaceAll(/^([^\S\r\n]*)::/gm, "$1\u{200b}::").replaceAll("##[", "##\u{200b}[");
}
