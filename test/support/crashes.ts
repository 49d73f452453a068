/** A process in which something happens that nobody expects: an error with a request in it, as the SDK and MSAL throw them. */
import { endOnCrash, openLog } from '../../src/log.ts';

const [, , secret = ''] = process.argv;
const log = openLog({ level: 'info', secrets: [secret] });
endOnCrash(log);
const headers = { authorization: `Bearer ${secret}` };
const error = Object.assign(new Error(`refused for ${secret}`), {
  config: { headers, data: `client_secret=${secret}` },
  request: { headers: { nested: { deeper: headers } } },
  statusCode: 401,
});
void Promise.reject(new Error('a send failed', { cause: error }));
