/** The HTML of a mail: one column, no images, no links, the same sentences as its text. The only file with mjml. */
import { oneLine } from '../app/plain-text.ts';
import type { MailName } from '../domain/posting.ts';
import { ADAPTED, BAND, LIGHT, STYLE } from './look.ts';
import type { Below, Block, Fact, Wording } from './wording.ts';
import { SIDE_BY_SIDE } from './wording.ts';

/**
 * The mail as HTML. mjml takes 0.2 s and 55 MB to load, so that it is loaded by the first mail and not by the start.
 * @throws when the template is not MJML
 */
export async function htmlOf(notice: MailName, wording: Wording): Promise<string> {
  const { default: mjml } = await import('mjml');
  // Without fonts: mjml would fetch some from elsewhere. Strict: a mistake in the template is an error and not a strange mail.
  const { html } = await mjml(template(notice, wording), { fonts: {}, keepComments: false, validationLevel: 'strict' });
  return html;
}

/** Clients show some 90 letters of it beside the subject. */
const MOST_PREVIEW = 140;

function template(notice: MailName, { subject, below, blocks }: Wording): string {
  const language = blocks[0]?.language ?? 'en';
  return `<mjml ${inLanguage(language)}>
  <mj-head>
    <mj-title>${escapeHtml(subject)}</mj-title>
    <mj-preview>${escapeHtml(oneLine(blocks[0]?.body ?? '', MOST_PREVIEW))}</mj-preview>
    <mj-attributes><mj-text padding="0" line-height="1.5" font-size="16px" font-family="${FONT}" color="${LIGHT.text}" /></mj-attributes>
    <mj-style>${ADAPTED}</mj-style>
    <mj-raw>${META}</mj-raw>
  </mj-head>
  <mj-body width="600px">
    <mj-wrapper css-class="sheet" padding="0" border="1px solid ${LIGHT.rule}" border-top="4px solid ${BAND[notice]}">
      ${blocks.map((block, index) => section(block, index === 0 ? belowHtml(below) : null)).join('\n')}
    </mj-wrapper>
  </mj-body>
</mjml>`;
}

/** Of the machine, so that nothing is fetched. */
const FONT = `-apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif`;

/** The mail looks right in the dark by itself; phones make no links of dates and addresses. */
const META = `<meta name="color-scheme" content="light dark" />
<meta name="supported-color-schemes" content="light dark" />
<meta name="format-detection" content="telephone=no,date=no,address=no,email=no,url=no" />
<meta name="x-apple-disable-message-reformatting" />`;

/** `top`: what stands above the first one, null for the others. */
function section(block: Block, top: string | null): string {
  const rule = top === null ? ` border-top="1px solid ${LIGHT.rule}"` : '';
  return `<mj-section css-class="rule" padding="28px 24px 24px"${rule}>
        <mj-column><mj-text>${blockHtml(block, top ?? '')}</mj-text></mj-column>
      </mj-section>`;
}

/** Each in its own language, for a screen reader too. */
function belowHtml(below: readonly Below[]): string {
  if (below.length === 0) return '';
  const each = below.map(({ language, said }) => `<span ${inLanguage(language)}>${escapeHtml(said)}</span>`);
  return `<p class="quiet" style="${STYLE.top}">${each.join(SIDE_BY_SIDE)}</p>`;
}

function inLanguage(language: string): string {
  return `lang="${escapeHtml(language)}" dir="${directionOf(language)}"`;
}

function blockHtml({ language, heading, joined, body, lateness, facts, calendar, footer }: Block, top: string): string {
  return `<div class="block" ${inLanguage(language)}>
  ${top}
  <h1 style="${STYLE.heading}">${escapeHtml(heading)}</h1>
  ${paragraph(joined, STYLE.body)}
  ${paragraph(body, STYLE.body)}
  ${paragraph(lateness, STYLE.late, 'late')}
  <table role="presentation" class="facts" width="100%" cellpadding="0" cellspacing="0" style="${STYLE.facts}">
    ${facts.map(row).join('\n    ')}
  </table>
  ${paragraph(calendar, STYLE.small, 'quiet')}
  ${paragraph(footer.join('\n'), STYLE.footer, 'quiet')}
</div>`;
}

function row({ label, value }: Fact): string {
  return `<tr>
      <td class="quiet" style="${STYLE.label}">${escapeHtml(label)}</td>
      <td style="${STYLE.value}">${escapeHtml(value)}</td>
    </tr>`;
}

function paragraph(text: string, style: string, name = ''): string {
  if (text === '') return '';
  const lines = escapeHtml(text).replaceAll('\n', '<br />');
  return `<p${name === '' ? '' : ` class="${name}"`} style="${style}">${lines}</p>`;
}

/** Text as HTML shows it: never markup, also between the quotes of an attribute. */
function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Said outright: left alone, the first letters of a mail would decide, and those may be somebody's. */
function directionOf(language: string): 'ltr' | 'rtl' {
  return /^(ar|fa|he|ur|ps|sd|ug|yi|ckb|dv)\b/.test(language) ? 'rtl' : 'ltr';
}
