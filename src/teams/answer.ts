/**
 * Answers to a press. We send them ourselves: teams-ai, given a card with `refresh`, would overwrite the shared message for
 * everybody. HTTP is always 200; what happened is in the body.
 * Source: Teams documentation, "Universal Actions for Adaptive Cards", response format.
 */
import type { TurnContext } from 'botbuilder';
import type { Card } from './cards/template.ts';

/** Shows the presser this card in place of the one they pressed. */
export async function answerCard(context: TurnContext, card: Card): Promise<void> {
  await respond(context, 200, 'application/vnd.microsoft.card.adaptive', card);
}

/** Tells the presser, and nobody else, a sentence. */
export async function answerText(context: TurnContext, text: string): Promise<void> {
  await respond(context, 200, 'application/vnd.microsoft.activity.message', text);
}

/** Tells the client that the press could not be understood (400) or carried out (500). */
export async function answerError(context: TurnContext, statusCode: 400 | 500, message: string): Promise<void> {
  const code = statusCode === 400 ? 'BadRequest' : 'InternalServerError';
  await respond(context, statusCode, 'application/vnd.microsoft.error', { code, message });
}

async function respond(context: TurnContext, statusCode: number, type: string, value: unknown): Promise<void> {
  await context.sendActivity({ type: 'invokeResponse', value: { status: 200, body: { statusCode, type, value } } });
}
