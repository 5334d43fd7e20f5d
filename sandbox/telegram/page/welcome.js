// What a first visitor sees in an empty chat: what the bot does, START, and examples to try.

import { byId, el, icon } from "/page/dom.js";
import { word } from "/page/words.js";

const EXAMPLES = [
  { words: "exampleClip", picture: "picture", withSample: true },
  { words: "exampleTitle", picture: "title", withSample: true },
  { words: "exampleAbilities", picture: "spark", withSample: false },
];
const SAMPLE_WIDTH = 1080;
const SAMPLE_HEIGHT = 1350;

/** `sendText(text)` sends at once; an example is only put into the `composer`. */
export class Welcome {
  #composer;

  constructor({ sendText, composer }) {
    this.#composer = composer;
    byId("start").addEventListener("click", () => sendText("/start"));
  }

  /** Shows itself in an empty chat, with the bot's own description if it has one. */
  draw(chat) {
    byId("welcome").hidden = !chat.empty;
    byId("description").textContent = chat.bot.description || word("welcomeText");
    byId("examples").replaceChildren(...EXAMPLES.map((example) => this.#chip(example)));
  }

  #chip(example) {
    const text = word(example.words);
    const onclick = async () => {
      if (example.withSample && !this.#composer.hasFiles) this.#composer.add([await samplePhoto()]);
      this.#composer.write(text);
    };
    return el("button", { class: "example", type: "button", onclick }, icon(example.picture), el("span", {}, text));
  }
}

// Not everybody has a photo at hand: the drawing becomes one, as a camera would have made it.
async function samplePhoto() {
  const image = el("img", { src: "/page/sample.svg" });
  await image.decode();
  const canvas = el("canvas", { width: SAMPLE_WIDTH, height: SAMPLE_HEIGHT });
  canvas.getContext("2d").drawImage(image, 0, 0, SAMPLE_WIDTH, SAMPLE_HEIGHT);
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.92));
  return new File([blob], "sample.jpg", { type: "image/jpeg" });
}
