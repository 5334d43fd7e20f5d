// The files that wait above the composer to be sent, with a look at each.

import { byId, el, icon } from "/page/dom.js";
import { fileSize } from "/page/format.js";
import { showToast } from "/page/notices.js";
import { word } from "/page/words.js";

const MOST_FILES = 10;

const tray = byId("tray");
const list = byId("tray-files");
const asDocument = byId("as-document");

export class Tray {
  #entries = [];
  #onChange;

  /** `onChange()` is called whenever the files are others than before. */
  constructor(onChange) {
    this.#onChange = onChange;
  }

  get files() {
    return this.#entries.map((entry) => entry.file);
  }

  /** Adds files; what is more than a message can hold stays out, and the user is told. */
  add(files) {
    const room = MOST_FILES - this.#entries.length;
    if (files.length > room) showToast(word("tooManyFiles"));
    this.#entries.push(...files.slice(0, room).map((file) => this.#entry(file)));
    this.#changed();
  }

  /** Hands over `items`, each `{file, preview, width, height, kind}`, and `asDocument`; is empty then. */
  take() {
    const taken = { items: this.#entries.map(({ node, ...item }) => item), asDocument: asDocument.checked };
    this.#entries = [];
    asDocument.checked = false;
    this.#changed();
    return taken;
  }

  #entry(file) {
    const entry = { file, preview: URL.createObjectURL(file), kind: "document", width: 0, height: 0 };
    const picture = el("div", { class: "tray-picture" }, icon("file"));
    entry.node = el(
      "li",
      { class: "tray-file", title: file.name, "data-testid": "tray-file" },
      picture,
      el("bdi", { class: "tray-name" }, file.name),
      el("span", { class: "tray-size" }, fileSize(file.size)),
      el(
        "button",
        { class: "tray-remove", type: "button", "aria-label": `${word("remove")}: ${file.name}`, onclick: () => this.#remove(entry) },
        icon("close"),
      ),
    );
    if (file.type.startsWith("image/")) lookAtImage(entry, picture);
    if (file.type.startsWith("video/")) lookAtVideo(entry, picture);
    return entry;
  }

  #remove(entry) {
    URL.revokeObjectURL(entry.preview);
    this.#entries = this.#entries.filter((other) => other !== entry);
    this.#changed();
  }

  #changed() {
    list.replaceChildren(...this.#entries.map((entry) => entry.node));
    tray.hidden = this.#entries.length === 0;
    this.#onChange();
  }
}

// A file is shown as what it is only once the browser could read it: names lie.
function lookAtImage(entry, picture) {
  const image = el("img", { src: entry.preview, alt: "" });
  image.addEventListener("load", () => {
    entry.kind = entry.file.type === "image/gif" ? "animation" : "photo";
    entry.width = image.naturalWidth;
    entry.height = image.naturalHeight;
    picture.replaceChildren(image);
  });
}

function lookAtVideo(entry, picture) {
  const video = el("video", { src: `${entry.preview}#t=0.1`, preload: "metadata", playsinline: true });
  video.muted = true;
  video.addEventListener("loadeddata", () => {
    entry.kind = "video";
    entry.width = video.videoWidth;
    entry.height = video.videoHeight;
    picture.replaceChildren(video, icon("play"));
  });
}
