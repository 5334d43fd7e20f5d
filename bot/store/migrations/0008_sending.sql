-- How fast may be written to Telegram; shared by all processes, and asked before every message.

-- One row for each chat that was written to of late, and one (0) for all together. `full_at` is when
-- its bucket is full again; `light_at` the same for what the chat takes over minutes. Telegram wants
-- nothing before `held_until`, which it said at `held_at`; all go slower until `slow_until`.
-- Not logged: it is worth nothing after a crash, and a message must not wait for the disk.
CREATE UNLOGGED TABLE sending (
    chat_id    bigint PRIMARY KEY,
    full_at    timestamptz NOT NULL DEFAULT '-infinity',
    light_at   timestamptz NOT NULL DEFAULT '-infinity',
    held_until timestamptz NOT NULL DEFAULT '-infinity',
    held_at    timestamptz NOT NULL DEFAULT '-infinity',
    slow_until timestamptz NOT NULL DEFAULT '-infinity'
) WITH (fillfactor = 50);

-- Seconds until a bucket has room for `cost` and `kept` beside it; it fills one unit each `every_s`
-- and holds `burst`. What is greater than the bucket goes when it is full.
CREATE FUNCTION sending_wait_s(
    full_at timestamptz, at timestamptz, cost int, every_s float8, burst int, kept int
) RETURNS float8 LANGUAGE sql IMMUTABLE AS $$
    SELECT extract(epoch FROM greatest(full_at, at) - at)
           - greatest(burst - cost - kept, 0) * every_s
$$;

-- Take `cost` out of a chat's bucket and out of everybody's, both or none. `chat_s` and `all_s` are
-- the seconds until there is room; it was taken if neither is above zero. `light`: the chat has
-- taken little of late, and need not leave `all_kept` for others. The chat 0 is a call without one.
CREATE FUNCTION take_sending(
    chat bigint, cost int, every_s float8, burst int, kept int, light_every_s float8,
    light_burst int, all_every_s float8, all_burst int, all_kept int,
    OUT chat_s float8, OUT all_s float8, OUT light boolean
) LANGUAGE plpgsql AS $$
DECLARE
    own sending%ROWTYPE;
    everybody sending%ROWTYPE;
    at timestamptz;
BEGIN
    INSERT INTO sending (chat_id) VALUES (chat), (0) ON CONFLICT DO NOTHING;
    -- Always the chat's row first: so nobody waits for each other.
    IF chat <> 0 THEN
        SELECT * INTO own FROM sending WHERE chat_id = chat FOR UPDATE;
    END IF;
    SELECT * INTO everybody FROM sending WHERE chat_id = 0 FOR UPDATE;
    at := clock_timestamp();
    IF everybody.slow_until > at THEN
        all_every_s := all_every_s * 2;
    END IF;
    chat_s := 0;
    light := true;
    IF chat <> 0 THEN
        light := sending_wait_s(own.light_at, at, cost, light_every_s, light_burst, 0) <= 0;
        chat_s := greatest(
            sending_wait_s(own.full_at, at, cost, every_s, burst, kept),
            extract(epoch FROM greatest(own.held_until, at) - at));
    END IF;
    all_s := greatest(
        sending_wait_s(everybody.full_at, at, 1, all_every_s, all_burst,
                       CASE WHEN light AND kept = 0 THEN 0 ELSE all_kept END),
        extract(epoch FROM greatest(everybody.held_until, at) - at));
    IF chat_s > 0 OR all_s > 0 THEN
        RETURN;
    END IF;
    UPDATE sending SET full_at = greatest(full_at, at) + make_interval(secs => all_every_s)
    WHERE chat_id = 0;
    IF chat <> 0 THEN
        UPDATE sending
        SET full_at = greatest(full_at, at) + make_interval(secs => cost * every_s),
            light_at = CASE WHEN kept > 0 OR cost = 0 THEN light_at
                       ELSE greatest(light_at, at) + make_interval(secs => light_every_s) END
        WHERE chat_id = chat;
    END IF;
END
$$;

-- Telegram wants nothing from us for so long: in a chat, or (0) in none. When it says so in three
-- chats within three seconds, it means all of us: all go slower for half a minute.
CREATE FUNCTION hold_sending(chat bigint, seconds float8) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    at timestamptz := clock_timestamp();
BEGIN
    INSERT INTO sending (chat_id) VALUES (chat), (0) ON CONFLICT DO NOTHING;
    UPDATE sending
    SET held_at = at, held_until = greatest(held_until, at + make_interval(secs => seconds))
    WHERE chat_id = chat;
    UPDATE sending SET slow_until = at + interval '30 seconds'
    WHERE chat_id = 0 AND (chat = 0 OR
        (SELECT count(*) >= 3 FROM sending WHERE held_at > at - interval '3 seconds'));
END
$$;
