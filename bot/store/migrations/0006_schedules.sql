-- What a chat wants done again and again.

-- `number` is what the chat calls it; `zone` is "" where it follows the chat's. `next_at` is when it
-- is due, while it is on.
CREATE TABLE schedules (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    origin     text NOT NULL UNIQUE,
    chat_id    bigint NOT NULL,
    thread_id  bigint NOT NULL DEFAULT 0,
    user_id    bigint NOT NULL,
    language   text NOT NULL,
    number     int NOT NULL,
    cron       text NOT NULL,
    zone       text NOT NULL DEFAULT '',
    words      text NOT NULL,
    status     text NOT NULL DEFAULT 'on' CHECK (status IN ('on', 'paused', 'removed')),
    next_at    timestamptz NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX schedules_numbers ON schedules (chat_id, thread_id, number)
    WHERE status <> 'removed';

-- Each time that one was due: written down together with the job that carries it out, so that it
-- happens once. `message_id` is the message with which it begins in the chat.
CREATE TABLE firings (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    schedule_id bigint NOT NULL REFERENCES schedules,
    due_at      timestamptz NOT NULL,
    missed      boolean NOT NULL,
    message_id  bigint,
    ended_at    timestamptz,
    UNIQUE (schedule_id, due_at)
);
