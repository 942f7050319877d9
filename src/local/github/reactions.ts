import { commentOf } from "./comments.ts";
import { forbidden, notFound, paged, type Answer, type Local, type RepoCall } from "./call.ts";
import { threadOf } from "./issues.ts";
import { shape, type UserJson } from "./json.ts";
import { nodeId, timeText, type Reaction } from "./world.ts";

/** Reactions on issues and on their comments: 201 the first time, 200 when the same user reacts so again. */
export function listReactions(call: RepoCall, local: Local): Answer {
  const content = call.query.get("content");
  return paged(
    call,
    local,
    reactionsOf(call, local).filter((reaction) => content === null || reaction.content === content),
  );
}

export function createReaction(call: RepoCall, local: Local): Answer {
  const reactions = reactionsOf(call, local);
  const content = String(call.body["content"]);
  const login = call.who.login ?? "";
  const standing = reactions.find(
    (reaction) => reaction.content === content && reaction.user.login === login,
  );
  if (standing !== undefined) return { status: 200, json: standing };
  const id = local.world.nextId();
  const user = shape<UserJson>(local.world.users.get(login.toLowerCase()));
  const reaction: Reaction = {
    id,
    node_id: nodeId("REA", id),
    user,
    content,
    created_at: timeText(call.now),
  };
  reactions.push(reaction);
  return { status: 201, json: reaction };
}

export function deleteReaction(call: RepoCall, local: Local): Answer {
  const reactions = reactionsOf(call, local);
  const index = reactions.findIndex(({ id }) => id === Number(call.params["reaction_id"]));
  const reaction = reactions[index];
  if (reaction === undefined) throw notFound();
  if (reaction.user.login !== call.who.login) throw forbidden();
  reactions.splice(index, 1);
  return { status: 204 };
}

function reactionsOf(call: RepoCall, local: Local): Reaction[] {
  return call.params["comment_id"] === undefined
    ? threadOf(call, local).thread.reactions
    : commentOf(call).comment.reactions;
}
