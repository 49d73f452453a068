/** What the wire answers when it does not answer what was asked: one list, short sentences of ours, nothing from inside. */
const FAULTS = {
  400: ['BadRequest', 'The request cannot be read.'],
  401: ['Unauthorized', 'The request is not authenticated.'],
  403: ['Forbidden', 'Not for you.'],
  404: ['NotFound', 'There is nothing here.'],
  405: ['MethodNotAllowed', 'Not with this method.'],
  408: ['RequestTimeout', 'The request took too long to arrive.'],
  413: ['PayloadTooLarge', 'The request is too large.'],
  415: ['UnsupportedMediaType', 'Only JSON that is not encoded any further.'],
  500: ['InternalError', 'Something went wrong here.'],
} as const;

export type FaultStatus = keyof typeof FAULTS;

/** A fault on the wire; `message` is what the answer says. */
export class HttpFault extends Error {
  readonly statusCode: FaultStatus;
  readonly code: string;
  constructor(statusCode: FaultStatus, message: string = FAULTS[statusCode][1]) {
    super(message);
    this.name = 'HttpFault';
    this.statusCode = statusCode;
    this.code = FAULTS[statusCode][0];
  }
}

/** Any error as one of the list; what it said itself stays inside. */
export function faultOf(error: unknown): HttpFault {
  return error instanceof HttpFault
    ? error
    : new HttpFault(statusOf((error as { statusCode?: unknown } | null)?.statusCode));
}

/** The status of the list for any status: unknown ones of the caller's making are 400, all others 500. */
export function statusOf(status: unknown): FaultStatus {
  if (typeof status === 'number' && status in FAULTS) return status as FaultStatus;
  return typeof status === 'number' && status >= 400 && status < 500 ? 400 : 500;
}
