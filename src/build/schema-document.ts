import { z } from "zod";
import { schemaFiles } from "./schemas.ts";

/** As much of JSON Schema as ours use. */
export type Node = z.infer<typeof Node>;
export const Node = z.object({
  $ref: z.string().optional(),
  description: z.string().optional(),
  default: z.json().optional(),
  type: z.enum(["object", "array", "string", "number", "integer", "boolean", "null"]).optional(),
  const: z.json().optional(),
  enum: z.array(z.string()).optional(),
  minimum: z.number().optional(),
  exclusiveMinimum: z.number().optional(),
  maximum: z.number().optional(),
  required: z.array(z.string()).optional(),
  get properties() {
    return z.record(z.string(), Node).optional();
  },
  get items() {
    return Node.optional();
  },
  get anyOf() {
    return z.array(Node).optional();
  },
  get propertyNames() {
    return Node.optional();
  },
  get additionalProperties() {
    return z.union([z.boolean(), Node]).optional();
  },
  get $defs() {
    return z.record(z.string(), Node).optional();
  },
});

export type Document = {
  readonly root: Node;
  readonly definitions: Readonly<Record<string, Node>>;
  /** The node with what it refers to. */
  readonly resolve: (node: Node) => Node;
};

/** The JSON Schema of a document, by its name in schemas/. */
export function documentOf(name: string): Document {
  const root = Node.parse(JSON.parse(schemaFiles().get(`schemas/${name}.schema.json`) ?? "null"));
  const definitions = root.$defs ?? {};
  const resolve = (node: Node): Node => {
    const found = definitions[nameOf(node) ?? ""];
    return found === undefined ? node : { ...found, ...node };
  };
  return { root, definitions, resolve };
}

/** What a node refers to; null: it stands for itself. */
export function nameOf({ $ref }: Node): string | null {
  return $ref === undefined ? null : $ref.slice($ref.lastIndexOf("/") + 1);
}
