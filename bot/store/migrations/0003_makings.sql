-- What other engines than the editing agent make: pictures, clips, songs, texts.

-- What a chat (or a topic of a group) has chosen. `asked` is what the bot waits for from it.
CREATE TABLE chats (
    chat_id   bigint NOT NULL,
    thread_id bigint NOT NULL DEFAULT 0,
    engine    text,
    style     jsonb,
    zone      text,
    asked     text,
    PRIMARY KEY (chat_id, thread_id)
);

-- Whether a wish is a plain request for a clip, which another engine can take over.
-- `taken_over` by one, it shows nothing any more.
ALTER TABLE turns ADD COLUMN generates boolean NOT NULL DEFAULT false;
ALTER TABLE turns DROP CONSTRAINT turns_status_check;
ALTER TABLE turns ADD CONSTRAINT turns_status_check CHECK
    (status IN ('unclear', 'asked', 'waiting', 'sent', 'answered', 'told', 'held', 'failed',
                'cancelled', 'taken_over'));
ALTER TABLE exports DROP CONSTRAINT exports_status_check;
ALTER TABLE exports ADD CONSTRAINT exports_status_check CHECK
    (status IN ('waiting', 'queued', 'intended', 'submitted', 'rendered', 'delivered', 'failed',
                'cancelled', 'taken_over'));

-- `made`: a result of ours, handed to the video service only when somebody goes on with it.
ALTER TABLE media DROP CONSTRAINT media_status_check;
ALTER TABLE media ADD CONSTRAINT media_status_check CHECK
    (status IN ('received', 'fetched', 'uploading', 'uploaded', 'refused', 'made'));
CREATE INDEX media_messages ON media (project_id, message_id);

-- One thing to be made: `craft` says what, `stage` how far along its chain it is. `media_ids` are
-- the files it starts from, `of_step` the step whose result it goes on with.
CREATE TABLE makings (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    origin      text NOT NULL UNIQUE,
    project_id  bigint NOT NULL REFERENCES projects,
    message_id  bigint NOT NULL,
    craft       text NOT NULL,
    prompt      text NOT NULL DEFAULT '',
    ratio       text NOT NULL DEFAULT '',
    seconds     int NOT NULL DEFAULT 0,
    seed        bigint,
    extra       jsonb NOT NULL DEFAULT '{}',
    policy      text NOT NULL,
    media_ids   bigint[] NOT NULL DEFAULT '{}',
    of_step     bigint,
    lead        text NOT NULL DEFAULT '',
    stage       int NOT NULL DEFAULT 0,
    status      text NOT NULL DEFAULT 'waiting'
                CHECK (status IN ('waiting', 'made', 'delivered', 'failed', 'cancelled')),
    sends       int NOT NULL DEFAULT 0,
    ending      text,
    may_retry   boolean NOT NULL DEFAULT false,
    card_id     bigint,
    created_at  timestamptz NOT NULL DEFAULT now(),
    made_at     timestamptz
);
CREATE INDEX makings_active ON makings (project_id) WHERE status IN ('waiting', 'made');

-- One paid call. `intended` is written before it goes out under `key`; `unsure` if it may have been
-- accepted and nobody can tell. Orders and places to look at may hold keys to files, so both are
-- encrypted.
CREATE TABLE steps (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    making_id   bigint NOT NULL REFERENCES makings,
    stage       int NOT NULL,
    attempt     int NOT NULL,
    engine      text NOT NULL,
    key         text NOT NULL UNIQUE,
    order_sealed bytea NOT NULL,
    status      text NOT NULL DEFAULT 'intended'
                CHECK (status IN ('intended', 'submitted', 'done', 'failed', 'unsure', 'cancelled')),
    ticket      text,
    look_at_sealed bytea,
    percent     int,
    looks       int NOT NULL DEFAULT 0,
    estimate    double precision,
    cost        double precision,
    actions     text[] NOT NULL DEFAULT '{}',
    files       text[] NOT NULL DEFAULT '{}',  -- relative to the data folder
    words       text NOT NULL DEFAULT '',
    failure     text,
    news_at     timestamptz,
    submitted_at timestamptz,
    ended_at    timestamptz,
    created_at  timestamptz NOT NULL DEFAULT now(),
    UNIQUE (making_id, stage, attempt)
);
CREATE INDEX steps_tickets ON steps (engine, ticket) WHERE status = 'submitted';
CREATE INDEX steps_times ON steps (engine, ended_at) WHERE status = 'done';

-- An engine that failed is left alone until then; shared by all workers.
CREATE TABLE engines (
    name        text PRIMARY KEY,
    failures    int NOT NULL DEFAULT 0,
    rests_until timestamptz
);
