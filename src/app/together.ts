/** Letters to Teams and mails as one delivery: neither waits for the other. */
import type { Changes } from './changes.ts';
import type { Delivery } from './deliver.ts';
import type { MailOut } from './mail-out.ts';

/** Both, knocked on together. */
export function together(letters: Delivery, mails: MailOut, changes: Changes): Delivery {
  return {
    knock(id) {
      letters.knock(id);
      mails.knock(id);
    },
    knockAll() {
      letters.knockAll();
      for (const id of changes.waiting()) mails.knock(id);
    },
    later: (key, to) => (to === undefined ? letters.later(key) : mails.later(key, to)),
    async idle() {
      // What one of them notes may give the other something to do.
      do await Promise.all([letters.idle(), mails.idle()]);
      while (letters.busy() || mails.busy());
    },
    busy: () => letters.busy() || mails.busy(),
    async stop(ms) {
      await Promise.all([letters.stop(ms), mails.stop(ms)]);
    },
  };
}
