/** Every card that is out shows the present state. */
import { describe, expect, test } from '@jest/globals';
import { SETTLED } from '../../src/app/changes.ts';
import { approver, implementer, member } from '../support/fixtures.ts';
import { approvedAt, askedForGo, desk, ID } from '../support/desk.ts';
import type { Desk } from '../support/desk.ts';
import { final, gone, passing } from '../support/fake-channel.ts';

const nogo = (at: Desk) => at.says(approver, { type: 'giveNogo', reason: 'exams' });

describe('cards that are out', () => {
  test('follow every event that changes what they show', async () => {
    const at = await desk();
    await askedForGo(at);
    await nogo(at);
    await at.said();
    const { version } = at.change();
    expect(at.channel.showing).toMatchObject({ living: version, 'go-nogo/1': version });
  });

  test('are left alone by what changes nothing on them', async () => {
    const at = await desk();
    await askedForGo(at);
    const before = at.channel.updates.length;
    await at.says(member, { type: 'giveGo' });
    await at.said();
    expect(at.channel.updates).toHaveLength(before);
  });

  test('whose question is answered are updated once more, and then left alone', async () => {
    const at = await desk();
    await approvedAt(at);
    await at.to('2027-02-12 09:00');
    const updates = at.channel.updates.filter(({ card }) => card === 'pre-check/1');
    expect(updates).toHaveLength(1);
    expect(at.changes.peek(ID)?.shown['pre-check/1']).toBe(SETTLED);
  });

  test('of a question that is asked again: the old one is settled, the new one is open', async () => {
    const at = await desk();
    await askedForGo(at);
    await nogo(at);
    await at.says(implementer, { type: 'requestGo', corrected: 'all' });
    await at.said();
    expect(Object.keys(at.change().cards)).toEqual([
      'living',
      'prepare/1',
      'pre-check/1',
      'go-nogo/1',
      'nogo/1',
      'go-nogo/2',
    ]);
    expect(at.changes.peek(ID)?.shown['go-nogo/1']).toBe(SETTLED);
    expect(at.changes.peek(ID)?.shown['go-nogo/2']).toBe(at.change().version);
  });

  test('catch up when the update could not be sent before', async () => {
    const at = await desk();
    await at.create();
    await at.said();
    at.channel.meets('update living', passing(), passing(), passing(), passing());
    await at.says(implementer, { type: 'tickPreparations', items: ['limits'] });
    await at.said();
    const { version } = at.change();
    expect(at.channel.showing).toEqual({ 'prepare/1': version });
    expect(at.changes.waiting()).toEqual([ID]);
    at.delivery.knockAll();
    await at.said();
    expect(at.channel.showing.living).toBe(version);
    expect(at.changes.waiting()).toEqual([]);
  });

  test('are not tried over and over by one knock', async () => {
    const at = await desk();
    await askedForGo(at);
    const before = at.channel.tries.length;
    at.channel.meets('update living', final(), final(), final());
    await at.says(implementer, { type: 'cancel', reason: 'late' });
    await at.said();
    // Once more for the note of it, which is a commit like any other.
    expect(at.channel.tries.slice(before).filter((what) => what === 'update living')).toHaveLength(2);
    expect(at.change().gaveUp.map(({ why }) => why)).toEqual(['too large']);
  });

  test('of a change that is over show it, and nothing waits any more', async () => {
    const at = await desk();
    await approvedAt(at);
    await at.says(implementer, { type: 'cancel', reason: 'late' });
    await at.said();
    await at.saveNotes();
    expect(at.changes.waiting()).toEqual([]);
    expect(at.changes.peek(ID)).toBeUndefined();
  });
});

describe('a card that is gone', () => {
  test('is posted anew when it is the living one, and followed from there', async () => {
    const at = await desk();
    await askedForGo(at);
    at.channel.meets('update living', gone());
    await nogo(at);
    await at.said();
    const anew = at.channel.posts.find(({ what }) => what === 'living anew');
    expect(anew).toMatchObject({ where: 'channel', version: at.change().version });
    expect(at.change().cards.living?.activity).toBe(anew?.activity);
    await at.says(implementer, { type: 'requestGo', corrected: 'all' });
    await at.said();
    expect(at.channel.updates.at(-1)?.activity ?? '').not.toBe('a1');
    expect(at.channel.posts.at(-1)?.where).toBe(`thread ${anew?.activity ?? ''}`);
  });

  test('is posted anew when its question is still open', async () => {
    const at = await desk();
    await at.create();
    await at.said();
    at.channel.meets('update prepare/1', gone());
    await at.says(implementer, { type: 'tickPreparations', items: ['limits'] });
    await at.said();
    expect(at.channel.said.at(-1)).toBe('prepare/1 anew in thread a1');
    expect(at.change().cards['prepare/1']?.activity).toBe('a3');
  });

  test('is let go when its question was answered', async () => {
    const at = await desk();
    await askedForGo(at);
    at.channel.meets('update go-nogo/1', gone());
    await nogo(at);
    await at.said();
    expect(at.channel.said.filter((letter) => letter.includes('anew'))).toEqual([]);
    expect(at.changes.peek(ID)?.shown['go-nogo/1']).toBe(SETTLED);
    expect(at.changes.waiting()).toEqual([]);
  });

  test('and cannot be posted anew does not keep the others behind', async () => {
    const at = await desk();
    await askedForGo(at);
    at.channel.meets('update living', gone());
    at.channel.meets('living anew', final());
    await nogo(at);
    await at.said();
    expect(at.channel.showing['go-nogo/1']).toBe(at.change().version);
    at.delivery.knockAll();
    await at.said();
    expect(at.channel.showing.living).toBe(at.change().version);
  });
});
