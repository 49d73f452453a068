const SIZES = { small: 12, default: 14, medium: 16, large: 20, extraLarge: 24 };
const WEIGHTS = { lighter: 300, default: 400, bolder: 600 };
const COLOURS = ['default', 'dark', 'light', 'accent', 'good', 'warning', 'attention'] as const;
const STYLES = ['default', 'emphasis', 'accent', 'good', 'warning', 'attention'] as const;

const font = (fontFamily: string): unknown => ({ fontFamily, fontSizes: SIZES, fontWeights: WEIGHTS });

/** Colours are the style sheet's: a change from light to dark needs no new rendering, so nothing typed is lost. */
const colour = (name: string): unknown => ({ default: `var(--card-${name})`, subtle: `var(--card-${name}-subtle)` });
const foregroundColors = Object.fromEntries(COLOURS.map((name) => [name, colour(name)]));

/** The host config of the official renderer: a calm card, as wide as its post. */
export const LOOK = {
  fontTypes: { default: font('inherit'), monospace: font('ui-monospace, Consolas, monospace') },
  lineHeights: { small: 16, default: 20, medium: 22, large: 28, extraLarge: 32 },
  supportsInteractivity: true,
  spacing: { small: 4, default: 8, medium: 14, large: 20, extraLarge: 28, padding: 14 },
  separator: { lineThickness: 1, lineColor: 'var(--line)' },
  imageSizes: { small: 32, medium: 52, large: 100 },
  containerStyles: Object.fromEntries(
    STYLES.map((name) => [
      name,
      { backgroundColor: `var(--fill-${name})`, borderColor: `var(--line)`, foregroundColors },
    ]),
  ),
  actions: {
    maxActions: 8,
    spacing: 'default',
    buttonSpacing: 8,
    showCard: { actionMode: 'inline', inlineTopMargin: 10, style: 'emphasis' },
    actionsOrientation: 'horizontal',
    actionAlignment: 'left',
  },
  adaptiveCard: { allowCustomStyle: true },
  factSet: {
    title: { color: 'default', size: 'default', weight: 'bolder', wrap: true, maxWidth: 150 },
    value: { color: 'default', size: 'default', weight: 'default', wrap: true },
    spacing: 14,
  },
  inputs: {
    label: {
      inputSpacing: 'small',
      requiredInputs: { weight: 'bolder', size: 'default', color: 'default', suffix: ' *', suffixColor: 'attention' },
      optionalInputs: { weight: 'bolder', size: 'default', color: 'default' },
    },
    errorMessage: { size: 'small', color: 'attention', weight: 'default', spacing: 'small' },
  },
  textStyles: {
    heading: { size: 'large', weight: 'bolder' },
    columnHeader: { weight: 'bolder' },
  },
};
