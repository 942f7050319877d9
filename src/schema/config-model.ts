import { z } from "zod";

/** Every environment variable that holds a model's token begins so: nothing else of the environment may be sent to one. */
export const modelVariables = "MISSION_CONTROL_MODEL_";

/** A model that is asked what no label, form, path or word says. */
export const modelConfig = z
  .strictObject({
    url: z
      .string()
      .describe(
        "Address of an API like OpenAI's, such as `https://api.example.com/v1`; https, or http on localhost",
      ),
    model: z.string().min(1).optional().describe("Its name there, where there are several"),
    credential: z
      .string()
      .regex(
        new RegExp(`^${modelVariables}[A-Z0-9_]+$`),
        `expected the name of a variable that begins with ${modelVariables}; the token itself belongs into the environment`,
      )
      .default(`${modelVariables}TOKEN`)
      .describe(
        `Name of the environment variable that holds the token; begins with \`${modelVariables}\``,
      ),
    timeout_seconds: z
      .number()
      .positive()
      .max(45)
      .default(20)
      .describe("How long one item may take, a second try included"),
    min_confidence: z
      .number()
      .min(0)
      .max(1)
      .default(0.6)
      .describe("What the model is less sure of counts as not said"),
    max_characters: z
      .int()
      .min(200)
      .max(100_000)
      .default(8000)
      .describe("How much of an item's title and text is sent"),
  })
  .nullable()
  .default(null)
  .describe("A model that is asked what nothing else says; none by default");
