-- What the bot has to remember between two messages and over a restart.

-- Every accepted update, so that a redelivery does nothing and a crash loses nothing.
-- `data`, its JSON, is dropped as soon as the update was handled; it is no jsonb, because that
-- refuses an escaped zero character, and with it the whole message.
CREATE TABLE inbox (
    update_id   bigint PRIMARY KEY,
    data        text,
    received_at timestamptz NOT NULL DEFAULT now()
);

-- One identity at the video service per person, minted once; the token is kept encrypted.
CREATE TABLE people (
    user_id       bigint PRIMARY KEY,
    client_id     uuid NOT NULL DEFAULT gen_random_uuid(),
    token_sealed  bytea,
    token_until   timestamptz,
    account_id    text,
    refused_until timestamptz  -- the service gives this person no new account before
);

CREATE TABLE projects (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    chat_id    bigint NOT NULL,
    thread_id  bigint NOT NULL DEFAULT 0,  -- the topic of a group; 0 where there are none
    user_id    bigint NOT NULL,
    language   text NOT NULL,
    session_id text,
    task_id    text,
    created_at timestamptz NOT NULL DEFAULT now(),
    closed_at  timestamptz
);
CREATE UNIQUE INDEX projects_one_open ON projects (chat_id, thread_id) WHERE closed_at IS NULL;

-- `origin` names what asked for the row (an update, a turn), so that a repeat finds it again.

-- A file that came with a message. `path` is our copy, relative to the data folder. `uploading` is
-- written before it goes to the service; `album` names the album that it is a part of.
CREATE TABLE media (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    origin      text NOT NULL UNIQUE,
    project_id  bigint NOT NULL REFERENCES projects,
    message_id  bigint NOT NULL,
    file_id     text NOT NULL,
    name        text NOT NULL,
    path        text,
    album       text,
    link_sealed bytea,  -- where the service is to fetch it, instead of `file_id`; encrypted
    status      text NOT NULL DEFAULT 'received'
                CHECK (status IN ('received', 'fetched', 'uploading', 'uploaded', 'refused')),
    created_at  timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX media_albums ON media (album) WHERE album IS NOT NULL;

-- One wish, handed to the editing agent at most once: `sent` is written before it goes out.
CREATE TABLE turns (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    origin      text NOT NULL UNIQUE,
    project_id  bigint NOT NULL REFERENCES projects,
    message_id  bigint NOT NULL,
    text        text NOT NULL,
    next_intent text,
    status      text NOT NULL DEFAULT 'waiting'
                CHECK (status IN ('unclear', 'asked', 'waiting', 'sent', 'answered', 'told', 'held',
                                  'failed', 'cancelled')),
    timeline_before jsonb,
    timeline_seen   jsonb,  -- by the last look after a lost answer
    balance_before  double precision,
    cost        double precision,
    reply       text,
    aftermath   jsonb,      -- what the reply asks to be done, or offers
    may_retry   boolean NOT NULL DEFAULT false,
    looks       int NOT NULL DEFAULT 0,
    waits       int NOT NULL DEFAULT 0,
    card_id     bigint,
    job_id      bigint,
    sent_at     timestamptz,
    answered_at timestamptz,
    created_at  timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX turns_active ON turns (project_id) WHERE status IN ('waiting', 'sent', 'answered');
CREATE INDEX turns_held ON turns (project_id) WHERE status = 'held';

-- One video asked for: the timeline as it was then (`draft_sealed`, encrypted for the addresses in
-- it). `queued` waits for another video of its project; `intended` is written before the render is
-- submitted under `render_id`; `sends` counts how often the video may have reached the chat.
CREATE TABLE exports (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    origin      text NOT NULL UNIQUE,
    project_id  bigint NOT NULL REFERENCES projects,
    message_id  bigint NOT NULL,
    turn_id     bigint REFERENCES turns,
    lead        text NOT NULL DEFAULT '',
    draft_sealed bytea,
    newest_turn_id bigint,
    render_id   text UNIQUE,
    attempts    int NOT NULL DEFAULT 0,
    percent     int NOT NULL DEFAULT 0,
    sends       int NOT NULL DEFAULT 0,
    waits       int NOT NULL DEFAULT 0,
    ending      text,
    status      text NOT NULL DEFAULT 'waiting'
                CHECK (status IN ('waiting', 'queued', 'intended', 'submitted', 'rendered',
                                  'delivered', 'failed', 'cancelled')),
    card_id     bigint,
    job_id      bigint,
    submitted_at timestamptz,
    created_at  timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX exports_active ON exports (project_id)
    WHERE status IN ('waiting', 'queued', 'intended', 'submitted', 'rendered');
