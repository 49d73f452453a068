/**
 * How the mails look. Backgrounds are those of the client: what a client inverts by itself, or leaves alone, stays readable
 * then. Colours hold a contrast of 4.5 to 1 on white and on near black (WCAG 2.2, 1.4.3), and nothing is said by one alone.
 */
import type { MailName } from '../domain/posting.ts';

export const LIGHT = { text: '#1f2328', quiet: '#59636e', rule: '#d1d9e0', late: '#9a6700' } as const;

const AT_NIGHT = { text: '#e6edf3', quiet: '#a0aab5', rule: '#3d444d', late: '#d29922' } as const;

/** For clients that know what is dark, and for phones; `!important` because the styles of the light are in the elements. */
export const ADAPTED = `:root { color-scheme: light dark; supported-color-schemes: light dark; }
.block { overflow-wrap: anywhere; word-break: break-word; }
.block h1 { text-wrap: balance; }
.block td { text-wrap: pretty; }
@media (prefers-color-scheme: dark) {
  .block, .block h1, .block p, .block td { color: ${AT_NIGHT.text} !important; }
  .block .quiet { color: ${AT_NIGHT.quiet} !important; }
  .block .late { color: ${AT_NIGHT.late} !important; border-color: ${AT_NIGHT.late} !important; }
  .sheet > table > tbody > tr > td { border-left-color: ${AT_NIGHT.rule} !important; border-right-color: ${AT_NIGHT.rule} !important; border-bottom-color: ${AT_NIGHT.rule} !important; }
  .block .facts, .rule > table > tbody > tr > td { border-color: ${AT_NIGHT.rule} !important; }
}
@media (max-width: 480px) {
  .sheet > table > tbody > tr > td { border-left: 0 !important; border-right: 0 !important; }
}
@media (min-width: 640px) {
  .sheet { padding: 20px 0 !important; }
}`;

const PLANNED = '#0969da';
const RUNNING = '#bf8700';
const TROUBLE = '#cf222e';
const OVER = '#2da44e';
const OFF = '#818b98';

/** The band above a mail. */
export const BAND: Readonly<Record<MailName, string>> = {
  tentative: OFF,
  announce: PLANNED,
  moved: PLANNED,
  delayed: PLANNED,
  remind: PLANNED,
  start: RUNNING,
  extend: RUNNING,
  overrun: RUNNING,
  incident: TROUBLE,
  'incident-update': TROUBLE,
  'incident-process': TROUBLE,
  'incident-over': OVER,
  end: OVER,
  postponed: OFF,
  cancel: OFF,
};

/** In the elements, because some clients drop what stands in the head. */
export const STYLE = {
  top: `margin:0 0 14px;font-size:12px;color:${LIGHT.quiet};`,
  heading: `margin:0 0 14px;font-size:22px;line-height:1.3;font-weight:600;color:${LIGHT.text};`,
  body: 'margin:0 0 14px;',
  late: `margin:0 0 14px;padding-left:12px;border-left:3px solid ${LIGHT.late};color:${LIGHT.late};`,
  facts: `width:100%;margin:20px 0 0;border-top:1px solid ${LIGHT.rule};border-bottom:1px solid ${LIGHT.rule};`,
  label: `padding:6px 16px 6px 0;width:84px;vertical-align:top;font-size:14px;color:${LIGHT.quiet};`,
  value: 'padding:6px 0;vertical-align:top;font-size:14px;',
  small: `margin:14px 0 0;font-size:14px;color:${LIGHT.quiet};`,
  footer: `margin:20px 0 0;font-size:12px;color:${LIGHT.quiet};`,
} as const;
