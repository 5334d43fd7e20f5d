-- Tables of prompts, of which each row is made by itself.

-- `where_sealed`: the file's id or the link, which may be a key to the table, so it is encrypted.
-- `targets`: the properties of a database that results are written to. `begun_by` is the update that
-- has begun it the last time, `run` how often that was; `papers` of the files at the end have been
-- sent, and the next one may have been so `sends` times.
CREATE TABLE batches (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    origin       text NOT NULL UNIQUE,
    project_id   bigint NOT NULL REFERENCES projects,
    message_id   bigint NOT NULL,
    source       text NOT NULL CHECK (source IN ('file', 'sheet', 'notion')),
    name         text NOT NULL,
    where_sealed bytea NOT NULL,
    ratio        text NOT NULL DEFAULT '',
    seconds      int NOT NULL DEFAULT 0,
    headings     text[] NOT NULL DEFAULT '{}',
    targets      jsonb,
    status       text NOT NULL DEFAULT 'checking'
                 CHECK (status IN ('checking', 'asked', 'running', 'ending', 'done', 'cancelled',
                                   'refused', 'broke')),
    begun_by     text NOT NULL DEFAULT '',
    stopped      boolean NOT NULL DEFAULT false,
    run          int NOT NULL DEFAULT 0,
    papers       int NOT NULL DEFAULT 0,
    sends        int NOT NULL DEFAULT 0,
    ending       text,
    card_id      bigint,
    created_at   timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX batches_active ON batches (project_id)
    WHERE status IN ('checking', 'asked', 'running', 'ending');

-- One row. `cells` are the table's own, for the report; `told` is what its page was last told of.
CREATE TABLE batch_rows (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    batch_id  bigint NOT NULL REFERENCES batches,
    number    int NOT NULL,
    cells     text[] NOT NULL DEFAULT '{}',
    prompt    text NOT NULL DEFAULT '',
    engine    text NOT NULL DEFAULT '',
    ratio     text NOT NULL DEFAULT '',
    seconds   int NOT NULL DEFAULT 0,
    style     text NOT NULL DEFAULT '',
    page_id   text NOT NULL DEFAULT '',
    making_id bigint REFERENCES makings,
    run       int NOT NULL DEFAULT 0,
    status    text NOT NULL DEFAULT 'open'
              CHECK (status IN ('bad', 'open', 'running', 'done', 'failed', 'unsure', 'cancelled')),
    problem   text NOT NULL DEFAULT '',
    told      text NOT NULL DEFAULT '',
    tells     int NOT NULL DEFAULT 0,
    UNIQUE (batch_id, number)
);

-- The row of a batch that something is made for; its progress stands on the batch's card.
ALTER TABLE makings ADD COLUMN row_id bigint REFERENCES batch_rows;
