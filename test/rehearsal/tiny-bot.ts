import { createServer, type Server } from 'node:http';
import {
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  TeamsInfo,
  TurnContext,
  type Activity,
  type ConversationReference,
  type Response as BotResponse,
} from 'botbuilder';
import { listen, readBody, stop } from '../../src/rehearsal/loopback.ts';

const CARD = 'application/vnd.microsoft.card.adaptive';
const APP = '';

/** A card that asks one question, with the state of the question in its text. */
export function question(state: string, userIds: readonly string[] = []): Record<string, unknown> {
  const go = { type: 'Action.Execute', title: 'GO', verb: 'go', data: { changeId: 'CHG-2027-001' } };
  return {
    type: 'AdaptiveCard',
    version: '1.5',
    fallbackText: `Question: ${state}`,
    refresh: { action: { type: 'Action.Execute', verb: 'look', data: { changeId: 'CHG-2027-001' } }, userIds },
    body: [
      { type: 'TextBlock', text: `State: **${state}**`, wrap: true },
      { type: 'Input.Text', id: 'reason', label: 'Reason' },
      { type: 'ActionSet', actions: [{ ...go, fallback: { ...go, type: 'Action.Submit' } }] },
      {
        type: 'ActionSet',
        actions: [
          {
            type: 'Action.ShowCard',
            title: 'Say no',
            card: {
              type: 'AdaptiveCard',
              body: [{ type: 'Input.Text', id: 'why', label: 'Why not', isRequired: true, errorMessage: 'Say why.' }],
              actions: [{ type: 'Action.Execute', title: 'NOGO', verb: 'nogo', data: { changeId: 'CHG-2027-001' } }],
            },
          },
        ],
      },
    ],
  };
}

export function withCard(card: unknown, more: Partial<Activity> = {}): Partial<Activity> {
  return { type: 'message', summary: 'A question', attachments: [{ contentType: CARD, content: card }], ...more };
}

/** The real botbuilder on a bare node:http server: it answers with what the test tells it to. */
export class TinyBot {
  readonly received: Activity[] = [];
  readonly adapter = new CloudAdapter(new ConfigurationBotFrameworkAuthentication({}));
  /** What a turn does. */
  turn: (context: TurnContext) => Promise<unknown> = () => Promise.resolve();
  /** Answers `GET /clock` and, with where to move it, `POST /clock`. */
  clock: (to?: string) => { status: number; body: unknown } = () => ({ status: 404, body: {} });
  /** Where the last turn came from. */
  reference: Partial<ConversationReference> | undefined;
  url = '';
  #server: Server | undefined;

  async start(): Promise<this> {
    this.adapter.onTurnError = (_context, error) => Promise.reject(error);
    this.#server = createServer((request, response) => {
      void (async () => {
        const text = await readBody(request);
        if (request.url === '/clock') {
          const { status, body } = this.clock(text === '' ? undefined : (JSON.parse(text) as { to: string }).to);
          response.statusCode = status;
          response.end(JSON.stringify(body));
          return;
        }
        const body = JSON.parse(text) as Record<string, unknown>;
        const answer: BotResponse = {
          socket: response.socket,
          status: (code) => (response.statusCode = code),
          header: (name, value) => response.setHeader(name, String(value)),
          send: (sent: unknown) => response.write(JSON.stringify(sent)),
          end: () => response.end(),
        };
        await this.adapter.process({ body, headers: request.headers, method: 'POST' }, answer, (context) =>
          this.#take(context),
        );
      })().catch((fault: unknown) => {
        response.statusCode = 500;
        response.end(JSON.stringify({ fault: String(fault) }));
      });
    });
    this.url = `http://127.0.0.1:${await listen(this.#server, 0)}`;
    return this;
  }

  async stop(): Promise<void> {
    if (this.#server !== undefined) await stop(this.#server);
  }

  /**
   * Speaks by itself, as if the clock had told it to.
   * @param conversationId default: where it was last spoken to
   */
  async proactively(logic: (context: TurnContext) => Promise<void>, conversationId?: string): Promise<void> {
    const { conversation } = this.reference ?? {};
    if (conversation === undefined) throw new Error('The bot was never spoken to.');
    const there = { ...conversation, id: conversationId ?? conversation.id };
    await this.adapter.continueConversationAsync(APP, { ...this.reference, conversation: there }, logic);
  }

  /** Updates a message for everybody. */
  async update({ id, conversationId }: { id: string; conversationId: string }, to: Partial<Activity>): Promise<void> {
    await this.proactively(async (context) => {
      await context.updateActivity({ ...to, id });
    }, conversationId);
  }

  /** @returns the id of the new thread's first message */
  async newThread(channelId: string, activity: Partial<Activity>): Promise<string> {
    let id = '';
    await this.proactively(async (context) => {
      const [reference] = await TeamsInfo.sendMessageToTeamsChannel(context, activity as Activity, channelId, 'app');
      id = reference.conversation.id.split(';messageid=')[1] ?? '';
    });
    return id;
  }

  async #take(context: TurnContext): Promise<void> {
    this.received.push(context.activity);
    this.reference = TurnContext.getConversationReference(context.activity);
    await this.turn(context);
  }
}

/** Answers an invoke with a status and a body, as the bot itself has to. */
export async function answerInvoke(
  context: TurnContext,
  type: string,
  value: unknown,
  statusCode = 200,
): Promise<void> {
  const body = { statusCode, type, value };
  await context.sendActivity({ type: 'invokeResponse', value: { status: 200, body } });
}
