/** Whatever the process can say has its sentence in every language, and every sentence names only what it is given. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { IntlMessageFormat } from 'intl-messageformat';
import { parse } from 'yaml';
import type { Values, Voice } from '../../src/app/words.ts';
import type { Snapshot, Stage } from '../../src/domain/change.ts';
import type { Decision } from '../../src/domain/decision.ts';
import type { PersonCommand } from '../../src/domain/command.ts';
import { DRAFT_PROBLEMS } from '../../src/domain/draft.ts';
import type { Event, HoldReason, Question } from '../../src/domain/event.ts';
import { PREPARATIONS } from '../../src/domain/event.ts';
import { NOTICES } from '../../src/domain/milestone.ts';
import { MILESTONE_OF } from '../../src/domain/plan.ts';
import type { Warning } from '../../src/domain/warnings.ts';
import { REFUSALS } from '../../src/domain/refusal.ts';
import { PROCESS } from '../../src/process.ts';
import { WORDS } from '../../src/teams/words.ts';
import { Filled, messageOf, namesIn } from '../../src/text/message.ts';
import { readSentences } from '../../src/text/sentences.ts';
import { times } from '../../src/text/times.ts';
import { givenTo, ofAChange } from './given-values.ts';

const FOLDER = fileURLToPath(new URL('../../cards/text', import.meta.url));

const voiceOf = (language: string): Voice => ({
  sentences: readSentences(FOLDER, language),
  times: times(language, 'Europe/Zurich'),
  escape: (text: string) => text,
});
const english = voiceOf('en');
const french = voiceOf('fr');
const { sentences } = english;

// Records, so that a new one of a kind that is not listed here does not compile.
const STAGES: Record<Stage['is'], true> = {
  preparing: true,
  prepared: true,
  correcting: true,
  checked: true,
  nogo: true,
  approved: true,
  'in progress': true,
  incident: true,
  ended: true,
  closed: true,
  cancelled: true,
};
const SNAPSHOTS: Record<Snapshot['is'], true> = {
  none: true,
  started: true,
  finished: true,
  failed: true,
  'skip requested': true,
  skipped: true,
};
const HOLDS: Record<HoldReason, true> = { 'no GO': true, 'no snapshot': true, 'window over': true };
const DECISIONS: Record<Decision['what'], true> = {
  prepared: true,
  'pre-check OK': true,
  'corrections needed': true,
  GO: true,
  NOGO: true,
  'skip agreed': true,
  'skip refused': true,
  move: true,
  edit: true,
  'hand over': true,
  delay: true,
  'keep going': true,
  restore: true,
  'more time': true,
  'more asked': true,
  'more agreed': true,
  'more refused': true,
  incident: true,
  repair: true,
  'repair failed': true,
  resolved: true,
  'incident process': true,
  end: true,
  cancel: true,
};
const EVENTS: Record<Event['type'], true> = {
  created: true,
  asked: true,
  reminded: true,
  preparationTicked: true,
  prepared: true,
  preCheckAccepted: true,
  correctionsNeeded: true,
  correctionsTicked: true,
  corrected: true,
  goGiven: true,
  nogoGiven: true,
  nogoTasksTicked: true,
  goRequested: true,
  rescheduled: true,
  edited: true,
  handedOver: true,
  startDelayed: true,
  noticed: true,
  skipped: true,
  held: true,
  released: true,
  snapshotStarted: true,
  snapshotFinished: true,
  snapshotFailed: true,
  skipRequested: true,
  skipAgreed: true,
  skipRefused: true,
  started: true,
  testsTicked: true,
  keptGoing: true,
  restoreStarted: true,
  extended: true,
  moreRequested: true,
  moreRefused: true,
  incidentDeclared: true,
  repairStarted: true,
  incidentUpdated: true,
  repairFailed: true,
  incidentResolved: true,
  incidentHandedOver: true,
  ended: true,
  closed: true,
  cancelled: true,
  refused: true,
  delivered: true,
  gaveUp: true,
  addressed: true,
  mailed: true,
  resent: true,
};
const COMMANDS: Record<Exclude<PersonCommand['type'], 'create'>, true> = {
  tickPreparations: true,
  acceptPreCheck: true,
  needCorrections: true,
  tickCorrections: true,
  giveGo: true,
  giveNogo: true,
  tickNogoTasks: true,
  requestGo: true,
  reschedule: true,
  edit: true,
  handOver: true,
  delayStart: true,
  startSnapshot: true,
  finishSnapshot: true,
  failSnapshot: true,
  requestSkip: true,
  agreeSkip: true,
  refuseSkip: true,
  tickTests: true,
  askToDecide: true,
  keepGoing: true,
  restore: true,
  extend: true,
  requestMore: true,
  agreeMore: true,
  refuseMore: true,
  declareIncident: true,
  startRepair: true,
  updateIncident: true,
  failRepair: true,
  resolveIncident: true,
  handOverIncident: true,
  end: true,
  addLessons: true,
  resend: true,
  cancel: true,
};
const WARNINGS: Record<Warning['warning'], true> = {
  'short notice': true,
  'too short': true,
  freeze: true,
  clash: true,
};
const ENDINGS = [
  'completed',
  'completed late',
  'restored',
  'repaired',
  'failed',
  'cancelled',
  'cancelled while running',
  'never approved',
];
const QUESTIONS = Object.keys(MILESTONE_OF) as readonly Question[];
const MILESTONES = Object.keys(PROCESS);

const each = (section: string, names: readonly string[]): readonly string[] =>
  names.map((name) => `${section}.${name}`);

describe('there is a sentence for', () => {
  test.each([
    ['every refusal', each('refusal', REFUSALS)],
    ['every problem of the form', each('problem', DRAFT_PROBLEMS)],
    // Of mails the history tells who was not reached.
    ['every event in the history', each('history', Object.keys(EVENTS)).filter((key) => key !== 'history.mailed')],
    [
      'the late and special ones',
      each('history', [
        ...['askedLate', 'noticedLate', 'startedLate', 'endedUntested', 'extendedAgreed', 'extendedForRestore'],
        ...['remindedBehind.approver', 'remindedBehind.implementer', 'incidentByClock', 'incidentResolvedUntested'],
        ...['createdAtShortNotice', 'createdInEmergency', 'leftOutInEmergency'],
        ...['addressedJoined', 'mailedNot', 'mailedLeftOut'],
      ]),
    ],
    ['every press that can be refused', each('verb', Object.keys(COMMANDS))],
    ['every milestone', each('milestone', MILESTONES)],
    ['every stage', each('stage', Object.keys(STAGES))],
    ['every hold', [...each('hold', Object.keys(HOLDS)), 'held.remind', 'held.start']],
    ['every state of the snapshot', [...each('snapshot', Object.keys(SNAPSHOTS)), 'snapshot.impossible']],
    ['every ending', each('outcome', ENDINGS)],
    ['every warning', each('warning', Object.keys(WARNINGS))],
    ['every step that can be missed', each('missed', ['prepare', 'pre-check', 'go-nogo'])],
    ['every decision in the report', each('decision', Object.keys(DECISIONS))],
    ['every question that is asked', each('ask', QUESTIONS)],
    ['every question that is asked again', each('reminder', QUESTIONS)],
    [
      'every letter in the history',
      each('letter', ['created', 'living', 'repair', 'ready-text', ...QUESTIONS, ...NOTICES]),
    ],
    ['every preparation', each('cards.prepare', PREPARATIONS)],
    ...['heading', 'body', 'summary'].map(
      (part) => [`the ${part} of every notice`, each('notice', NOTICES).map((key) => `${key}.${part}`)] as const,
    ),
    ...['heading', 'summary', 'fallback'].map(
      (part) =>
        [`the ${part} of every card that asks`, each('cards', QUESTIONS).map((key) => `${key}.${part}`)] as const,
    ),
  ] as const)('%s', (_name, keys) => {
    expect(keys.filter((key) => !sentences.has(key))).toEqual([]);
  });

  test('nothing that the process does not know (a typing error in the file)', () => {
    const known: Readonly<Record<string, readonly string[]>> = {
      refusal: [...REFUSALS, 'not your form', 'unknown action', 'unknown person'],
      problem: [...DRAFT_PROBLEMS, 'some', 'someAgain'],
      stage: Object.keys(STAGES),
      milestone: MILESTONES,
      snapshot: [...Object.keys(SNAPSHOTS), 'impossible', 'plan'],
      reminder: QUESTIONS,
      ask: [...QUESTIONS, 'late'],
      verb: Object.keys(COMMANDS),
    };
    const strangers = sentences.keys.filter((key) => {
      const [section = '', ...rest] = key.split('.');
      return known[section] !== undefined && !known[section].includes(rest.join('.'));
    });
    expect(strangers).toEqual([]);
  });
});

describe.each([
  { name: 'English', voice: english, unchanged: /Nothing was (changed|created)\.$/, tomorrow: /tomorrow/i },
  { name: 'French', voice: french, unchanged: /Rien n’a été (modifié|créé)\.$/, tomorrow: /demain(?!d)/i },
])('every sentence in $name', ({ voice, unchanged, tomorrow }) => {
  const { keys } = voice.sentences;
  const say = (key: string, values?: Values): string => voice.sentences.say(key, values);

  test.each(keys)('%s names only what it is given', (key) => {
    const said = say(key, givenTo(key, voice));
    expect(said).not.toBe('');
    expect(said).not.toMatch(/[{}]|undefined|\[object/);
  });

  test.each(keys.filter((key) => /^notice\.(announce\.|.*\.name$)/.test(key)))(
    '%s can also be said of a change alone: on the GO card, in the history',
    (key) => {
      expect(say(key, ofAChange(voice))).not.toBe('');
    },
  );

  test('tells who was refused that nothing was changed', () => {
    for (const code of REFUSALS.filter((refusal) => refusal !== 'unknown change'))
      expect(say(`refusal.${code}`, givenTo(`refusal.${code}`, voice))).toMatch(unchanged);
  });

  test('does not say "tomorrow" but in the reminder', () => {
    const saying = keys.filter((key) => key.startsWith('notice.') && tomorrow.test(say(key, givenTo(key, voice))));
    expect(saying.length).toBeGreaterThan(0);
    expect(saying.every((key) => key.startsWith('notice.remind.'))).toBe(true);
  });
});

describe('one and many are said as people do', () => {
  test('in English', () => {
    expect(english.sentences.say('refusal.tests not ticked', { open: 1 })).toContain('One test is not ticked');
    expect(english.sentences.say('refusal.tests not ticked', { open: 3 })).toContain('3 tests are not ticked');
    expect(english.sentences.say('list.open', { count: 0 })).toBe('No open changes');
  });

  test('in French, where none would be one', () => {
    expect(french.sentences.say('refusal.tests not ticked', { open: 1 })).toContain('Un test n’est pas coché');
    expect(french.sentences.say('refusal.tests not ticked', { open: 3 })).toContain('3 tests ne sont pas cochés');
    expect(french.sentences.say('list.open', { count: 0 })).toBe('Aucun changement ouvert');
    expect(french.sentences.say('history.correctionsTicked', { ticked: 0 })).toBe('aucune correction cochée');
    expect(french.sentences.say('history.testsTicked', { ticked: 0 })).toBe('tous les tests décochés');
    expect(french.sentences.say('cards.go-nogo.testsReadyValue', { testsCount: 0 })).toBe('aucun n’est préparé');
  });
});

/** The sentences of a file as they are written, by their key. */
function written(language: string): ReadonlyMap<string, string> {
  const flat = (tree: unknown, path: readonly string[]): readonly (readonly [string, string])[] =>
    typeof tree === 'string'
      ? [[path.join('.'), tree]]
      : Object.entries(tree as object).flatMap(([key, below]) => flat(below, [...path, key]));
  return new Map(flat(parse(readFileSync(join(FOLDER, `${language}.yaml`), 'utf8')), []));
}

