/** The page: every notice in one file that loads nothing, so that it opens from the disk. */
import { readFileSync } from 'node:fs';
import type { Site } from '../../src/domain/site.ts';
import { fileFor } from '../../src/rehearsal/room/files.ts';
import { HEADS } from './heads.ts';
import { scriptOf } from './script.ts';
import type { Form, Shown } from './shown.ts';

/** The renderer of the rehearsal room and what it needs. */
const LIBRARIES = ['/vendor/adaptivecards.js', '/vendor/markdown-it.js', '/vendor/dompurify.js'];
const STYLE = new URL('page/style.css', import.meta.url);

/** The page of a site. */
export async function pageOf(site: Site, notices: readonly Shown[]): Promise<string> {
  const [room, ...libraries] = await Promise.all(['/style.css', ...LIBRARIES].map(contentOf));
  const scripts = [...libraries, scriptOf('tools/preview/page/client.ts')];
  const title = `Notices of ${site.name}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)}</title>
<style>${room ?? ''}${readFileSync(STYLE, 'utf8')}${hidden(notices[0]?.forms.length ?? 0)}</style>
</head>
<body>
<a class="skip" href="#notices">To the notices</a>
<header class="head">
<h1>${escaped(title)}</h1>
${languageChoice(notices[0]?.forms ?? [])}
${choice('Mails as on a', 'width', [
  ['phone', 'Phone'],
  ['desktop', 'Desktop'],
])}
</header>
<nav aria-label="Notices"><ol>${notices.map(link).join('\n')}</ol></nav>
<main id="notices" tabindex="-1">
${site.mail === undefined ? NO_MAIL : ''}
${notices.map(section).join('\n')}
</main>
${scripts.map((script) => `<script>${script.replace(/<\/script/gi, '<\\/script')}</script>`).join('\n')}
</body>
</html>
`;
}

/** Nothing is loaded from anywhere, whatever a sentence says. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; frame-src 'self'";

const NO_MAIL = `<p class="note">This site sends no mail: its file names nobody whom mails are from (<code>mail</code>). They are shown as they would be.</p>`;
const NOT_SENT = `<p class="note">As it is configured, this site does not send it like this: it is shown as of a site with the whole process, a snapshot, a backup and two services.</p>`;

async function contentOf(path: string): Promise<string> {
  const file = await fileFor(path);
  if (file === undefined) throw new Error(`${path} of the rehearsal room is not there`);
  return file.content.toString('utf8');
}

/** Shows the one form that is chosen, without a script. */
function hidden(forms: number): string {
  const rules = Array.from({ length: forms }, (_, index) => {
    return `body:has(#form-${String(index)}:checked) .form:not([data-form='${String(index)}'])`;
  });
  return rules.length < 2 ? '' : `${rules.join(',\n')} { display: none; }\n`;
}

/** All languages together come first: so it is sent. */
function languageChoice(forms: readonly Form[]): string {
  if (forms.length < 2) return '';
  const all = forms.map(({ languages }, index) => [String(index), languages.join(' + ')] as const);
  return choice('Language', 'form', [...all.slice(-1), ...all.slice(0, -1)]);
}

function choice(legend: string, name: string, values: readonly (readonly [string, string])[]): string {
  const pills = values.map(([value, label], index) => {
    const checked = index === 0 ? ' checked' : '';
    return `<label class="pill"><input type="radio" name="${name}" id="${name}-${value}"${checked}>${escaped(label)}</label>`;
  });
  return `<fieldset class="choice"><legend>${legend}</legend>${pills.join('')}</fieldset>`;
}

function link({ id, scene: { notice, state } }: Shown): string {
  const name = state === '' ? HEADS[notice].title : state;
  return `<li${state === '' ? '' : ' class="variant"'}><a href="#${id}">${escaped(name)}</a></li>`;
}

function section({ id, scene: { notice, state }, isSent, forms }: Shown): string {
  const { title, when } = HEADS[notice];
  return `<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${title}${state === '' ? '' : ` <small>${escaped(state)}</small>`}</h2>
<p class="when">${escaped(when)} Its sentences: <code>notice.${notice}</code></p>
${isSent ? '' : NOT_SENT}
${forms.map(formHtml).join('\n')}
</section>`;
}

function formHtml({ languages, subject, html, text, calendar, post }: Form, index: number): string {
  const lang = languages[0] ?? 'en';
  return `<div class="form" data-form="${String(index)}" lang="${escaped(lang)}">
<dl class="lines"><dt lang="en">Subject</dt><dd>${escaped(subject)}</dd>${toastHtml(post?.toast)}</dl>
<div class="views">
<div class="words">
${view('Card in the channel', post === null ? none('Nothing: it goes by mail only.') : postHtml(post))}
${view('Mail as text', `<pre>${escaped(text)}</pre>`)}
${view('Calendar entry', calendar === null ? none('No entry: it says nothing of the window.') : `<pre>${escaped(calendar)}</pre>`)}
</div>
<div class="mail">${heading('Mail')}<div>${frame(html, subject)}</div></div>
</div>
</div>`;
}

function toastHtml(toast: string | undefined): string {
  return toast === undefined ? '' : `<dt lang="en">Toast</dt><dd>${escaped(toast)}</dd>`;
}

function view(name: string, content: string): string {
  return `<div>${heading(name)}${content}</div>`;
}

function heading(name: string): string {
  return `<h3 lang="en">${name}</h3>`;
}

function none(why: string): string {
  return `<p class="none" lang="en">${why}</p>`;
}

/** The renderer puts the card in the place of the toast's words. */
function postHtml(post: NonNullable<Form['post']>): string {
  return `<div data-post="${escaped(JSON.stringify(post))}">${escaped(post.toast)}</div>`;
}

/** Of this page's origin, so that its height can be read; nothing in it runs. Loaded when it comes into sight. */
function frame(html: string, subject: string): string {
  return `<iframe sandbox="allow-same-origin" loading="lazy" title="${escaped(subject)}" srcdoc="${escaped(html)}"></iframe>`;
}

/** Text as HTML shows it, also between the quotes of an attribute. */
function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}
