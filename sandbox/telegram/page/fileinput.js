// The ways a file comes into the page: the attach button, drag and drop, paste.

import { byId } from "/page/dom.js";
import { showToast } from "/page/notices.js";
import { word } from "/page/words.js";

const input = byId("file-input");
const overlay = byId("drop-overlay");

/** Calls `onFiles(files)` with an array, whichever way they came. */
export function watchFiles(onFiles) {
  byId("attach").addEventListener("click", () => input.click());
  input.addEventListener("change", () => {
    onFiles([...input.files]);
    // Without this, choosing the same file again would be no change.
    input.value = "";
  });
  addEventListener("paste", (event) => {
    const files = [...event.clipboardData.files];
    if (files.length === 0) return;
    event.preventDefault();
    onFiles(files);
  });
  watchDrops(onFiles);
}

function watchDrops(onFiles) {
  const carriesFiles = (event) => event.dataTransfer?.types.includes("Files");
  addEventListener("dragenter", (event) => {
    if (carriesFiles(event)) overlay.hidden = false;
  });
  // The overlay covers the window, so leaving it is leaving the window.
  overlay.addEventListener("dragleave", (event) => {
    if (!overlay.contains(event.relatedTarget)) overlay.hidden = true;
  });
  addEventListener("dragover", (event) => {
    if (carriesFiles(event)) event.preventDefault();
  });
  addEventListener("drop", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    overlay.hidden = true;
    const files = [...event.dataTransfer.items].filter((item) => !item.webkitGetAsEntry()?.isDirectory).map((item) => item.getAsFile());
    if (files.length < event.dataTransfer.items.length) showToast(word("foldersCannot"));
    if (files.length > 0) onFiles(files);
  });
}
