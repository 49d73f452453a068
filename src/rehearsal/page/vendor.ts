import type * as AdaptiveCardsModule from 'adaptivecards';
import type DOMPurifyModule from 'dompurify';
import type MarkdownItModule from 'markdown-it';

declare global {
  interface Window {
    AdaptiveCards: typeof AdaptiveCardsModule;
    DOMPurify: typeof DOMPurifyModule;
    markdownit: typeof MarkdownItModule;
  }
}

/** The libraries that index.html loads before this page's own files. */
export const { AdaptiveCards, DOMPurify, markdownit: MarkdownIt } = window;
