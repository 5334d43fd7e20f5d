// On a touch screen a swipe to the left replies, as in Telegram.

const FAR_ENOUGH_PX = 56;
const FARTHEST_PX = 75;

/** Calls `onSwipe(row)` for each message of `list` that was pulled far enough. */
export function watchSwipes(list, onSwipe) {
  let swipe = null;

  const begin = (event) => {
    const row = event.target.closest("[data-testid=message]");
    const [touch] = event.touches;
    swipe = row && event.touches.length === 1 ? { row, x: touch.clientX, y: touch.clientY, pulled: 0 } : null;
  };
  const move = (event) => {
    if (!swipe) return;
    const [touch] = event.touches;
    const pulled = swipe.x - touch.clientX;
    // A hand that scrolls also moves a little to the side.
    if (Math.abs(touch.clientY - swipe.y) > Math.abs(pulled)) return;
    swipe.pulled = Math.min(FARTHEST_PX, Math.max(0, pulled));
    swipe.row.style.translate = `${-swipe.pulled}px`;
  };
  const end = () => {
    if (!swipe) return;
    swipe.row.style.translate = "";
    if (swipe.pulled >= FAR_ENOUGH_PX) onSwipe(swipe.row);
    swipe = null;
  };

  list.addEventListener("touchstart", begin, { passive: true });
  list.addEventListener("touchmove", move, { passive: true });
  list.addEventListener("touchend", end);
  list.addEventListener("touchcancel", end);
}
