"""The NemoVideo backend, as its contract describes it, with an agent that really edits.

What it does by itself can be overruled for a number of calls, by a `backend` fault armed for an
operation; its value holds words, separated by spaces:

- any operation: a code of the contract (`1001`, `1002`, `2001`, `4001`, `4002`, `400`, `402`,
  `429`), alone or with the form it takes: `body`, `status`, `both`;
- `run_sse`: `silent`, `spoken`, `temporary_issue`, `sketch`, `error`, `unparsable_error`,
  `error_event`, `second_stage`;
- `upload`: `uploaded_files`;  `render.submit`: `fail`, `variant_a`;  `render.poll`: `variant_a`.

`GET /_sandbox/books` tells what it was asked and what it charged.
"""
