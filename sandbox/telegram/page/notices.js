// Short notices: a toast that goes by itself, an alert that waits to be closed.

import { byId, el } from "/page/dom.js";

const SHOWN_MS = 3500;

/** Shows one sentence for a few seconds. */
export function showToast(text) {
  const toast = el("div", { class: "toast", dir: "auto", "data-testid": "toast" }, text);
  byId("toasts").append(toast);
  setTimeout(() => toast.remove(), SHOWN_MS);
}

/** Shows a text until the user closes it. */
export function showAlert(text) {
  const dialog = byId("alert");
  byId("alert-text").textContent = text;
  if (!dialog.open) dialog.showModal();
}
