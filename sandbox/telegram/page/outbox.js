// Sends what was written, one after the other, and shows it in the chat while it is on its way.

import { showToast } from "/page/notices.js";
import { word } from "/page/words.js";

export class Outbox {
  #api;
  #chat;
  #onChange;
  #queue = Promise.resolve();
  #count = 0;

  /** `onChange()` is called whenever the chat looks different. */
  constructor(api, chat, onChange) {
    this.#api = api;
    this.#chat = chat;
    this.#onChange = onChange;
  }

  /** Sends `{text, replyTo, items, asDocument}`, with items as the tray gives them. */
  send(draft) {
    this.#count += 1;
    const pending = {
      key: `pending ${this.#count}`,
      draft,
      messages: likenesses(draft, -this.#count),
      files: draft.items.length,
      progress: 0,
      failed: false,
    };
    this.#chat.addPending(pending);
    this.#deliverInTurn(pending);
  }

  retry(pending) {
    this.#chat.changePending(pending, { failed: false, progress: 0 });
    this.#deliverInTurn(pending);
  }

  drop(pending) {
    this.#chat.dropPending(pending);
    this.#onChange();
  }

  #deliverInTurn(pending) {
    this.#onChange();
    this.#queue = this.#queue.then(() => this.#deliver(pending));
  }

  async #deliver(pending) {
    const { text, replyTo, items, asDocument } = pending.draft;
    const form = { text, replyTo: replyTo?.id, files: items.map((item) => item.file), asDocument };
    try {
      const messages = await this.#api.send(form, (progress) => {
        this.#chat.changePending(pending, { progress });
        this.#onChange();
      });
      this.#chat.settle(pending, messages);
    } catch (error) {
      this.#chat.changePending(pending, { failed: true });
      showToast(error.message || word("unreachable"));
    }
    this.#onChange();
  }
}

// What the server will make of the draft, near enough for the time until it says so itself.
function likenesses({ text, replyTo, items, asDocument }, id) {
  const message = {
    id,
    date: Date.now() / 1000,
    edit_date: null,
    from: "user",
    text,
    entities: [],
    media: null,
    group: null,
    reply_to: replyTo,
    buttons: [],
    reaction: null,
  };
  if (items.length === 0) return [message];
  return items.map((item, index) => ({ ...message, text: index === 0 ? text : "", media: mediaOf(item, asDocument) }));
}

function mediaOf({ file, preview, kind, width, height }, asDocument) {
  return {
    type: asDocument ? "document" : kind,
    file_id: null,
    preview,
    name: file.name,
    mime: file.type,
    size: file.size,
    width,
    height,
    duration: 0,
    thumb: null,
  };
}
