// Keeps the list of rows on the page like the chat's, and the view where the reader is.

import { Bubble, DayLine } from "/page/bubble.js";
import { sameRow } from "/page/chat.js";
import { byId } from "/page/dom.js";

const AT_BOTTOM_PX = 60;
const FLASH_MS = 1600;

const list = byId("feed");
const scroller = byId("scroller");
const toBottom = byId("to-bottom");

export class Feed {
  #chat;
  #tools;
  #views = new Map();
  #atBottom = true;
  #unread = 0;
  #drawnBefore = false;

  constructor(chat, tools) {
    this.#chat = chat;
    this.#tools = tools;
    scroller.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    toBottom.addEventListener("click", () => this.goToBottom());
    // Pictures, keyboards and the on-screen keyboard change heights after the drawing.
    const keepPlace = new ResizeObserver(() => this.#stick());
    keepPlace.observe(list);
    keepPlace.observe(scroller);
  }

  /** Draws what has changed since the last time. */
  draw() {
    const rows = this.#chat.rows();
    const keys = new Set(rows.map((row) => row.key));
    for (const [key, view] of this.#views) if (!keys.has(key)) this.#remove(key, view);
    let place = list.firstElementChild;
    for (const row of rows) {
      const { node } = this.#viewOf(row);
      // A node that is moved loses its playing video, so those in place stay untouched.
      if (node === place) place = place.nextElementSibling;
      else list.insertBefore(node, place);
    }
    this.#drawnBefore = true;
    this.#stick();
    this.#showUnread();
  }

  /** Draws all of it anew, for another language. */
  redraw() {
    list.replaceChildren();
    this.#views.clear();
    this.#drawnBefore = false;
    this.draw();
  }

  goToBottom() {
    this.#atBottom = true;
    this.#unread = 0;
    this.#stick();
    this.#showUnread();
  }

  /** Brings a message into view and lights it up. */
  jumpTo(messageId) {
    const view = [...this.#views.values()].find(({ row }) => row.messages?.some((message) => message.id === messageId));
    if (!view) return;
    this.#atBottom = false;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    view.node.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
    view.node.classList.add("flash");
    setTimeout(() => view.node.classList.remove("flash"), FLASH_MS);
  }

  #viewOf(row) {
    const known = this.#views.get(row.key);
    if (known && (row.kind === "day" || sameRow(known.row, row))) return known;
    const view = known ?? this.#newView(row);
    view.row = row;
    view.update(row);
    return view;
  }

  #newView(row) {
    const view = row.kind === "day" ? new DayLine() : new Bubble(this.#tools);
    this.#views.set(row.key, view);
    if (this.#drawnBefore) view.node.classList.add("arriving");
    if (this.#drawnBefore && row.from === "bot" && !this.#atBottom) this.#unread += 1;
    return view;
  }

  #remove(key, view) {
    view.node.remove();
    this.#views.delete(key);
  }

  #scrolled() {
    this.#atBottom = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < AT_BOTTOM_PX;
    if (this.#atBottom) this.#unread = 0;
    this.#showUnread();
  }

  #stick() {
    // In an empty chat the welcome is read from its top.
    if (this.#atBottom && list.firstChild) scroller.scrollTop = scroller.scrollHeight;
  }

  #showUnread() {
    toBottom.hidden = this.#atBottom;
    const badge = byId("unread");
    badge.hidden = this.#unread === 0;
    badge.textContent = this.#unread;
  }
}
