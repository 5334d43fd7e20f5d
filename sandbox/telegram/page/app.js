// The chat page: joins or comes back as a user, and connects what the other modules do.

import { watchActions } from "/page/actions.js";
import { Api } from "/page/api.js";
import { Chat } from "/page/chat.js";
import { Composer } from "/page/composer.js";
import { Connection } from "/page/connection.js";
import { byId } from "/page/dom.js";
import { Feed } from "/page/feed.js";
import { Keyboards } from "/page/keyboard.js";
import { Lightbox } from "/page/lightbox.js";
import { showToast } from "/page/notices.js";
import { Outbox } from "/page/outbox.js";
import { Welcome } from "/page/welcome.js";
import { actionWord, switchLanguage, translatePage, word } from "/page/words.js";

const KEY = "chat-key";
// `/?as=Ann` opens the chat of `python -m sandbox say --as Ann`.
const resumedName = new URLSearchParams(location.search).get("as");

const api = new Api();
const chat = new Chat();
const outbox = new Outbox(api, chat, draw);
const keyboards = new Keyboards(api);
const lightbox = new Lightbox(api, () => chat.photos);
const botName = () => chat.bot.first_name ?? "";
const feed = new Feed(chat, { api, keyboards, outbox, botName, openPhoto: (message) => lightbox.open(message) });
const composer = new Composer({ onSend: send, onEdit: edit, lastOwnText: () => chat.lastOwnText, botName });
const welcome = new Welcome({ sendText, composer });
let online = false;

function send(draft) {
  feed.goToBottom();
  outbox.send(draft);
}

function sendText(text) {
  send({ text, replyTo: null, items: [], asDocument: false });
}

async function edit(message, text) {
  try {
    await api.edit(message.id, text);
  } catch (error) {
    showToast(error.message || word("unreachable"));
  }
}

function draw() {
  feed.draw();
  byId("welcome").hidden = !chat.empty;
  byId("bot-name").textContent = botName();
  byId("status").textContent = statusWords();
  byId("status").classList.toggle("active", online && chat.action !== null);
  byId("banner").hidden = online;
  byId("banner").textContent = word("connectionLost");
}

function statusWords() {
  if (!online) return word("connecting");
  return chat.action ? actionWord(chat.action) : word("bot");
}

async function join() {
  const key = await api.join({
    name: resumedName ?? word("guest"),
    language: word("telegramCode"),
    resume: resumedName !== null,
  });
  if (resumedName === null) localStorage.setItem(KEY, key);
}

async function loadState() {
  if (!api.joined) await join();
  try {
    return await api.state();
  } catch (error) {
    // The sandbox keeps its users in memory: a restarted one knows nobody.
    if (error.status !== 401 && error.status !== 403) throw error;
    if (!chat.empty) showToast(word("startedAnew"));
    await join();
    return api.state();
  }
}

function takeState(state) {
  chat.load(state);
  composer.commands = chat.commands;
  welcome.draw(chat);
  draw();
}

function takeEvent(event) {
  if (event.type === "callback_answer") keyboards.answer(event);
  chat.apply(event);
  if (event.type === "commands") composer.commands = chat.commands;
  draw();
}

async function changeLanguage() {
  switchLanguage();
  composer.translate();
  feed.redraw();
  try {
    await api.setLanguage(word("telegramCode"));
    // The bot's own texts differ by language, too.
    takeState(await api.state());
  } catch (error) {
    showToast(error.message || word("unreachable"));
  }
}

translatePage();
watchActions({ api, chat, feed, composer, sendText });
byId("language").addEventListener("click", changeLanguage);
const storedKey = resumedName === null ? localStorage.getItem(KEY) : null;
if (storedKey) api.resume(storedKey);
new Connection({
  load: loadState,
  eventsUrl: (cursor) => api.eventsUrl(cursor),
  onState: takeState,
  onEvent: takeEvent,
  onOnline: (now) => {
    online = now;
    draw();
  },
}).start();
