/** The process table as people read it: `npx tsx tools/process-table.ts` prints it for the README, and a test keeps the two the same. */
import { pathToFileURL } from 'node:url';
import type { Due, Milestone } from '../src/domain/milestone.ts';
import { PROCESS } from '../src/process.ts';

/** The table as Markdown, one row a milestone, in the order of the page. */
export function processTable(): string {
  const head = [
    'milestone',
    'when',
    'who is asked',
    'answers',
    'notice',
    'needs',
    'if late',
    'asked again',
    'leads to',
  ];
  const rows = Object.values(PROCESS).map(cells);
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

function cells(row: Milestone): readonly string[] {
  const needs = row.gates.length === 0 ? '' : `${row.gates.join(', ')}${row.ifShut === 'hold' ? '; else on hold' : ''}`;
  return [
    row.name,
    `${when(row.due)}${bounds(row)}`,
    row.asks ?? '',
    row.answers.join(' / '),
    row.notice ?? '',
    needs,
    row.ifLate,
    row.again === null ? '' : said(row.again),
    row.leadsTo,
  ];
}

function when(due: Due): string {
  if ('at' in due) return `at once, created by start − ${said(due.by)}`;
  if ('after' in due) return `after ${due.after}`;
  const plus = 'plus' in due ? ` − ${due.plus}` : '';
  const by = said(due.by);
  const hour = 'hour' in due ? `, at ${due.hour}` : '';
  return by === '' ? `at the ${due.before}` : `${due.before}${plus} − ${by}${hour}`;
}

/** How long before it people are warned, and how much it may be in all. */
function bounds({ warn, limit }: Milestone): string {
  if (warn !== null) return `, warned ${said(warn)} before`;
  return limit === null ? '' : `, ${said(limit)} in all`;
}

const UNITS: Readonly<Partial<Record<string, string>>> = { D: 'd', H: 'h', M: 'min' };

/** `PT2H30M` as `2 h 30 min`; nothing for nothing. */
function said(duration: string): string {
  const parts = [...duration.matchAll(/(\d+)([DHM])/g)].filter(([, count]) => count !== '0');
  return parts.map(([, count = '', unit = '']) => `${count} ${UNITS[unit] ?? unit}`).join(' ');
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href)
  console.log(processTable());