const inEnglish = written('en');
const inFrench = written('fr');

function asTheLibrary(sentence: string, language: string): IntlMessageFormat {
  return new IntlMessageFormat(sentence, language, undefined, { ignoreTag: true });
}

describe('sentences of text and values only, which are said without the library', () => {
  const simple = [...inEnglish.values()].filter((sentence) => messageOf(sentence, 'en') instanceof Filled);

  test('are most of those with values', () => {
    expect(simple.length).toBeGreaterThan(200);
  });

  test.each(['en', 'fr'])('are said as the library says them, in %s', (language) => {
    for (const sentence of (language === 'en' ? inEnglish : inFrench).values()) {
      const message = messageOf(sentence.trim(), language);
      if (!(message instanceof Filled)) continue;
      const values = Object.fromEntries(
        namesIn(message).map((name, index) => [name, index % 3 === 0 ? 2 : `<${name}>`]),
      );
      expect(message.format(values)).toBe(asTheLibrary(sentence.trim(), language).format(values));
    }
  });

  test.each(["l'{service}", "it's {a}", '{ a }', "'{a}'", "''{a}", "'<'{a}", '{a} {b', '{a-b} {é}', '{a} }'])(
    '%s is read as the library reads it, or refused as it does',
    (sentence) => {
      const said = (read: () => { format(values: Record<string, unknown>): unknown }): unknown => {
        try {
          return read().format({ a: 1, b: 2, service: 'x', é: 3, 'a-b': 4 });
        } catch {
          return 'refused';
        }
      };
      const ours = (): { format(values: Record<string, unknown>): unknown } => {
        const message = messageOf(sentence, 'fr');
        return typeof message === 'string' ? { format: () => message } : message;
      };
      expect(said(ours)).toBe(said(() => asTheLibrary(sentence, 'fr')));
    },
  );
});

