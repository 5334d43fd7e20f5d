"""Apiframe in both its versions, with real pictures, films and sounds behind every call.

What it does by itself can be overruled for a number of calls, by a `backend` fault armed for an
operation (the name of the route: `v1.imagine`, `v1.fetch`, `v2.jobs.get`, …); its value holds
words, separated by spaces, which can be mixed.

For any operation, instead of acting:

- a status (`400`, `401`, `402`, `403`, `404`, `409`, `429`, `500`, `503`, …), alone or with a form:
  `errors`, `error`, `message`, `detail` (where the reason stands), `empty` (`{}`), `html`,
  `broken_json`; the last three also without a status. With 429 `retry_after=SECONDS` or
  `no_retry_after`. `worked`: it is answered although the work is done, as gateways do.
  `says: TEXT`, at the end of the value, is the reason that is given.

For calls that start a task, how it goes:

- `fail`: it ends without a result, for the reason that `says:` gives; `cancel`: it is cancelled;
  `stuck`: it stays at 40 %; `camel`: the answer names `taskId`, not `task_id`; `no_id`: it names
  none; `at_once`: the answer comes when all is done, and holds the result.

For calls that start a task, how its news are sent:

- `hooks_twice`, `hooks_reordered` (the progress after the end), `hooks_wrong` (a wrong secret or
  signature), `hooks_bare` (none), `no_hooks`.

For `v1.fetch` and `v1.fetch_many`, what is told of tasks: `status=WORD`, `no_status`,
`percent=TEXT`, `percent_number`, `no_percent`, `no_result`, `preview` (pictures while it works),
`camel`, `error_as=FIELD` (`message`, `error`, `errors`), `words_as=FIELD`, `left_out` (the last one
of many is missing). For `v2.jobs.get`: `status=WORD`, `expired`, `no_result`, `result_as=FORM`
(`text`, `list`, `objects`). For uploads: `url_as=FIELD`.
"""
