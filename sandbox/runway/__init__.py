"""Runway's API and its reseller on RapidAPI, as their contracts describe them, with real clips.

Nobody could take them for the real thing: a clip is the given picture, slowly moved, or a drawn
picture with the words on it. What they do by themselves can be overruled for a number of calls by
a `backend` fault armed for an operation; its value holds words, separated by spaces.

For any operation, instead of acting: a status (`401`, `429`, `503`), with `retry_after=SECONDS`;
`html`, `broken_json` or `empty`, alone or with a status; `worked`: so it is answered although the
work is done, as gateways do. At Runway also `credits` (its 400) and `daily` (its 429); at RapidAPI
`quota` (its 429 of a plan) and `code=001`: a refusal with that code.

For the calls that create:

- `steps=PENDING,THROTTLED,RUNNING:0.4,ODD`: what the first looks at the job show, before what is
  true is shown;
- `fail` or `fail=SAFETY.INPUT.TEXT`: it ends without a result, with that code;
- `stuck`: it never ends by itself; `no_output`: it ends well, without a result;
- `old`: the answers of 2024-25, without costs (at Runway).

For `task.get` and `status`: `says=WORD` shows that state and nothing else; at RapidAPI
`with_uuid` echoes the id.
"""
