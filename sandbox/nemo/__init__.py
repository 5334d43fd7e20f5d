"""The NemoVideo backend, as its contract describes it, with an agent that really edits.

What it does by itself can be overruled for a number of calls, by a `backend` fault armed for an
operation; its value holds words, separated by spaces, which can be mixed.

For any operation, instead of acting:

- a code (`1002`, `429`, `503`, `9999`), alone or with the form it takes: `body`, `status`, `both`,
  `detail` and `detail_list` (ADK's refusals), `html`, `broken_json`, `empty`; the last five also
  without a code. With 429 `retry_after=SECONDS` or `no_retry_after`. `worked`: it is answered
  although the work is done, as gateways do.

For `run_sse`, how the turn goes:

- `silent`, `spoken`, `temporary_issue` (a trailing one), `thoughts`, `groups` (several texts, each
  streamed and repeated), `sketch` (the other form of events), `undone` (nothing is changed or
  charged, whatever is said), `second_stage` (music, a title and an effect are added unasked when
  the stream is over; with `after=SECONDS` that much later);
- `error` (a line), `unparsable_error`, `error_event`: nothing is done; with `worked` they come at
  the end, when all is done and said. `error_event_before`: an event that means nothing;
- `gui=KIND` adds a sentence for people in front of an editor, `gui_only=KIND` says nothing else
  (`sandbox.nemo.speech.GUI_KINDS`); `says: TEXT`, at the end of the value, says exactly that;
- `huge_line` (5 MB without news), `huge_text` (5 MB of words).

For `run_sse`, how its bytes reach the client:

- `cut`, `reset` or `stall`, joined by `_` with the place: `before` the first event, `in_line` (in
  the middle of the second text), `in_character`, `after_text`; so: `cut_in_line`. A stall lasts as
  long as the client waits, or `for=SECONDS`; with `heartbeats` it is not quiet;
- `crlf`, `cr`, `bom`, `drip` (byte by byte), `split_characters`, `keep_alives` (in all five forms).

Others: `upload`: `uploaded_files`; `render.submit`: `fail`, `stuck`, `variant_a`, and
`for=SECONDS` that the render takes at least; `render.poll`: `variant_a`; `session.create`:
`bind_id`, `without_user`; `state`: `bind_id`, and a draft with `ms_as_text`, `unknown_keys`,
`bare_tracks` or `no_draft`; `auth.anonymous`: `bind_id`, `short`, `lives=SECONDS`.
"""
