// Shows a photo as large as the window, with the chat's other photos one step away.

import { source } from "/page/media.js";
import { byId } from "/page/dom.js";

const dialog = byId("lightbox");
const image = byId("lightbox-image");

/** `photos()` gives the messages with photos in order. */
export class Lightbox {
  #api;
  #photos;
  #shown = null;

  constructor(api, photos) {
    this.#api = api;
    this.#photos = photos;
    byId("lightbox-close").addEventListener("click", () => dialog.close());
    byId("lightbox-previous").addEventListener("click", () => this.#step(-1));
    byId("lightbox-next").addEventListener("click", () => this.#step(1));
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog) dialog.close();
    });
    dialog.addEventListener("keydown", (event) => {
      if (event.key === "ArrowLeft") this.#step(-1);
      if (event.key === "ArrowRight") this.#step(1);
    });
  }

  open(message) {
    this.#show(message);
    dialog.showModal();
  }

  #step(by) {
    const next = this.#neighbour(by);
    if (next) this.#show(next);
  }

  #show(message) {
    this.#shown = message;
    const address = source(message.media, this.#api);
    image.src = address;
    image.alt = message.text;
    const download = byId("lightbox-download");
    download.href = address;
    download.download = message.media.name ?? "photo.jpg";
    byId("lightbox-previous").disabled = !this.#neighbour(-1);
    byId("lightbox-next").disabled = !this.#neighbour(1);
  }

  #neighbour(by) {
    const photos = this.#photos();
    const at = photos.findIndex((photo) => photo.id === this.#shown.id);
    return at < 0 ? undefined : photos[at + by];
  }
}
