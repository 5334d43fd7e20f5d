// What is known of the conversation, and the rows to draw from it; touches neither page nor network.

const JOIN_WITHIN_S = 300;

export class Chat {
  bot = {};
  commands = [];
  action = null;
  #messages = new Map();
  #pending = [];
  #rowKeys = new Map();
  #heldBack = [];
  #readUpTo = 0;

  /** Takes the server's snapshot; what is still being sent stays. */
  load(state) {
    this.bot = state.bot;
    this.commands = state.commands;
    this.action = state.action;
    this.#messages.clear();
    this.#readUpTo = state.read_up_to ?? 0;
    for (const message of state.messages) this.#put(message);
  }

  /** Takes one event of the stream. Callback answers are not the conversation's and pass by. */
  apply(event) {
    switch (event.type) {
      case "message":
        this.#receive(event.message);
        break;
      case "edit":
        this.#put(event.message);
        break;
      case "delete":
        for (const id of event.message_ids) this.#messages.delete(id);
        break;
      case "action":
        this.action = event.action;
        break;
      case "commands":
        this.commands = event.commands;
        break;
      case "read":
        this.#readUpTo = Math.max(this.#readUpTo, event.up_to);
        break;
    }
  }

  message(id) {
    return this.#messages.get(id);
  }

  /** The messages of its album, or the message alone. */
  album(message) {
    return message.group ? this.#sorted().filter((other) => other.group === message.group) : [message];
  }

  get empty() {
    return this.#messages.size === 0 && this.#pending.length === 0;
  }

  /** The user's newest message with words, which the arrow-up key edits. */
  get lastOwnText() {
    return [...this.#messages.values()].filter((message) => message.from === "user" && message.text).at(-1);
  }

  /** All photos in order, for stepping through them. */
  get photos() {
    return this.#sorted().filter((message) => message.media?.type === "photo");
  }

  /** Shows messages that are on their way. They look like the server's, with ids below zero. */
  addPending(pending) {
    this.#pending.push(pending);
  }

  /** A sending began a new attempt, made progress or failed: draws it anew. */
  changePending(pending, change) {
    Object.assign(pending, change);
    pending.messages = pending.messages.map((message) => ({ ...message }));
    this.#release();
  }

  /** The server took what was pending: its messages stand in the same place on the page. */
  settle(pending, messages) {
    this.dropPending(pending);
    for (const [index, message] of messages.entries()) {
      const local = pending.messages[index]?.media;
      // The picture is on the page already; loading it again would blink.
      if (local?.preview && local.type === message.media?.type) message.media.preview = local.preview;
      this.#put(message);
    }
    this.#rowKeys.set(rowId(messages[0]), pending.key);
    this.#release();
  }

  /** Gives up what was pending. */
  dropPending(pending) {
    this.#pending = this.#pending.filter((other) => other !== pending);
    this.#release();
  }

  /**
   * What to draw, in order: `{key, kind: "day", date}` and `{key, kind: "messages", messages, from,
   * first, last, read, pending}`, where an album is one row, and first and last mark a run of one sender.
   */
  rows() {
    const rows = this.#messageRows();
    for (const [index, row] of rows.entries()) {
      row.first = !joined(rows[index - 1], row);
      row.last = !joined(row, rows[index + 1]);
    }
    return rows.flatMap((row, index) => {
      const day = dayOf(row);
      return index > 0 && dayOf(rows[index - 1]) === day
        ? [row]
        : [{ key: `day ${day}`, kind: "day", date: row.messages[0].date }, row];
    });
  }

  #messageRows() {
    const rows = new Map();
    for (const message of this.#sorted()) {
      const key = this.#rowKeys.get(rowId(message)) ?? rowId(message);
      if (rows.has(key)) rows.get(key).messages.push(message);
      else rows.set(key, this.#row(key, [message], null));
    }
    return [...rows.values(), ...this.#pending.map((pending) => this.#row(pending.key, pending.messages, pending))];
  }

  #row(key, messages, pending) {
    const from = messages[0].from;
    const read = from === "user" && pending === null && messages[0].id <= this.#readUpTo;
    return { key, kind: "messages", messages, from, read, pending };
  }

  #sorted() {
    return [...this.#messages.values()].sort((a, b) => a.id - b.id);
  }

  // Our own message can arrive by the stream before the answer to its sending; shown at once, it
  // would stand on the page twice for a moment.
  #receive(message) {
    if (message.from === "user" && this.#sending) this.#heldBack.push(message);
    else this.#put(message);
  }

  get #sending() {
    return this.#pending.some((pending) => !pending.failed);
  }

  #release() {
    if (this.#sending) return;
    for (const message of this.#heldBack) if (!this.#messages.has(message.id)) this.#put(message);
    this.#heldBack = [];
  }

  #put(message) {
    this.#messages.set(message.id, message);
    // A bot that answers has read what stands before its answer.
    if (message.from === "bot") this.#readUpTo = Math.max(this.#readUpTo, message.id);
  }
}

/** Whether two versions of a row would look the same. */
export function sameRow(a, b) {
  return (
    a.first === b.first &&
    a.last === b.last &&
    a.read === b.read &&
    a.messages.length === b.messages.length &&
    a.messages.every((message, index) => message === b.messages[index])
  );
}

function rowId(message) {
  return message.group ? `album ${message.group}` : `message ${message.id}`;
}

function dayOf(row) {
  return new Date(row.messages[0].date * 1000).toDateString();
}

function joined(row, next) {
  return (
    row !== undefined &&
    next !== undefined &&
    row.from === next.from &&
    dayOf(row) === dayOf(next) &&
    next.messages[0].date - row.messages.at(-1).date < JOIN_WITHIN_S
  );
}
