/** From the outbox to Teams: in which order, how often, and what becomes of what cannot be sent. */
import { describe, expect, test } from '@jest/globals';
import { LATE_AFTER_MS } from '../../src/domain/decide/clock.ts';
import { ALL_PREPARATIONS, approver, implementer, zurich } from '../support/fixtures.ts';
import { approvedAt, askedForGo, desk, ID } from '../support/desk.ts';
import { final, gone, passing } from '../support/fake-channel.ts';
import { failingStore } from '../support/stores.ts';

describe('letters', () => {
  test('of a new change: its living card first, then the question as a reply in its thread', async () => {
    const at = await desk();
    await at.create();
    await at.said();
    expect(at.channel.said).toEqual(['created in channel', 'prepare in thread a1']);
    expect(at.change().cards).toEqual({
      living: { activity: 'a1', conversation: 'conversation of a1' },
      'prepare/1': { activity: 'a2', conversation: 'conversation of a1' },
    });
    expect(at.changes.undelivered).toBe(0);
  });

  test('of one thread are sent one after the other, in the order in which they were written', async () => {
    const at = await desk();
    at.channel.known = false;
    await at.create();
    await at.to('2027-01-16 10:00');
    await at.to('2027-01-23 10:00');
    at.channel.known = true;
    at.delivery.knockAll();
    await at.said();
    expect(at.channel.said).toEqual([
      'created in channel',
      'prepare in thread a1',
      'reminder prepare in thread a1',
      'reminder prepare in thread a1',
    ]);
  });

  test('never two at once into one conversation, updates included', async () => {
    const at = await desk();
    await approvedAt(at);
    await at.to('2027-02-12 09:00');
    await at.to('2027-02-13 05:00');
    await Promise.all([at.create('b'), at.create('c'), at.says(implementer, { type: 'startSnapshot' })]);
    await at.said();
    expect(at.channel.mostAtOnce).toBe(1);
  });

  test('wait until the channel is known', async () => {
    const at = await desk();
    at.channel.known = false;
    await at.create();
    await at.said();
    expect([at.channel.tries, at.changes.undelivered]).toEqual([[], 2]);
    at.channel.known = true;
    at.delivery.knockAll();
    await at.said();
    expect(at.channel.said).toHaveLength(2);
  });

  test('that nobody needs any more are not sent: a reminder that was answered meanwhile', async () => {
    const at = await desk();
    await askedForGo(at);
    at.channel.known = false;
    await at.to('2027-02-07 09:00');
    await at.to('2027-02-12 09:00');
    await at.says(approver, { type: 'giveGo' });
    at.channel.known = true;
    at.delivery.knockAll();
    await at.said();
    expect(at.channel.said.slice(-1)).toEqual(['announce in channel']);
    expect(at.channel.said.join()).not.toContain('hold');
  });

  test('carry the time they are sent at, so that a late one can say so', async () => {
    const at = await desk();
    await askedForGo(at);
    at.channel.known = false;
    await at.says(approver, { type: 'giveGo' });
    at.clockAt('2027-02-06 11:00');
    at.channel.known = true;
    at.delivery.knockAll();
    await at.said();
    const post = at.channel.posts.at(-1);
    expect(post?.now).toBe(zurich('2027-02-06 11:00'));
    expect((post?.now ?? 0) - zurich('2027-02-06 09:00')).toBeGreaterThan(LATE_AFTER_MS);
  });

  test('that do not go now are tried again, and sent once', async () => {
    const at = await desk();
    at.channel.meets('created', passing(), passing());
    await at.create();
    await at.said();
    expect(at.channel.tries.slice(0, 3)).toEqual(['created', 'created', 'created']);
    expect(at.channel.said).toEqual(['created in channel', 'prepare in thread a1']);
  });

  test('carry the time of the try that succeeded', async () => {
    const at = await desk();
    at.channel.meets('created', () => {
      at.clockAt('2027-01-09 12:00');
      return Promise.resolve();
    });
    at.channel.meets('prepare', passing());
    await at.create();
    await at.said();
    expect(at.channel.posts.map(({ now }) => now)).toEqual([zurich('2027-01-09 10:00'), zurich('2027-01-09 12:00')]);
  });
});

