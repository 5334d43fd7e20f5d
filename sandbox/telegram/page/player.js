// A sound with a play button, a line to seek on and its time.

import { el, icon } from "/page/dom.js";
import { duration } from "/page/format.js";
import { word } from "/page/words.js";

/** The player of an `audio` or `voice` whose bytes are at `address`. */
export function playerNode(media, address) {
  const sound = el("audio", { src: address, preload: "none", "data-testid": "audio" });
  const button = el("button", { class: "player-button", type: "button", "aria-label": word("play") }, icon("play"));
  const length = media.duration || 0;
  const seek = el("input", {
    class: "player-seek", type: "range", min: "0", max: String(length || 1), step: "0.1", value: "0",
    "aria-label": word("seek"),
  });
  const time = el("span", { class: "player-time" }, duration(length));

  const show = () => {
    const total = Number.isFinite(sound.duration) ? sound.duration : length || 1;
    seek.max = total;
    seek.value = sound.currentTime;
    seek.style.setProperty("--done", `${(100 * sound.currentTime) / total}%`);
    time.textContent = duration(sound.paused && sound.currentTime === 0 ? total : sound.currentTime);
    button.replaceChildren(icon(sound.paused ? "play" : "pause"));
    button.setAttribute("aria-label", word(sound.paused ? "play" : "pause"));
  };
  for (const event of ["play", "pause", "ended", "timeupdate", "loadedmetadata"]) sound.addEventListener(event, show);
  button.addEventListener("click", () => (sound.paused ? sound.play() : sound.pause()));
  seek.addEventListener("input", () => {
    sound.currentTime = seek.value;
  });

  return el(
    "div",
    { class: "player" },
    sound,
    button,
    el("div", { class: "player-words" }, el("bdi", { class: "document-name" }, media.name ?? word(media.type)), seek, time),
  );
}
