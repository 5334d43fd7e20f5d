// The server's user side over HTTP; knows paths and forms, and nothing of what the page looks like.

/** A refusal (`status` 4xx or 5xx) or, with status 0, no answer at all. */
export class ApiError extends Error {
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

export class Api {
  #key = null;

  /** Becomes a user; `resume` takes up the one who already has this name. */
  async join({ name, language, resume }) {
    const joined = await this.#call("POST", "/chat/users", { name, language, resume });
    this.#key = joined.key;
    return joined.key;
  }

  get joined() {
    return this.#key !== null;
  }

  /** Goes on as the user of a key that `join` gave earlier. */
  resume(key) {
    this.#key = key;
  }

  state() {
    return this.#call("GET", "/chat/state");
  }

  setLanguage(language) {
    return this.#call("PATCH", "/chat/users/me", { language });
  }

  press(messageId, data) {
    return this.#call("POST", "/chat/press", { message_id: messageId, data });
  }

  edit(messageId, text) {
    return this.#call("POST", "/chat/edit", { message_id: messageId, text });
  }

  remove(messageId) {
    return this.#call("DELETE", `/chat/messages/${messageId}`);
  }

  /**
   * Sends `{text, replyTo, files, asDocument}` and gives the messages it became.
   * By XMLHttpRequest, because fetch tells nothing of an upload's progress.
   */
  send(draft, onProgress) {
    const form = new FormData();
    if (draft.text) form.append("text", draft.text);
    if (draft.replyTo) form.append("reply_to", draft.replyTo);
    if (draft.asDocument) form.append("as_document", "1");
    for (const file of draft.files) form.append("files", file, file.name);
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open("POST", "/chat/send");
      request.setRequestHeader("X-Chat-Key", this.#key);
      request.upload.onprogress = (event) => onProgress(event.loaded / event.total);
      request.onerror = () => reject(new ApiError("", 0));
      request.onload = () => {
        if (request.status < 300) resolve(JSON.parse(request.responseText).messages);
        else reject(new ApiError(errorText(request.responseText), request.status));
      };
      request.send(form);
    });
  }

  eventsUrl(cursor) {
    return `/chat/events?key=${encodeURIComponent(this.#key)}&after=${cursor}`;
  }

  fileUrl(fileId) {
    return `/chat/file/${encodeURIComponent(fileId)}?key=${encodeURIComponent(this.#key)}`;
  }

  thumbUrl(fileId) {
    return `/chat/thumb/${encodeURIComponent(fileId)}?key=${encodeURIComponent(this.#key)}`;
  }

  async #call(method, path, body) {
    const headers = { "Content-Type": "application/json" };
    if (this.#key) headers["X-Chat-Key"] = this.#key;
    let response;
    try {
      response = await fetch(path, { method, headers, body: body && JSON.stringify(body) });
    } catch (error) {
      throw new ApiError(error.message, 0);
    }
    const text = await response.text();
    if (!response.ok) throw new ApiError(errorText(text), response.status);
    return JSON.parse(text || "{}");
  }
}

function errorText(body) {
  try {
    return JSON.parse(body).error ?? body;
  } catch {
    return body;
  }
}
