const local: readonly string[] = ["localhost", "127.0.0.1", "[::1]"];

/** Whether items, and a token, may be sent to this address: by https, or without leaving the machine. */
export function mayAskModelAt(address: string): boolean {
  const url = URL.parse(address);
  if (url === null || url.username !== "" || url.password !== "" || url.hash !== "") return false;
  return url.protocol === "https:" || (url.protocol === "http:" && local.includes(url.hostname));
}
