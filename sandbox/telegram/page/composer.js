// Where the user writes: text, files, and the message that is answered or edited.

import { summary } from "/page/bubble.js";
import { CommandMenu } from "/page/commands.js";
import { byId } from "/page/dom.js";
import { watchFiles } from "/page/fileinput.js";
import { showToast } from "/page/notices.js";
import { Tray } from "/page/tray.js";
import { word } from "/page/words.js";

const LONGEST_CAPTION = 1024;
const COUNT_FROM_LEFT = 100;

const input = byId("composer");
const send = byId("send");

/**
 * `onSend({text, replyTo, items, asDocument})` and `onEdit(message, text)` take what was written;
 * `lastOwnText()` gives the message that the arrow-up key edits.
 */
export class Composer {
  #callbacks;
  #context = null;
  #tray = new Tray(() => this.#refresh());
  #menu = new CommandMenu((text) => this.#sendCommand(text));

  constructor(callbacks) {
    this.#callbacks = callbacks;
    byId("composer-form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
    byId("context-close").addEventListener("click", () => this.#leaveContext());
    input.addEventListener("input", () => {
      this.#menu.suggest(input.value);
      this.#refresh();
    });
    input.addEventListener("keydown", (event) => this.#key(event));
    watchFiles((files) => this.add(files));
  }

  set commands(commands) {
    this.#menu.commands = commands;
  }

  get hasFiles() {
    return this.#tray.files.length > 0;
  }

  replyTo(message) {
    this.#leaveContext();
    this.#enterContext("reply", message, `${word("replyTo")} ${message.from === "user" ? word("you") : this.#callbacks.botName()}`);
  }

  edit(message) {
    this.#enterContext("edit", message, word("editing"));
    this.write(message.text);
  }

  /** Puts a text into the field, for the user to send or change. */
  write(text) {
    input.value = text;
    this.#refresh();
    input.focus();
  }

  /** Puts files into the tray. */
  add(files) {
    this.#tray.add(files);
    input.focus();
  }

  /** Draws its words anew, for another language. */
  translate() {
    this.#leaveContext();
  }

  #key(event) {
    // Enter that ends the composition of a Chinese or Japanese word is not for us.
    if (event.isComposing || this.#menu.key(event)) return;
    const touch = matchMedia("(pointer: coarse)").matches;
    if (event.key === "Enter" && !event.shiftKey && !touch) {
      event.preventDefault();
      this.#submit();
    } else if (event.key === "Escape") {
      this.#leaveContext();
    } else if (event.key === "ArrowUp" && input.value === "") {
      const message = this.#callbacks.lastOwnText();
      if (message) this.edit(message);
    }
  }

  #submit() {
    const text = input.value.trim();
    const context = this.#context;
    if (this.#left() < 0) {
      showToast(word("tooLong"));
    } else if (context?.kind === "edit") {
      this.#leaveContext();
      if (text && text !== context.message.text) this.#callbacks.onEdit(context.message, text);
    } else if (text || this.hasFiles) {
      this.#callbacks.onSend({ text, replyTo: context?.message ?? null, ...this.#tray.take() });
      this.write("");
      this.#leaveContext();
    }
    this.#menu.close();
  }

  #sendCommand(text) {
    this.write("");
    this.#callbacks.onSend({ text, replyTo: null, items: [], asDocument: false });
  }

  #enterContext(kind, message, title) {
    this.#context = { kind, message };
    byId("context-title").textContent = title;
    byId("context-text").textContent = summary(message);
    byId("context-icon").setAttribute("href", `/page/icons.svg#${kind}`);
    byId("context-bar").hidden = false;
    input.focus();
  }

  #leaveContext() {
    if (this.#context?.kind === "edit") this.write("");
    this.#context = null;
    byId("context-bar").hidden = true;
  }

  // A long text is split by the server into several messages; a long caption is refused.
  #left() {
    return this.hasFiles ? LONGEST_CAPTION - input.value.trim().length : Infinity;
  }

  #refresh() {
    // Only from nothing can scrollHeight tell that the field may become lower.
    input.style.height = "auto";
    input.style.height = `${input.scrollHeight}px`;
    const left = this.#left();
    byId("counter").hidden = left > COUNT_FROM_LEFT;
    byId("counter").textContent = left;
    send.disabled = left < 0 || (input.value.trim() === "" && !this.hasFiles);
  }
}