describe('a letter that is tried again', () => {
  const ready = { type: 'tickPreparations', items: ALL_PREPARATIONS } as const;

  test('is not sent any more when its question was answered meanwhile', async () => {
    const at = await desk();
    await askedForGo(at);
    at.channel.meets('reminder go-nogo', async () => {
      await at.says(approver, { type: 'giveGo' });
      throw passing();
    });
    await at.to('2027-02-07 09:00');
    expect(at.channel.said.slice(-1)).toEqual(['announce in channel']);
    expect(at.change().gaveUp).toEqual([]);
  });

  test('asks nobody about a change that was cancelled meanwhile', async () => {
    const at = await desk();
    await at.create();
    await at.says(implementer, ready);
    at.channel.meets('pre-check', async () => {
      await at.says(implementer, { type: 'cancel', reason: 'too early' });
      throw passing();
    });
    await at.to('2027-01-30 09:00');
    expect(at.channel.said.join()).not.toContain('pre-check');
    expect(at.changes.undelivered).toBe(0);
  });

  test('shows the change as it is at the try that succeeds', async () => {
    const at = await desk();
    at.channel.meets('created', async () => {
      await at.says(implementer, { type: 'tickPreparations', items: ['limits'] });
      throw passing();
    });
    await at.create();
    await at.said();
    expect(at.channel.posts[0]).toMatchObject({ what: 'created', version: at.change().version });
  });

  test('after the channel was unknown over the whole change asks nothing that is over', async () => {
    const at = await desk();
    await approvedAt(at);
    at.channel.known = false;
    const before = at.channel.said.length;
    await at.to('2027-02-13 05:00');
    await at.says(implementer, { type: 'startSnapshot' });
    await at.says(implementer, { type: 'finishSnapshot' });
    await at.to('2027-02-13 08:00');
    await at.to('2027-02-13 11:30');
    await at.says(implementer, { type: 'end', done: [0, 1], untested: '' });
    at.channel.known = true;
    at.delivery.knockAll();
    await at.said();
    const said = at.channel.said.slice(before).map((what) => what.split(' in ')[0]);
    expect(said.toSorted()).toEqual(['close', 'end', 'start']);
  });
});

describe('a card whose letter was given up', () => {
  test('is posted by the next round, with the mention that was lost', async () => {
    const at = await desk();
    await at.create();
    await at.said();
    at.channel.meets('pre-check', final());
    await at.says(implementer, { type: 'tickPreparations', items: ALL_PREPARATIONS });
    await at.to('2027-01-30 09:00');
    expect(at.change().cards['pre-check/1']).toBeUndefined();
    at.delivery.knockAll();
    await at.said();
    expect(at.channel.said.slice(-1)).toEqual(['pre-check in thread a1']);
    expect(at.change().cards['pre-check/1']).toBeDefined();
    at.delivery.knockAll();
    await at.said();
    expect(at.channel.said.filter((what) => what.startsWith('pre-check'))).toHaveLength(1);
  });

  test('makes the thread when it is the living card, and what follows is said in it', async () => {
    const at = await desk();
    at.channel.meets('created', final());
    await at.create();
    await at.said();
    at.delivery.knockAll();
    await at.said();
    expect(at.channel.said).toEqual(['prepare in channel', 'living anew in channel']);
    await at.says(implementer, { type: 'tickPreparations', items: ALL_PREPARATIONS });
    await at.to('2027-01-30 09:00');
    expect(at.channel.said.slice(-1)).toEqual(['pre-check in thread a2']);
  });

  test('is not posted when its question is answered or its change is over', async () => {
    const at = await desk();
    at.channel.meets('created', final());
    at.channel.meets('prepare', final());
    await at.create();
    await at.said();
    await at.says(implementer, { type: 'cancel', reason: 'too early' });
    at.delivery.knockAll();
    await at.said();
    expect(at.channel.said).toEqual(['close in channel']);
  });
});

describe('a letter that cannot be sent', () => {
  test('is given up at once when trying again would not help, and the history and the status say so', async () => {
    const at = await desk();
    await askedForGo(at);
    at.channel.meets('announce', final());
    await at.says(approver, { type: 'giveGo' });
    await at.said();
    expect(at.channel.tries.filter((what) => what === 'announce')).toHaveLength(1);
    expect(at.change().gaveUp).toMatchObject([{ why: 'too large' }]);
    expect(at.changes.gaveUp()[0]?.key).toContain(`${ID}/announce/`);
    expect(at.changes.undelivered).toBe(0);
  });

  test('is given up when it has been tried often enough', async () => {
    const at = await desk();
    at.channel.meets('created', passing(), passing(), passing(), passing());
    await at.create();
    await at.said();
    expect(at.channel.tries.filter((what) => what === 'created')).toHaveLength(4);
    expect(at.change().gaveUp).toMatchObject([{ why: 'too many requests' }]);
  });

  test('does not keep the others: without a thread, the channel has to do', async () => {
    const at = await desk();
    at.channel.meets('created', final());
    await at.create();
    await at.said();
    expect(at.channel.said).toEqual(['prepare in channel']);
  });

  test('because it could not even be written is given up too, with its reason', async () => {
    const at = await desk();
    at.channel.meets('prepare', new Error('no template'));
    await at.create();
    await at.said();
    expect(at.change().gaveUp).toMatchObject([{ why: 'no template' }]);
    expect(at.log.error).toHaveBeenCalled();
  });

  test('keeps no other conversation waiting', async () => {
    const at = await desk();
    let go = (): void => undefined;
    at.channel.meets('created', () => new Promise((resolve) => (go = resolve)));
    at.channel.meets('prepare', passing());
    await at.create('a');
    await at.create('b');
    go();
    await at.said();
    expect(at.channel.posts).toHaveLength(4);
  });
});

