/**
 * `fetch`, but an answer that breaks off in the middle of its body is a failure. Octokit takes what came for the whole: half
 * a JSON for a text, and half a file for an empty one, such as a policy without a word in it.
 */
export async function fetchWhole(...request: Parameters<typeof fetch>): Promise<Response> {
  const response = await fetch(...request);
  await response.clone().arrayBuffer();
  return response;
}
