/** The mail server, from an address such as `smtp://user:password@mail.example.org:587`. What is wrong with one is said without it: it can hold a password. */
import { BlockList, isIP, isIPv6 } from 'node:net';

export interface Smtp {
  /** A name or an IP address, the latter without brackets. */
  readonly host: string;
  readonly port: number;
  /** TLS from the start; without it the server is asked for STARTTLS. */
  readonly secure: boolean;
  /** Nothing is sent without TLS: a password would be readable on its way. */
  readonly requireTls: boolean;
  readonly auth?: { readonly user: string; readonly pass: string };
}

/** As a fault has it. */
interface Wrong {
  readonly found: string;
  readonly expected: string;
}

const SAMPLE = 'smtp://user:password@mail.example.org:587';

function wrong(found: string, remedy: string): Wrong {
  return { found, expected: `an address such as ${SAMPLE}. ${remedy}.` };
}

/** Scheme, login, host, port, and the rest that nobody would read. A password may hold an `@`: the last one ends it. */
const PARTS = /^(smtps?):\/\/(?:([^/?#]*)@)?(\[[^\]/?#]*\]|[^:/?#]*)(?::([^/?#]*))?(?:\/?$|[/?#](.+)$)/i;
const LARGEST_PORT = 65_535;
const USUAL_PORT = { smtp: 587, smtps: 465 };

/** The server of the address, or what is wrong with it. */
export function parseSmtp(text: string): Smtp | Wrong {
  if (!/^smtps?:\/\//i.test(text))
    return wrong(
      'another beginning than smtp:// or smtps://',
      'Begin with smtp:// (STARTTLS, usually port 587) or with smtps:// (TLS from the start, usually port 465)',
    );
  if (/[\s\p{Cc}]/u.test(text)) return wrong('a space or a line break in it', 'Write %20 for a space in a password');
  const [, scheme = '', login, hostPart = '', portPart, rest] = PARTS.exec(text) ?? [];
  if (scheme === '' || rest !== undefined)
    return wrong('something after host and port', 'Remove it; in a password write %2F for /, %3F for ? and %23 for #');
  const host = hostOf(hostPart);
  if (host === null) return wrong(hostPart === '' ? 'no host' : 'a host that is none', HOST);
  const secure = scheme.toLowerCase() === 'smtps';
  const port = portPart === undefined ? USUAL_PORT[secure ? 'smtps' : 'smtp'] : portOf(portPart);
  if (port === null) return wrong('a port that is none', `Write one from 1 to ${LARGEST_PORT}, or leave it out`);
  const auth = login === undefined || login === '' ? null : loginOf(login);
  if (auth === null) return { host, port, secure, requireTls: false };
  return 'found' in auth ? auth : { host, port, secure, requireTls: !isLoopback(host), auth };
}

const HOST = "Write the server's name or its IP address, an IPv6 one in brackets ([2001:db8::1])";

function hostOf(text: string): string | null {
  const [, bracketed] = /^\[(.*)\]$/.exec(text) ?? [];
  if (bracketed !== undefined) return isIPv6(bracketed) ? bracketed.toLowerCase() : null;
  return /^\w([\w.-]*\w)?$/.test(text) ? text.toLowerCase() : null;
}

function portOf(text: string): number | null {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  return port >= 1 && port <= LARGEST_PORT ? port : null;
}

function loginOf(login: string): NonNullable<Smtp['auth']> | Wrong {
  const [, user = '', pass = ''] = /^([^:]*):?(.*)$/.exec(login) ?? [];
  if (user === '') return wrong('a password without a user', 'Write both, or leave both out');
  if (pass === '') return wrong('a user without a password', 'Write both, or leave both out');
  try {
    return { user: decodeURIComponent(user), pass: decodeURIComponent(pass) };
  } catch {
    return wrong('a % that begins no code', 'Write %25 for a % in a user or a password');
  }
}

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');

/** Whether the server is on this machine. */
export function isLoopback(host: string): boolean {
  if (isIP(host) === 0) return host === 'localhost';
  return LOOPBACK.check(host, isIPv6(host) ? 'ipv6' : 'ipv4');
}
