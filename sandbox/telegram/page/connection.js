// Keeps the page in step with the server: one snapshot, then every event after it, without a gap.

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 8000;

/**
 * `load()` gives the snapshot (and throws while the server is away), `eventsUrl(cursor)` the stream
 * after it. `onState`, `onEvent` and `onOnline(boolean)` are told what happens.
 */
export class Connection {
  #source = null;
  #starting = false;
  #callbacks;

  constructor(callbacks) {
    this.#callbacks = callbacks;
    // After sleep or a lost network a dead stream can look open for minutes.
    addEventListener("online", () => this.start());
  }

  async start() {
    if (this.#starting) return;
    this.#starting = true;
    this.#source?.close();
    const state = await this.#loadPatiently();
    this.#starting = false;
    this.#callbacks.onState(state);
    this.#listen(state.cursor);
  }

  async #loadPatiently() {
    for (let wait = FIRST_WAIT_MS; ; wait = Math.min(wait * 2, LONGEST_WAIT_MS)) {
      try {
        return await this.#callbacks.load();
      } catch (error) {
        console.warn("the sandbox gave no snapshot:", error.message);
        this.#callbacks.onOnline(false);
        await new Promise((resolve) => setTimeout(resolve, wait));
      }
    }
  }

  #listen(cursor) {
    const source = new EventSource(this.#callbacks.eventsUrl(cursor));
    this.#source = source;
    source.onopen = () => this.#callbacks.onOnline(true);
    source.onmessage = (event) => this.#callbacks.onEvent(JSON.parse(event.data));
    source.onerror = () => {
      this.#callbacks.onOnline(false);
      // The browser repeats a broken stream by itself, with Last-Event-ID; a refused one it gives
      // up, for example after the sandbox was restarted and forgot this user.
      if (source.readyState === EventSource.CLOSED) setTimeout(() => this.start(), FIRST_WAIT_MS);
    };
  }
}
