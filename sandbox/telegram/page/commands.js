// The bot's commands as a menu: all of them by the button, the fitting ones while a "/" is typed.

import { byId, el } from "/page/dom.js";

const list = byId("commands");
const button = byId("command-button");
const input = byId("composer");

export class CommandMenu {
  #commands = [];
  #shown = [];
  #chosen = 0;
  #onChoose;

  /** `onChoose(text)` is given the command with its slash. */
  constructor(onChoose) {
    this.#onChoose = onChoose;
    button.addEventListener("click", () => (this.open ? this.close() : this.#show(this.#commands)));
    // The composer keeps the focus, so that the menu can be left by typing on.
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    document.addEventListener("click", (event) => {
      if (!event.target.closest(".commands, #command-button, #composer")) this.close();
    });
  }

  /** The bot's commands, `[{command, description}]`. */
  set commands(commands) {
    this.#commands = commands;
    button.hidden = commands.length === 0;
    if (this.open) this.suggest(input.value);
  }

  get open() {
    return !list.hidden;
  }

  /** Follows what is being typed. */
  suggest(text) {
    const typed = /^\/(\w*)$/.exec(text)?.[1].toLowerCase();
    this.#show(typed === undefined ? [] : this.#commands.filter(({ command }) => command.startsWith(typed)));
  }

  close() {
    this.#show([]);
  }

  /** Takes a key of the composer; true if the menu used it. */
  key(event) {
    if (!this.open) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.#choose((this.#chosen + step + this.#shown.length) % this.#shown.length);
    else if (event.key === "Enter") this.#take(this.#shown[this.#chosen]);
    else if (event.key === "Tab") this.#complete();
    else if (event.key === "Escape") this.close();
    else return false;
    event.preventDefault();
    return true;
  }

  #show(commands) {
    this.#shown = commands;
    list.hidden = commands.length === 0;
    button.setAttribute("aria-expanded", String(this.open));
    list.replaceChildren(...commands.map((command, index) => this.#entry(command, index)));
    if (this.open) this.#choose(0);
    else input.removeAttribute("aria-activedescendant");
  }

  #entry(entry, index) {
    return el(
      "li",
      { id: `command-${index}`, class: "command", role: "option", "data-testid": "command", onclick: () => this.#take(entry) },
      el("strong", {}, `/${entry.command}`),
      el("bdi", {}, entry.description),
    );
  }

  #choose(index) {
    this.#chosen = index;
    for (const [at, node] of [...list.children].entries()) node.setAttribute("aria-selected", String(at === index));
    list.children[index].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", `command-${index}`);
  }

  #take(entry) {
    this.close();
    this.#onChoose(`/${entry.command}`);
  }

  #complete() {
    input.value = `/${this.#shown[this.#chosen].command} `;
    this.close();
  }
}
