// What a reader can do with a message on the page: reply, edit, copy, delete, follow what is in it.

import { byId, el, icon } from "/page/dom.js";
import { source } from "/page/media.js";
import { showToast } from "/page/notices.js";
import { watchSwipes } from "/page/swipe.js";
import { word } from "/page/words.js";

const list = byId("feed");
const menu = byId("menu");

/**
 * Listens on the feed. `tools` has `api`, `chat`, `feed`, `composer` and `sendText(text)`.
 */
export function watchActions(tools) {
  list.addEventListener("click", (event) => followLinks(event, tools));
  list.addEventListener("keydown", (event) => {
    // Spoilers and code are not buttons to the browser, yet must open from the keyboard.
    if ((event.key === "Enter" || event.key === " ") && event.target.matches(".spoiler, [data-copy]")) {
      event.preventDefault();
      event.target.click();
    }
  });
  list.addEventListener("contextmenu", (event) => {
    // The browser's own menu is worth more on links, pictures and selected words.
    if (event.target.closest("a, img, video, input") || !getSelection().isCollapsed) return;
    const message = messageAt(event.target, tools.chat);
    if (!message) return;
    event.preventDefault();
    openMenu(message, { x: event.clientX, y: event.clientY }, tools);
  });
  watchSwipes(list, (row) => {
    const message = messageAt(row, tools.chat);
    if (message) tools.composer.replyTo(message);
  });
}

function messageAt(target, chat) {
  const row = target.closest("[data-testid=message]");
  return row && chat.message(Number(row.dataset.id));
}

function followLinks(event, tools) {
  const target = event.target.closest("[data-jump], [data-command], [data-copy], [data-action], .spoiler");
  if (!target) return;
  if (target.matches(".spoiler")) target.classList.add("shown");
  else if (target.dataset.jump) tools.feed.jumpTo(Number(target.dataset.jump));
  else if (target.dataset.command) tools.sendText(target.dataset.command);
  else if (target.dataset.copy !== undefined) copy(target.textContent);
  else actOn(target, tools);
}

function actOn(button, tools) {
  const message = messageAt(button, tools.chat);
  if (!message) return;
  if (button.dataset.action === "reply") {
    tools.composer.replyTo(message);
    return;
  }
  const box = button.getBoundingClientRect();
  openMenu(message, { x: box.left, y: box.bottom }, tools);
}

function openMenu(message, { x, y }, tools) {
  const entries = [entry("reply", "reply", () => tools.composer.replyTo(message))];
  if (message.text) entries.push(entry("copy", "copy", () => copy(message.text)));
  if (message.from === "user" && message.text) entries.push(entry("edit", "edit", () => tools.composer.edit(message)));
  if (message.media) entries.push(downloadEntry(message.media, tools.api));
  entries.push(entry("delete", "trash", () => remove(message, tools)));
  menu.replaceChildren(...entries);
  menu.showPopover();
  const room = 8;
  menu.style.left = `${Math.max(room, Math.min(x, innerWidth - menu.offsetWidth - room))}px`;
  menu.style.top = `${Math.max(room, Math.min(y, innerHeight - menu.offsetHeight - room))}px`;
  entries[0].focus();
}

menu.addEventListener("click", () => menu.hidePopover());
menu.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const entries = [...menu.children];
  entries.at((entries.indexOf(document.activeElement) + step) % entries.length).focus();
});

function entry(name, picture, act) {
  return el("button", { class: `menu-entry ${name}`, type: "button", role: "menuitem", onclick: act }, icon(picture), word(name));
}

function downloadEntry(media, api) {
  const props = { class: "menu-entry", role: "menuitem", href: source(media, api), download: media.name ?? "file" };
  return el("a", props, icon("download"), word("download"));
}

async function remove(message, tools) {
  try {
    for (const { id } of tools.chat.album(message)) await tools.api.remove(id);
  } catch (error) {
    showToast(error.message || word("unreachable"));
  }
}

async function copy(text) {
  await navigator.clipboard.writeText(text);
  showToast(word("copied"));
}
