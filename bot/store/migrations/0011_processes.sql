-- Who works on this database, and what all of them have to agree on.

-- Every running process; `seen_at` is its heartbeat. One that stops in order takes its row away.
CREATE TABLE processes (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    role       text NOT NULL,
    version    text NOT NULL,
    started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    seen_at    timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- One row: a known word sealed with the key of all processes, and the mark of the data folder that
-- they share.
CREATE TABLE agreement (
    one    boolean PRIMARY KEY DEFAULT true CHECK (one),
    sealed bytea NOT NULL,
    folder text NOT NULL
);
