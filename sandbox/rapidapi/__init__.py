"""Products of RapidAPI: one module each, with the errors of the gateway before them.

`flux` is "AI text to image generator flux free". What it does by itself can be overruled for a
number of calls, by a `backend` fault armed for an operation; its value holds words, separated by
spaces (`sandbox.scripted`).

For `quick`: an HTTP status (`429`) as the gateway tells it, with `html` as a page; `quota` makes
a 429 that of a plan that is used up; `form_b` the other form of the answer; `empty` a list with
nothing in it; `unreadable` a page with status 200; `strange` JSON that has no list; `private`
pictures at an address of this machine; `thumbs` no other addresses than those of small pictures.

For `image` (the image host): an HTTP status.
"""
