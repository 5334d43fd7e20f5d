"""Black Forest Labs' API, as its contract describes it, with pictures drawn from the words.

What it does by itself can be overruled for a number of calls, by a `backend` fault armed for an
operation; its value holds words, separated by spaces (`sandbox.scripted`).

For `submit`, `get_result` and `credits`: an HTTP status (`402`), told as `detail`, or with `skill`
in the other form that is documented (`error`, `message`, `retry_after`), or with `html`. A 422
lists fields; with `key` it is the text for a malformed key. `unreadable`: a page with status 200.

For `submit`, how the job goes:

- `pending=N`: so many looks find it going on, as `status=WORD` says it (`_` for a blank);
- `moderated`, `content_moderated`, `error`, `failed`, `lost`, `no_sample`: how it ends;
- `worked`: the refusal comes though the job was begun; `id_only`: the answer of 2024;
  `foreign`: the address to look at is at another host;
- `webhook=FORM`: `field` (the form seen in the field, unsigned), `wrong` (a wrong signature),
  `twice`.

For `get_result`: `lost` (no such task), `202` (an empty answer: still going on).
"""
