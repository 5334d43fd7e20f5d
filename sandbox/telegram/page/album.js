// Lays out several media of one message group: pictures as a mosaic of rows, all else as a list.

import { el } from "/page/dom.js";
import { isVisual, mediaNode, shownRatio } from "/page/media.js";

const ROWS = { 2: [2], 3: [1, 2], 4: [2, 2], 5: [2, 3], 6: [3, 3], 7: [2, 2, 3], 8: [2, 3, 3], 9: [3, 3, 3], 10: [3, 3, 4] };
const NARROWEST_CELL = 0.6;

/** The media of one row of the feed: a single one, or an album. */
export function albumNode(messages, tools) {
  const nodes = messages.map((message) => {
    const node = mediaNode(message, tools);
    node.dataset.id = message.id;
    return node;
  });
  if (nodes.length === 1) return nodes[0];
  if (!messages.every((message) => isVisual(message.media))) return el("div", { class: "media-list" }, ...nodes);
  return el("div", { class: "album" }, ...mosaic(messages, nodes));
}

// Each cell is as wide as its picture asks for, so that a row has one height and little is cut off.
function mosaic(messages, nodes) {
  let next = 0;
  return rowsOf(messages).map((count) => {
    const cells = nodes.slice(next, next + count);
    const ratios = messages.slice(next, next + count).map(({ media }) => Math.max(NARROWEST_CELL, shownRatio(media)));
    next += count;
    for (const [index, cell] of cells.entries()) cell.style.setProperty("--ratio", ratios[index]);
    const whole = ratios.reduce((sum, ratio) => sum + ratio, 0);
    return el("div", { class: "album-row", style: { "--ratio": whole } }, ...cells);
  });
}

function rowsOf(messages) {
  // One upright picture above two others would fill the screen.
  const upright = messages.every(({ media }) => shownRatio(media) < 1);
  return messages.length === 3 && upright ? [3] : ROWS[messages.length];
}
