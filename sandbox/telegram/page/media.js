// Draws photos, videos, sounds and files; knows a message's media and where its bytes are.

import { playerNode } from "/page/player.js";
import { el, icon } from "/page/dom.js";
import { duration, fileSize } from "/page/format.js";
import { word } from "/page/words.js";

// A paused player of a large video keeps one of the browser's six connections to the server.
const LOAD_AHEAD_BYTES = 10_000_000;
const NARROWEST_RATIO = 0.45;
const WIDEST_RATIO = 2.4;

const MAKERS = {
  photo: photoNode,
  video: videoNode,
  video_note: videoNode,
  animation: animationNode,
  audio: (message, tools) => playerNode(message.media, source(message.media, tools.api)),
  voice: (message, tools) => playerNode(message.media, source(message.media, tools.api)),
};

const VISUAL = new Set(["photo", "video", "animation"]);

/** Whether the media is a picture that fills its bubble up to the edge. */
export function isVisual(media) {
  return VISUAL.has(media.type);
}

/** Width by height of what is shown, kept within what a bubble can hold. */
export function shownRatio(media) {
  const ratio = media.width && media.height ? media.width / media.height : 1;
  return Math.min(WIDEST_RATIO, Math.max(NARROWEST_RATIO, ratio));
}

/** The media of one message. `tools` has `api` and `openPhoto(message)`. */
export function mediaNode(message, tools) {
  return (MAKERS[message.media.type] ?? documentNode)(message, tools);
}

/** The address of the bytes: on this computer while they are on their way, then at the server. */
export function source(media, api) {
  return media.preview ?? api.fileUrl(media.file_id);
}

/** A small picture of the media, or null where there is none. */
export function smallSource(media, api) {
  if (media.preview && media.type === "photo") return media.preview;
  if (media.thumb) return api.thumbUrl(media.thumb);
  return media.type === "photo" ? source(media, api) : null;
}

function frame(media, ...children) {
  return el("div", { class: `media ${media.type}`, style: { "--ratio": shownRatio(media) } }, ...children);
}

// An unreadable picture keeps its place and says what it was.
function broken(media) {
  return el("div", { class: "broken" }, icon(isVisual(media) ? "picture" : "file"), media.name ?? "");
}

function photoNode(message, tools) {
  const { media } = message;
  const image = el("img", {
    src: source(media, tools.api),
    alt: message.text || word("photo"),
    loading: "lazy",
    decoding: "async",
    draggable: "false",
    "data-testid": "photo",
  });
  const button = el(
    "button",
    { class: "photo-button", type: "button", "aria-label": word("photo"), onclick: () => tools.openPhoto(message) },
    image,
  );
  const node = frame(media, button);
  image.addEventListener("error", () => node.replaceChildren(broken(media)));
  return node;
}

function videoNode(message, tools) {
  const { media } = message;
  const video = el("video", {
    src: source(media, tools.api),
    poster: media.thumb && tools.api.thumbUrl(media.thumb),
    preload: media.size > LOAD_AHEAD_BYTES ? "none" : "auto",
    playsinline: true,
    "data-testid": "video",
    "aria-label": media.name ?? word("video"),
  });
  const play = el("button", { class: "play", type: "button", "aria-label": word("play") }, icon("play"));
  const length = el("span", { class: "badge length", hidden: !media.duration }, duration(media.duration ?? 0));
  const node = frame(media, video, play, length, downloadLink(media, tools));
  play.addEventListener("click", () => video.play());
  video.addEventListener("play", () => {
    video.controls = true;
    play.remove();
    length.remove();
  });
  // The thumbnail is at most 320 pixels; the first frame is sharp.
  video.addEventListener("loadeddata", () => video.removeAttribute("poster"));
  video.addEventListener("error", () => node.replaceChildren(broken(media)));
  return node;
}

function animationNode(message, tools) {
  const { media } = message;
  // Telegram turns a GIF into a silent MP4; this sandbox may hand back the GIF that was sent.
  if (media.mime === "image/gif") {
    return frame(media, el("img", { src: source(media, tools.api), alt: word("animation") }), gifBadge());
  }
  const video = el("video", { src: source(media, tools.api), loop: true, playsinline: true, "aria-label": word("animation") });
  video.muted = true;
  video.autoplay = !matchMedia("(prefers-reduced-motion: reduce)").matches;
  video.addEventListener("click", () => (video.paused ? video.play() : video.pause()));
  return frame(media, video, gifBadge());
}

function gifBadge() {
  return el("span", { class: "badge length" }, "GIF");
}

function documentNode(message, tools) {
  const { media } = message;
  const extension = (media.name ?? "").split(".").slice(1).pop() ?? "";
  const small = smallSource(media, tools.api);
  const picture = small
    ? el("img", { class: "document-icon", src: small, alt: "", loading: "lazy" })
    : el("span", { class: "document-icon", "data-kind": media.mime?.split("/")[0] }, extension ? extension.slice(0, 4) : icon("file"));
  return el(
    "a",
    { class: "document", href: source(media, tools.api), download: media.name ?? "file", "data-testid": "document" },
    picture,
    el(
      "span",
      { class: "document-words" },
      el("bdi", { class: "document-name" }, media.name ?? word("document")),
      el("span", { class: "document-size" }, fileSize(media.size ?? 0)),
    ),
  );
}

function downloadLink(media, tools) {
  return el(
    "a",
    {
      class: "badge download",
      hidden: !media.file_id,
      href: source(media, tools.api),
      download: media.name ?? "video.mp4",
      "aria-label": word("download"),
      title: word("download"),
    },
    icon("download"),
  );
}