describe('the reminder that says "tomorrow"', () => {
  test('is not sent on the day itself when it waited in the outbox until then', async () => {
    const at = await desk();
    await approvedAt(at);
    at.channel.known = false;
    await at.to('2027-02-12 09:00');
    at.channel.known = true;
    await at.to('2027-02-13 00:00');
    at.delivery.knockAll();
    await at.said();
    expect(at.channel.said).not.toContain('remind in channel');
    expect(at.change().gaveUp).toMatchObject([{ why: 'expired' }]);
  });

  test('is sent when it waited, and it is still tomorrow', async () => {
    const at = await desk();
    await approvedAt(at);
    at.channel.known = false;
    await at.to('2027-02-12 09:00');
    at.channel.known = true;
    at.clockAt('2027-02-12 23:59');
    at.delivery.knockAll();
    await at.said();
    expect(at.channel.said.at(-1)).toBe('remind in channel');
  });

  test('is not sent by a try that comes after midnight either', async () => {
    const at = await desk();
    await approvedAt(at);
    at.channel.meets('remind', () => {
      at.clockAt('2027-02-13 00:00');
      return Promise.reject(passing());
    });
    await at.to('2027-02-12 09:00');
    expect(at.channel.tries.filter((what) => what === 'remind')).toHaveLength(1);
    expect(at.change().gaveUp).toMatchObject([{ why: 'expired' }]);
  });
});

describe('a restart', () => {
  test('between commit and send: what was not said is said', async () => {
    const at = await desk();
    await askedForGo(at);
    at.channel.known = false;
    await at.says(approver, { type: 'giveGo' });
    const again = await desk({ memory: at.memory, now: '2027-02-06 09:00' });
    again.delivery.knockAll();
    await again.said();
    expect(again.channel.said).toEqual(['announce in channel']);
  });

  test('between send and record: only what was on its way is said twice', async () => {
    const store = failingStore();
    const at = await desk({ store });
    at.channel.meets('prepare', () => {
      store.fails = { why: new Error('killed') };
      return Promise.resolve();
    });
    await at.create();
    await at.said();
    expect(at.channel.said).toEqual(['created in channel', 'prepare in thread a1']);
    store.fails = null;
    const again = await desk({ store });
    again.delivery.knockAll();
    await again.said();
    expect(again.channel.said).toEqual(['prepare in thread a1']);
    const third = await desk({ store });
    third.delivery.knockAll();
    await third.said();
    expect(third.channel.said).toEqual([]);
  });

  test('is not needed where only the note of a send failed: the letter is not sent again for that', async () => {
    const store = failingStore();
    const at = await desk({ store });
    at.channel.meets('prepare', () => {
      store.fails = { why: new Error('EIO') };
      return Promise.resolve();
    });
    await at.create();
    await at.said();
    store.fails = null;
    at.delivery.knockAll();
    await at.said();
    expect(at.channel.said).toEqual(['created in channel', 'prepare in thread a1']);
    expect(at.changes.undelivered).toBe(0);
  });

  test('brings the cards that are out up to date', async () => {
    const at = await desk();
    await askedForGo(at);
    at.channel.known = false;
    await at.says(approver, { type: 'giveNogo', reason: 'exams' });
    await at.said();
    const again = await desk({ memory: at.memory, now: '2027-02-06 09:00' });
    again.delivery.knockAll();
    await again.said();
    expect(again.channel.showing).toMatchObject({
      living: again.change().version,
      'go-nogo/1': again.change().version,
    });
  });
});

describe('stopping', () => {
  test('takes no more letters, and leaves them for the next start', async () => {
    const at = await desk();
    await at.delivery.stop(1000);
    await at.create();
    await at.said();
    expect([at.channel.tries, at.changes.undelivered]).toEqual([[], 2]);
  });

  test('lets the letter on its way be answered, and begins no other', async () => {
    const at = await desk();
    let stopping: Promise<void> = Promise.resolve();
    at.channel.meets('created', () => {
      stopping = at.delivery.stop(1000);
      return Promise.resolve();
    });
    await at.create();
    await at.said();
    await stopping;
    expect(at.channel.said).toEqual(['created in channel']);
    expect(at.change().cards.living).toBeDefined();
  });

  test('does not give up the letter that was on its way', async () => {
    const at = await desk();
    at.channel.meets('created', () => {
      void at.delivery.stop(1000);
      return Promise.reject(gone());
    });
    await at.create();
    await at.said();
    expect(at.change().gaveUp).toEqual([]);
    expect(at.changes.undelivered).toBe(2);
  });
});
