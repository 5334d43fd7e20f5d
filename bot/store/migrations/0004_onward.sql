-- What the operator's own address is still to be told, or was told.

-- `id` is the webhook-id, the same at every attempt; `body` its JSON without a download address,
-- which is made when it goes out; it is no jsonb, because that refuses an escaped zero character.
-- `path` is the finished file's, relative to the data folder.
CREATE TABLE onward (
    id         text PRIMARY KEY,
    body       text NOT NULL,
    path       text,
    attempts   int NOT NULL DEFAULT 0,
    next_at    timestamptz NOT NULL DEFAULT now(),
    status     text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'sent', 'given_up')),
    created_at timestamptz NOT NULL DEFAULT now()
);
