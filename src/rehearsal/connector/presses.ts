import { executeValue, understood, type Action, type InvokeAnswer } from './invoke.ts';
import { pressed, type Speech } from './speech.ts';
import type { Activity } from './activity.ts';
import type { Board, Message } from './board.ts';
import type { Person } from './people.ts';
import type { Reply } from './send.ts';

/** What Teams sends for a press, and what it does with the answer. */
export class Presses {
  readonly #board: Board;
  readonly #speech: Speech;
  readonly #post: (activity: Activity) => Promise<Reply>;

  constructor(board: Board, speech: Speech, post: (activity: Activity) => Promise<Reply>) {
    this.#board = board;
    this.#speech = speech;
    this.#post = post;
  }

  /** `Action.Execute`: an invoke; a card in the answer becomes this person's own view of the message. */
  async execute(
    from: Person,
    on: Message,
    action: Action,
    trigger: 'manual' | 'automatic',
    activityId?: string,
  ): Promise<InvokeAnswer> {
    const activity = pressed(this.#speech, from, on, 'adaptiveCard/action');
    const id = activityId ?? activity.id ?? '';
    const reply = await this.#post({ ...activity, id, value: executeValue(action, trigger) });
    const answer = understood(reply, id);
    const present = this.#board.find(on.id);
    if (answer.card !== undefined && present?.deleted === false) this.#board.show(present, from, answer.card);
    return answer;
  }

  /** `Action.Submit`: a message without text; whatever the bot has to say comes as a message. */
  async submit(from: Person, on: Message, action: Action, activityId?: string): Promise<InvokeAnswer> {
    const id = activityId ?? this.#board.nextId();
    const activity = { ...pressed(this.#speech, from, on, undefined), id, value: action.data };
    return understood(await this.#post(activity), id);
  }
}
