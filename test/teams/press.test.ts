import { describe, expect, test } from '@jest/globals';
import type { Press } from '../../src/teams/press.ts';
import { VERBS, fieldsOf, formMarkOf, pressIn, requestOf } from '../../src/teams/press.ts';

const MARK = { changeId: 'CHG-2027-001', milestone: 'tests', round: 2, version: 7 };

function pressed(verb: string, inputs: Readonly<Record<string, unknown>> = {}): Press {
  const press = pressIn({ action: { type: 'Action.Execute', verb, data: { ...MARK, ...inputs } } });
  if (press === null) throw new Error('no press');
  return press;
}

describe('a press in an activity', () => {
  test('is the same by Action.Execute and by its Action.Submit fallback', () => {
    const executed = pressIn({ action: { verb: 'end', data: { ...MARK, verb: 'end' } } });
    expect(executed).toMatchObject({ verb: 'end', ...MARK });
    expect(pressIn({ ...MARK, verb: 'end' })).toEqual(executed);
  });

  test.each([
    undefined,
    null,
    'end',
    7,
    [],
    [{ verb: 'end' }],
    {},
    { verb: 7 },
    { action: { data: {} } },
    { action: { verb: 'end', data: [] } },
  ])('is not in %j', (value) => {
    expect(pressIn(value)).toBeNull();
  });

  test('without a version is of no card', () => {
    expect(pressIn({ verb: 'end' })).toMatchObject({ changeId: '', milestone: '', round: 1, version: -1 });
  });
});

describe('a request', () => {
  test('is there for every verb, and for no other word', () => {
    expect(VERBS.map((verb) => requestOf(pressed(verb))?.type)).toEqual(VERBS);
    for (const word of ['create', 'refresh', 'constructor', 'toString', '__proto__', ''])
      expect(requestOf(pressed(word))).toBeNull();
  });

  test('has the ticks that are set, in order', () => {
    const ticks = {
      'item-10': 'true',
      'item-2': 'true',
      'item-1': 'false',
      'item-x': 'true',
      'item-3': true,
      item: 'true',
    };
    expect(requestOf(pressed('tickTests', ticks))).toEqual({ type: 'tickTests', done: [2, 10] });
  });

  test('ends with the ticks of the card; on a card without ticks with those that are saved', () => {
    expect(requestOf(pressed('end', { 'item-0': 'true' }))).toEqual({ type: 'end', done: [0], untested: '' });
    expect(requestOf(pressed('end', { untested: 'x' }))).toEqual({ type: 'end', done: null, untested: 'x' });
  });

  test('has only preparations that there are', () => {
    const items = { 'item-tests': 'true', 'item-limits': 'true', 'item-rockets': 'true' };
    expect(requestOf(pressed('tickPreparations', items))).toEqual({
      type: 'tickPreparations',
      items: ['limits', 'tests'],
    });
  });

  test('has a correction a line', () => {
    const corrections = Array.from({ length: 30 }, (_, n) => `  ${n} `).join('\r\n\n');
    const request = requestOf(pressed('needCorrections', { corrections }));
    expect(request).toMatchObject({ type: 'needCorrections' });
    expect(request?.type === 'needCorrections' ? request.corrections : []).toHaveLength(30);
  });

  test.each([undefined, null, 7, {}, ['x']])('takes %j for no text', (reason) => {
    expect(requestOf(pressed('giveNogo', { reason }))).toEqual({ type: 'giveNogo', reason: '' });
  });

  test('takes no text of any length', () => {
    const request = requestOf(pressed('cancel', { reason: 'x'.repeat(100_000) }));
    expect(request?.type === 'cancel' ? request.reason : '').toHaveLength(5000);
  });
});

describe('a form', () => {
  test('has its fields as text, the missing ones empty', () => {
    expect(fieldsOf(pressed('create', { title: 'Upgrade', what: 7 }))).toMatchObject({
      title: 'Upgrade',
      what: '',
      start: '',
    });
  });

  test('is known by its mark, and is none without one', () => {
    const mark = { form: 'f', asker: 'a', askerName: 'Somebody', shown: 'restore' };
    expect(formMarkOf(pressed('create', mark))).toEqual(mark);
    expect(formMarkOf(pressed('create', { ...mark, form: {} }))).toBeNull();
    expect(formMarkOf(pressed('create', { ...mark, asker: '' }))).toBeNull();
  });
});
