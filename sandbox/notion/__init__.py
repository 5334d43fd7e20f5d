"""Notion's API as far as databases are read and pages written, in both of its forms.

With `Notion-Version: 2025-09-03` a database holds data sources; with `2022-06-28` it holds its
properties and pages itself. The database `DATABASE_ID` is there from the start and shared with
`KEY`; `OLD_DATABASE_ID` has no data sources in any version, as on servers of long ago;
`HIDDEN_DATABASE_ID` is shared with nobody.

What an operation does can be overruled for a number of calls by a `backend` fault; its value holds
words, separated by spaces (`sandbox.scripted`): an HTTP status (`409`, `429`, `529`), with `html`
as a page; `unreadable` (200 without what is expected). `query` also: `endless` (it says that there
is more, with every page). `update` also: `worked` (the refusal comes though the work is done).
"""