/** A part of a message, as the library has it: text is 0, a value 1, a choice 5, a plural 6, and its # 7. */
interface Part {
  readonly type: number;
  readonly value?: string;
  readonly options?: Readonly<Record<string, { readonly value: readonly Part[] }>>;
}

function partsOf(sentence: string): readonly Part[] {
  return asTheLibrary(sentence, 'en').getAst();
}

/** A way to say a sentence: what is said, and what was chosen for it. */
interface Wording {
  readonly text: string;
  readonly chosen: Readonly<Record<string, string>>;
}

/** All that a sentence can say: its choices in every combination that can be, with ‹name› for a value. */
function wordings(parts: readonly Part[], from: Wording = { text: '', chosen: {} }): readonly Wording[] {
  return parts.reduce<readonly Wording[]>(
    (before, part) => before.flatMap((wording) => wordedOn(part, wording)),
    [from],
  );
}

function wordedOn({ type, value = '#', options }: Part, { text, chosen }: Wording): readonly Wording[] {
  if (options === undefined) return [{ text: text + (type === 0 ? value : `‹${value}›`), chosen }];
  const before = chosen[value];
  const open = before === undefined ? Object.keys(options) : [before in options ? before : 'other'];
  return open.flatMap((choice) =>
    wordings(options[choice]?.value ?? [], { text, chosen: { ...chosen, [value]: choice } }),
  );
}

