// Turns a text and its entities (offsets in UTF-16 units, as Telegram's) into DOM nodes.

import { el } from "/page/dom.js";
import { word } from "/page/words.js";

const SAFE_PROTOCOLS = new Set(["http:", "https:", "mailto:", "tel:", "tg:"]);

const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]);

const NODES = {
  __proto__: null,
  bold: () => el("strong"),
  italic: () => el("em"),
  underline: () => el("u"),
  strikethrough: () => el("s"),
  code: () => el("code", { "data-copy": true, tabindex: "0" }),
  pre: (entity) => el("pre", { "data-copy": true, "data-language": entity.language, tabindex: "0" }),
  blockquote: () => el("blockquote"),
  expandable_blockquote: () => el("blockquote"),
  spoiler: () => el("span", { class: "spoiler", role: "button", tabindex: "0", "aria-label": word("showSpoiler") }),
  text_link: (entity) => link(entity.url),
  url: (entity, words) => link(words.includes("://") ? words : `https://${words}`),
  email: (entity, words) => link(`mailto:${words}`),
  phone_number: (entity, words) => link(`tel:${words}`),
  bot_command: (entity, words) => el("button", { class: "command-link", type: "button", "data-command": words }),
  mention: () => el("span", { class: "mention" }),
  text_mention: () => el("span", { class: "mention" }),
  hashtag: () => el("span", { class: "mention" }),
};

/** An address that may stand in a link, or null: a text must not become a script. */
export function safeHref(address) {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  return SAFE_PROTOCOLS.has(url.protocol) ? url.href : null;
}

/** The whole text as a fragment. Entities of unknown kinds are plain text. */
export function richText(text, entities) {
  const outermostFirst = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return fragment(text, 0, text.length, outermostFirst);
}

function fragment(text, start, end, entities) {
  const out = document.createDocumentFragment();
  let at = start;
  let rest = entities;
  while (rest.length > 0) {
    const [entity, ...others] = rest;
    const from = Math.max(entity.offset, at);
    const to = Math.min(entity.offset + entity.length, end);
    const inside = others.filter((other) => other.offset < to);
    rest = others.filter((other) => other.offset >= to);
    const node = NODES[entity.type]?.(entity, text.slice(from, to)) ?? el("span");
    node.append(fragment(text, from, to, inside));
    out.append(text.slice(at, from), node);
    // The line break after a block is the block's own end, not an empty line.
    at = BLOCKS.has(entity.type) && text[to] === "\n" ? to + 1 : to;
  }
  out.append(text.slice(at, end));
  return out;
}

function link(address) {
  const href = safeHref(address ?? "");
  return href ? el("a", { href, target: "_blank", rel: "noopener noreferrer" }) : el("span");
}
