// Times, days, sizes and durations as people read them, in the page's language.

import { pageLanguage, word } from "/page/words.js";

const DAY_MS = 86_400_000;

/** A Unix time in seconds as hours and minutes. */
export function clock(seconds) {
  return new Date(seconds * 1000).toLocaleTimeString(pageLanguage(), { hour: "2-digit", minute: "2-digit", hour12: false });
}

/** A Unix time in seconds as full date and time, for a tooltip. */
export function fullDate(seconds) {
  return new Date(seconds * 1000).toLocaleString(pageLanguage());
}

/** A Unix time in seconds as the name of its day. */
export function dayName(seconds) {
  const date = new Date(seconds * 1000);
  const today = new Date();
  if (date.toDateString() === today.toDateString()) return word("today");
  if (date.toDateString() === new Date(today - DAY_MS).toDateString()) return word("yesterday");
  const year = date.getFullYear() === today.getFullYear() ? undefined : "numeric";
  return date.toLocaleDateString(pageLanguage(), { day: "numeric", month: "long", year });
}

/** Bytes in the unit that suits them. */
export function fileSize(bytes) {
  if (bytes < 1000) return `${bytes} B`;
  const units = ["KB", "MB", "GB"];
  const power = Math.min(Math.floor(Math.log10(bytes) / 3), units.length);
  return `${(bytes / 1000 ** power).toFixed(power === 1 ? 0 : 1)} ${units[power - 1]}`;
}

/** Seconds as m:ss. */
export function duration(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