/** `stageIs=preparing`: what the choices of a sentence are between, those within them too; the grammar of plurals is free. */
function choicesIn(parts: readonly Part[]): readonly string[] {
  return parts.flatMap(({ type, value = '', options = {} }) =>
    Object.entries(options).flatMap(([choice, within]) => [
      ...(type === 5 ? [`${value}=${choice}`] : []),
      ...choicesIn(within.value),
    ]),
  );
}

const sorted = (texts: readonly string[]): readonly string[] => [...new Set(texts)].sort();

describe('French', () => {
  test('has the sentences of English, in the same order', () => {
    expect([...inFrench.keys()]).toEqual([...inEnglish.keys()]);
  });

  test('names no value that English does not name', () => {
    const strange = [...inFrench].filter(([key, sentence]) => {
      const known = namesIn(messageOf(inEnglish.get(key) ?? '', 'en'));
      return namesIn(messageOf(sentence, 'fr')).some((name) => !known.includes(name));
    });
    expect(strange).toEqual([]);
  });

  test('chooses between what English chooses between', () => {
    const odd = [...inFrench].filter(([key, sentence]) => {
      const known = sorted(choicesIn(partsOf(inEnglish.get(key) ?? '')));
      const own = sorted(choicesIn(partsOf(sentence)));
      return own.some((choice) => !known.includes(choice)) || (own.length > 0 && own.length < known.length);
    });
    expect(odd).toEqual([]);
  });

  test('leaves what people type to the bot as it is', () => {
    const typed = /"(?:WORDS)\b[^"]*"|\d{4}-\d\d-\d\d(?: \d\d:\d\d)?|\b\d+h\d*\b/.source;
    const examples = new RegExp(typed.replace('WORDS', WORDS.join('|')), 'g');
    const lost = [...inEnglish].filter(([key, sentence]) => {
      const own = (inFrench.get(key) ?? '').replaceAll('«\u00a0', '"').replaceAll('\u00a0»', '"');
      return (sentence.match(examples) ?? []).some((example) => !own.includes(example));
    });
    expect(lost).toEqual([]);
  });

  // Times (08:00) and addresses have colons of their own.
  const said = [...inFrench].flatMap(([key, sentence]) =>
    wordings(partsOf(sentence)).map(({ text }) => [key, text.replace(/\d\d:\d\d|https?:\S+/g, '‹›')] as const),
  );

  test.each([
    ['no apostrophe and no quotation mark of a typewriter', /['"]/],
    ['a no-break space before each colon', /(?<!\u00a0):/],
    ['a narrow no-break space before each semicolon, exclamation and question mark', /(?<!\u202f)[;!?]/],
    ['a no-break space within guillemets', /«(?!\u00a0)|(?<!\u00a0)»/],
    ['guillemets in pairs', /^[^«]*»|«[^»]*(?:«|$)/],
    ['no space before a full stop or a comma', /\s[.,]/],
    ['no two spaces side by side', /\s\s/],
    ['an ellipsis in one sign', /\.\./],
    // A name or a service may begin with a vowel: these values do not.
    [
      'no "de" and no "que" before what may begin with a vowel',
      /\b(?:de|que) ‹(?!(?:id|(?:moreM|m)inutes|now|repair|way)›)/i,
    ],
  ] as const)('is written with %s', (_name, fault) => {
    expect(said.filter(([, text]) => fault.test(text))).toEqual([]);
  });
});
