"""Kraken.io's API, as its contract describes it: pictures are made smaller and kept for an hour.

What it does by itself can be overruled for a number of calls, by a `backend` fault armed for an
operation; its value holds words, separated by spaces (`sandbox.scripted`).

For `upload`, `url` and `user_status`: an HTTP status (`402`); with `error` its text is in that
field; with `html` it is a page. `failed`: `success: false` with status 200.

For `upload` and `url` also: `worked` (the refusal comes though the work is done), `no_url`,
`results` (the answer has the form for several sizes), `http_kraken` (the address is
`http://dl.kraken.io/…`, as it was long ago), `foreign` (it is at another host), and for the
callback `json` (it is not sent as a form), `broken` (it says that there is no picture), `twice`.
"""
