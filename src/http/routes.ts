/** What can be asked over HTTP. restify takes an async handler only with exactly two arguments. */
import type { Request, RequestHandlerType, Response, Server } from 'restify';
import type { Log } from '../app/ports.ts';
import { answer } from './answer.ts';
import { readJson } from './body.ts';
import type { BotRequest } from './bot-response.ts';
import { BotResponse } from './bot-response.ts';
import type { CalendarRoute } from './calendar.ts';
import { answerCalendar } from './calendar.ts';
import type { Connections } from './connections.ts';
import { HttpFault } from './fault.ts';
import type { GateReason, GateRules } from './gate.ts';
import { refuseActivity } from './gate.ts';
import type { MetricsRoute } from './metrics.ts';
import { answerMetrics } from './metrics.ts';

/** Whether the bot can do its work, and each thing that has to be so. */
export interface Readiness {
  readonly ok: boolean;
  readonly checks: Readonly<Record<string, boolean | string>>;
}

/** The clock of a rehearsal; `move` throws an error named `ClockError` whose message is for the person. */
export interface ClockRoutes {
  read(): object;
  move(to: string): Promise<object>;
}

/** Answers one turn, as the SDK's adapter does. */
export type Process = (req: BotRequest, res: BotResponse) => Promise<void>;

export interface Needs {
  readonly process: Process;
  readonly ready: () => Readiness;
  readonly gate: GateRules;
  readonly clock?: ClockRoutes;
  readonly calendar?: CalendarRoute;
  readonly metrics?: MetricsRoute;
  /** Told of every activity that is not let in, and why. */
  readonly refused?: (reason: GateReason) => void;
  readonly log: Log;
  readonly connections: Connections;
  /** How long a body may take to arrive, milliseconds. */
  readonly bodyWithinMs: number;
}

/** All routes there are; those of the clock only where there is one to move, calendar and metrics where they are given. */
export function addRoutes(server: Server, needs: Needs): void {
  const { ready, clock, calendar, metrics, bodyWithinMs } = needs;
  server.post('/api/messages', route(messages(needs)));
  server.get(
    '/health/live',
    route((_req, res) => {
      answer(res, 200, { status: 'ok' });
    }),
  );
  server.get(
    '/health/ready',
    route((_req, res) => {
      answerReadiness(res, ready());
    }),
  );
  if (calendar !== undefined)
    server.get(
      '/calendar.ics',
      route((req, res) => {
        answerCalendar(req, res, calendar);
      }),
    );
  if (metrics !== undefined)
    server.get(
      '/metrics',
      route((req, res) => answerMetrics(req, res, metrics)),
    );
  if (clock === undefined) return;
  server.get(
    '/clock',
    route((_req, res) => {
      answer(res, 200, clock.read());
    }),
  );
  server.post('/clock', route(moveClock(clock, bodyWithinMs)));
}

type Handler = (req: Request, res: Response) => unknown;

/** What throws in a handler that is not async takes the process with it. */
function route(handler: Handler): RequestHandlerType {
  return async (req, res) => {
    await handler(req, res);
  };
}

function answerReadiness(res: Response, { ok, checks }: Readiness): void {
  answer(res, ok ? 200 : 503, { status: ok ? 'ok' : 'not ready', checks });
}

function messages({ process, gate, log, refused, connections, bodyWithinMs }: Needs): Handler {
  return async (req, res) => {
    const body = await readJson(req, bodyWithinMs);
    const reason = refuseActivity(body, gate);
    if (reason !== null) {
      log.warn({ reason }, 'activity refused');
      refused?.(reason);
      // Where tokens are checked, the word for a wrong one: whoever asks does not learn which of the rules it was.
      throw new HttpFault(gate.tenantId === null ? 403 : 401);
    }
    const response = new BotResponse(res, log);
    const request = { body: body as Record<string, unknown>, headers: req.headers, method: 'POST' };
    await connections.keep(process(request, response));
    if (!response.isEnded) throw new Error('the turn ended without an answer');
  };
}

function moveClock(clock: ClockRoutes, bodyWithinMs: number): Handler {
  return async (req, res) => {
    const body = await readJson(req, bodyWithinMs);
    const to = (body as { to?: unknown } | null)?.to;
    if (typeof to !== 'string') throw new HttpFault(400, 'Say where to: {"to": "next"}, "+1h" or "2027-02-06 09:00".');
    answer(res, 200, await clock.move(to).catch(sayWhy));
  };
}

function sayWhy(error: unknown): never {
  throw error instanceof Error && error.name === 'ClockError' ? new HttpFault(400, error.message) : error;
}
