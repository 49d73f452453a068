/** The headings of the gallery, each with the sentence that says when people see it. A template of `cards/` has a section of its name. */
export const SECTIONS = {
  living: {
    title: 'The living card',
    when: "The first post of a change's thread, from its creation on: it always shows where the change stands, what comes next and who is awaited.",
  },
  prepare: {
    title: 'Prepare',
    when: 'The implementer is asked when the change is created; the pre-check waits until all three are ticked.',
  },
  'pre-check': {
    title: 'Pre-check',
    when: 'The approver is asked two weeks before the start, as soon as the change is prepared.',
  },
  corrections: {
    title: 'Corrections',
    when: 'The implementer gets the list when the approver asks for corrections at the pre-check; GO / NOGO waits until all are ticked.',
  },
  'go-nogo': {
    title: 'GO / NOGO',
    when: 'The approver is asked one week before the start; only GO releases the announcement.',
  },
  nogo: {
    title: 'NOGO',
    when: 'The implementer gets the reason when the approver says NOGO, and requests GO again once it is corrected, or moves the change.',
  },
  snapshot: {
    title: 'Snapshot',
    when: 'The implementer is asked on the day, early enough for the snapshot to be finished at the start: the start waits for it.',
  },
  skip: {
    title: 'Going without a snapshot',
    when: 'The approver is asked when the snapshot failed, or when the implementer wants to skip it.',
  },
  tests: {
    title: 'Tests',
    when: 'The implementer gets the prepared tests as a checklist when the change has started.',
  },
  'last-rollback': {
    title: 'Last rollback',
    when: 'The implementer is warned 15 minutes before the last moment for a restore that ends within the window.',
  },
  decide: {
    title: 'Decision point',
    when: 'The implementer is asked 30 minutes before the end, and whenever it does not go to plan; every extension brings a new one.',
  },
  more: {
    title: 'More time',
    when: 'The approver is asked when the implementer needs more time than was agreed at GO.',
  },
  incident: {
    title: 'Incident',
    when: 'The implementer gets it when an incident is declared, by hand or because nobody answered until the extra time was used up.',
  },
  'ready-text': {
    title: 'For the incident process',
    when: 'A reply in the thread when the last repair has failed: ready to be copied, with the link of the incident process.',
  },
  close: {
    title: 'Report',
    when: 'The implementer gets it when the maintenance is over, and closes the change with its lessons.',
  },
  notice: {
    title: 'Notices',
    when: 'New posts in the channel, for everybody who is affected: on GO, the day before, at the start, at the end, when the change is moved, delayed, postponed or cancelled.',
  },
  message: {
    title: 'Reminders and holds',
    when: 'Replies in the thread that mention whoever is awaited: when a question stays unanswered, and when a change may not go on.',
  },
  new: { title: 'A new change', when: 'The answer to `new`; what follows the word is filled in already.' },
  note: {
    title: 'Short answers',
    when: 'In place of the form once the change is made, and wherever a sentence is enough.',
  },
  edit: { title: 'Edit', when: 'The answer to `edit` and the id of a change, or to the button of its card.' },
  reschedule: {
    title: 'Reschedule',
    when: 'The answer to `reschedule` and the id of a change, or to the buttons that offer another date.',
  },
  'hand-over': { title: 'Hand over', when: 'The answer to `hand over`, the id of a change and a colleague.' },
  cancel: { title: 'Cancel', when: 'The answer to `cancel` and the id of a change.' },
  deputies: { title: 'Deputies', when: 'The answer to `delegate`: who stands in for the approver, and when.' },
  help: { title: 'Help', when: 'The answer to `help`.' },
  list: { title: 'Lists', when: 'The answers to `list` (open changes), `list all` (ended ones too) and `mine`.' },
  history: {
    title: 'History',
    when: 'The answer to `history` and the id of a change: everything that happened to it.',
  },
  status: { title: 'Status', when: 'The answer to `status`: is the bot well.' },
  typed: {
    title: 'What people typed',
    when: 'Markdown, HTML, emoji, right-to-left script and endless words are shown as they were typed, on every card.',
  },
} as const;
