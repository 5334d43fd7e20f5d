// One row of the feed: a message or an album as a bubble, changed in place part by part, so that a
// playing video goes on while its text or buttons change.

import { albumNode } from "/page/album.js";
import { el, icon } from "/page/dom.js";
import { clock, dayName, fullDate } from "/page/format.js";
import { isVisual, smallSource } from "/page/media.js";
import { richText } from "/page/richtext.js";
import { word } from "/page/words.js";

const FEW_EMOJI = /^\p{RGI_Emoji}{1,3}$/v;
const PARTS = ["reply", "media", "words", "reaction", "progress"];

/** A day's name between messages. */
export class DayLine {
  node = el("div", { class: "day" });

  update(row) {
    this.node.replaceChildren(el("span", {}, dayName(row.date)));
  }
}

/** `tools` has `api`, `keyboards`, `openPhoto(message)`, `botName()` and `outbox`. */
export class Bubble {
  node = el("article", { class: "row", "data-testid": "message" });
  #tools;
  #slots = new Map();
  #drawn = new Map();

  constructor(tools) {
    this.#tools = tools;
    for (const part of [...PARTS, "keyboard"]) this.#slots.set(part, el("div", { class: `part-${part}` }));
    const bubble = el("div", { class: "bubble" }, ...PARTS.map((part) => this.#slots.get(part)));
    const stack = el("div", { class: "stack" }, bubble, this.#slots.get("keyboard"));
    this.node.append(stack, toolsNode());
  }

  update(row) {
    const { messages, pending } = row;
    const message = messages.find((one) => one.text) ?? messages[0];
    const media = messages.filter((one) => one.media);
    this.node.dataset.id = messages[0].id;
    this.node.dataset.from = row.from;
    this.node.setAttribute("aria-label", row.from === "user" ? word("you") : this.#tools.botName());
    this.#setClasses(row, message, media);
    this.#draw("reply", messages[0].reply_to, (reply) => this.#replyNode(reply));
    this.#draw("media", media.length > 0 && media.map(mediaKey), () => albumNode(media, this.#tools));
    this.#draw("words", wordsOf(message, row), () => wordsNode(message, row));
    this.#draw("reaction", messages[0].reaction, (emoji) => el("span", { class: "reaction" }, emoji));
    this.#draw("progress", progressOf(pending), () => this.#progressNode(pending));
    this.#draw("keyboard", message.buttons.length > 0 && [message.id, message.buttons], () => this.#tools.keyboards.node(message));
  }

  #setClasses(row, message, media) {
    const visual = media.some((one) => isVisual(one.media));
    const wordless = media.length > 0 && !message.text;
    const facts = {
      first: row.first,
      last: row.last,
      pending: row.pending !== null,
      failed: row.pending?.failed,
      "has-media": media.length > 0,
      "has-visual": visual,
      round: media[0]?.media.type === "video_note",
      bare: wordless && visual,
      "only-files": wordless && !visual,
      jumbo: media.length === 0 && FEW_EMOJI.test(message.text),
    };
    for (const [name, holds] of Object.entries(facts)) this.node.classList.toggle(name, Boolean(holds));
  }

  // Draws a part again only when what it shows has changed; an empty value empties it.
  #draw(part, value, build) {
    const drawn = JSON.stringify(value ?? null);
    if (this.#drawn.get(part) === drawn) return;
    this.#drawn.set(part, drawn);
    this.#slots.get(part).replaceChildren(...(value ? [build(value)] : []));
  }

  #replyNode(reply) {
    const small = reply.media && smallSource(reply.media, this.#tools.api);
    return el(
      "button",
      { class: "quote", type: "button", "data-jump": reply.id },
      small ? el("img", { src: small, alt: "" }) : null,
      el(
        "span",
        { class: "quote-words" },
        el("strong", {}, reply.from === "user" ? word("you") : this.#tools.botName()),
        el("bdi", {}, summary(reply)),
      ),
    );
  }

  #progressNode(pending) {
    const { outbox } = this.#tools;
    if (!pending.failed) {
      return el("div", { class: "upload", style: { "--done": pending.progress }, role: "progressbar", "aria-label": word("sending") });
    }
    return el(
      "div",
      { class: "failure" },
      el("span", {}, word("notSent")),
      el("button", { type: "button", onclick: () => outbox.retry(pending) }, word("retry")),
      el("button", { type: "button", onclick: () => outbox.drop(pending) }, word("delete")),
    );
  }
}

/** A message in a few words, for quotes. */
export function summary(message) {
  const { text, media } = message;
  if (text || !media) return text;
  return media.type === "document" && media.name ? media.name : word(media.type);
}

function toolsNode() {
  const button = (action, picture) =>
    el("button", { class: "icon-button small", type: "button", "data-action": action, "aria-label": word(action), title: word(action) }, icon(picture));
  return el("div", { class: "row-tools" }, button("reply", "reply"), button("more", "more"));
}

function mediaKey({ id, media }) {
  return [id, media.type, media.preview ?? media.file_id];
}

function progressOf(pending) {
  if (!pending) return null;
  return pending.failed ? "failed" : pending.files > 0 && { progress: pending.progress };
}

function wordsOf(message, row) {
  return [message.text, message.entities, message.date, message.edit_date, row.read, Boolean(row.pending), row.pending?.failed];
}

function wordsNode(message, row) {
  const text = message.text ? el("span", { class: "text" }, richText(message.text, message.entities)) : null;
  return el("div", { class: "words", dir: "auto" }, text, metaNode(message, row));
}

function metaNode(message, row) {
  // Telegram marks only people's edits: a bot edits all the time.
  const edited = message.edit_date && row.from === "user" ? el("span", {}, word("edited")) : null;
  const time = el("time", { title: fullDate(message.date) }, clock(message.date));
  return el("span", { class: "meta", dir: "ltr" }, edited, time, row.from === "user" ? ticks(row) : null);
}

function ticks(row) {
  let state = row.read ? "read" : "sent";
  if (row.pending) state = row.pending.failed ? "notSent" : "sending";
  const picture = { read: "ticks", sent: "tick", sending: "clock", notSent: "warning" }[state];
  return el("span", { class: `ticks ${state}`, role: "img", "aria-label": word(state), title: word(state) }, icon(picture));
}
