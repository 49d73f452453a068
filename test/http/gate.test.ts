import { describe, expect, test } from '@jest/globals';
import type { GateRules } from '../../src/http/gate.ts';
import { refuseActivity } from '../../src/http/gate.ts';

const TENANT = 'bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb';
const TEAMS: GateRules = { serviceUrls: ['https://smba.trafficmanager.net/'], tenantId: TENANT };
const LOCAL: GateRules = { serviceUrls: 'loopback', tenantId: null };

const activity = {
  type: 'message',
  channelId: 'msteams',
  serviceUrl: 'https://smba.trafficmanager.net/emea/bbbbbbbb/',
  from: { id: '29:someone' },
  recipient: { id: '28:bot' },
  conversation: { id: 'a:1', tenantId: TENANT },
  channelData: { tenant: { id: TENANT } },
};

function atService(serviceUrl: unknown, rules: GateRules): string | null {
  return refuseActivity({ ...activity, serviceUrl }, rules);
}

describe('the gate lets in', () => {
  test('an activity of our tenant from Teams', () => {
    expect(refuseActivity(activity, TEAMS)).toBeNull();
  });

  test('our tenant in capitals', () => {
    expect(
      refuseActivity({ ...activity, conversation: { id: 'a:1', tenantId: TENANT.toUpperCase() } }, TEAMS),
    ).toBeNull();
  });

  test.each([
    'https://smba.trafficmanager.net',
    'https://SMBA.trafficmanager.net/teams/',
    'https://smba.trafficmanager.net:443/ch/',
  ])('the service URL %s', (url) => {
    expect(atService(url, TEAMS)).toBeNull();
  });

  test.each(['http://127.0.0.1:3979/', 'http://localhost:56150/_connector', 'http://[::1]:3979/'])(
    'on loopback the service URL %s, of any tenant',
    (serviceUrl) => {
      expect(
        refuseActivity({ ...activity, serviceUrl, conversation: { id: 'a:1' }, channelData: undefined }, LOCAL),
      ).toBeNull();
    },
  );
});

test('what is null counts as left out, and is gone for whoever reads on', () => {
  const { text, entities, ...rest } = { ...activity, text: null, entities: null };
  const said: Record<string, unknown> = { ...rest, text, entities, from: { id: '29:someone', name: null } };
  expect(refuseActivity(said, TEAMS)).toBeNull();
  expect([Object.keys(said).includes('text'), said['from']]).toEqual([false, { id: '29:someone' }]);
});

describe('the gate refuses', () => {
  test.each([null, undefined, 'text', 3, [activity]])('%j, which is no activity', (value) => {
    expect(refuseActivity(value, TEAMS)).toBe('no activity');
  });

  test.each([
    ['type', { type: 3 }],
    ['type', { type: '' }],
    ['channel', { channelId: 'emulator' }],
    ['channel', { channelId: undefined }],
    ['sender', { from: {} }],
    ['sender', { from: { id: '' } }],
    ['sender', { from: null }],
    ['tenant', { conversation: { tenantId: 'another' } }],
    ['tenant', { conversation: {} }],
    ['tenant', { channelData: { tenant: { id: 'another' } } }],
    ['tenant', { channelData: {} }],
    ['tenant', { channelData: null }],
    ['shape', { recipient: undefined }],
    ['shape', { recipient: { id: 7 } }],
    ['shape', { from: { id: '29:someone', aadObjectId: ['x'] } }],
    ['shape', { from: { id: '29:someone', name: { toString: 'x' } } }],
    ['shape', { from: { id: '29:\ud800' } }],
    ['shape', { conversation: { tenantId: TENANT } }],
    ['shape', { conversation: { id: '', tenantId: TENANT } }],
    ['shape', { conversation: { id: 'a:1', tenantId: TENANT, isGroup: 'yes' } }],
    ['shape', { text: 7 }],
    ['shape', { entities: {} }],
    ['shape', { entities: [null] }],
    ['shape', { entities: [{ type: 'mention', mentioned: 'x' }] }],
    ['shape', { channelData: { tenant: { id: TENANT }, team: { id: {} } } }],
    ['shape', { membersRemoved: { length: 1 } }],
  ])('for its %s: %j', (reason, wrong) => {
    expect(refuseActivity({ ...activity, ...wrong }, TEAMS)).toBe(reason);
  });

  test('what only a prototype says', () => {
    expect(refuseActivity(Object.create(activity), TEAMS)).toBe('type');
  });

  test.each([
    undefined,
    '',
    3,
    'nonsense',
    'http://smba.trafficmanager.net/',
    'https://smba.trafficmanager.net.evil.com/',
    'https://smba.trafficmanager.net@evil.com/',
    'https://smba.trafficmanager.net:8443/',
    'https://evil.com/https://smba.trafficmanager.net/',
    'https://evil.com/?https://smba.trafficmanager.net/',
    'https://evil.com\\@smba.trafficmanager.net/',
    'https://smba.trafficmanager.net\\@evil.com/',
    'https://smba.trafficmanager.net/%2e%2e/',
    ' https://smba.trafficmanager.net/',
    'https://smba.trafficmanager.net/\n',
    'http://127.0.0.1:3979/',
  ])('the service URL %j', (url) => {
    expect(atService(url, TEAMS)).toBe('service URL');
  });

  test.each([
    'https://smba.trafficmanager.net/',
    'http://127.0.0.1.evil.com/',
    'http://localhost.evil.com/',
    'http://192.168.1.2/',
    'https://127.0.0.1/',
    'file:///etc/passwd',
  ])('on loopback the service URL %s', (url) => {
    expect(atService(url, LOCAL)).toBe('service URL');
  });

  test('a path beside the one that is allowed', () => {
    const rules: GateRules = { ...TEAMS, serviceUrls: ['https://smba.trafficmanager.net/emea'] };
    expect(atService('https://smba.trafficmanager.net/emea/v3', rules)).toBeNull();
    expect(atService('https://smba.trafficmanager.net/emea', rules)).toBeNull();
    expect(atService('https://smba.trafficmanager.net/emea2/', rules)).toBe('service URL');
    expect(atService('https://smba.trafficmanager.net/emea/../teams/', rules)).toBe('service URL');
  });
});
