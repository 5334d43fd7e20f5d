// The buttons under a message: pressed, they wait with a spinner until the bot has answered.

import { el, icon } from "/page/dom.js";
import { safeHref } from "/page/richtext.js";
import { showAlert, showToast } from "/page/notices.js";
import { word } from "/page/words.js";

const LONGEST_WAIT_MS = 15_000;

export class Keyboards {
  #api;
  #waiting = new Map();
  #early = new Set();

  constructor(api) {
    this.#api = api;
  }

  /** The rows of a message's buttons. */
  node(message) {
    const rows = message.buttons.map((row) =>
      el("div", { class: "keyboard-row" }, ...row.map((button) => this.#buttonNode(message, button))),
    );
    return el("div", { class: "keyboard" }, ...rows);
  }

  /** The bot answered a press, with words or without. */
  answer(event) {
    const stop = this.#waiting.get(event.query_id);
    // The answer may overtake the server's reply to the press itself.
    if (stop) stop();
    else this.#early.add(event.query_id);
    if (event.text && event.show_alert) showAlert(event.text);
    else if (event.text) showToast(event.text);
  }

  #buttonNode(message, button) {
    const words = el("bdi", {}, button.text);
    const href = button.url && safeHref(button.url);
    if (href) {
      const props = { class: "key", href, target: "_blank", rel: "noopener noreferrer", "data-testid": "button" };
      return el("a", props, words, icon("link"));
    }
    const node = el("button", { class: "key", type: "button", "data-testid": "button" }, words);
    node.addEventListener("click", () => this.#press(message, button, node));
    return node;
  }

  async #press(message, button, node) {
    if (node.getAttribute("aria-busy") === "true") return;
    node.setAttribute("aria-busy", "true");
    let queryId;
    try {
      queryId = (await this.#api.press(message.id, button.data)).query_id;
    } catch (error) {
      node.removeAttribute("aria-busy");
      showToast(error.message || word("unreachable"));
      return;
    }
    this.#waitFor(queryId, node);
  }

  #waitFor(queryId, node) {
    const stop = () => {
      clearTimeout(timer);
      this.#waiting.delete(queryId);
      node.removeAttribute("aria-busy");
    };
    const timer = setTimeout(() => {
      stop();
      showToast(word("noAnswer"));
    }, LONGEST_WAIT_MS);
    if (this.#early.delete(queryId)) stop();
    else this.#waiting.set(queryId, stop);
  }
}
