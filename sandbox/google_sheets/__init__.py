"""Google Sheets as far as it gives sheets out: CSV to everybody, or a page to sign in at.

Sheets are put in with `PUT /sandbox/sheets/<id>` (the CSV as the body; `?gid=` for a further sheet
of the document), and a page at `/` shows what is there. The sheet "demo" is there from the start;
"private" is nobody's business.

What `export` does can be overruled for a number of calls by a `backend` fault; its value holds
words, separated by spaces (`sandbox.scripted`): an HTTP status (`429`); `html` (a page with status
200), `sign_in` (a redirect to the page to sign in at), `foreign` (a redirect to another host),
`circle` (a redirect to itself), `huge` (more than 5 MB), `empty`, `direct` (no redirect).
"""
