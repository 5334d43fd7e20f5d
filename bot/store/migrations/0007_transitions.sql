-- Only the transitions of bot/store/transitions.py are possible; a later change of that table needs a
-- migration that changes this one.

CREATE TABLE transitions (
    of_table text NOT NULL,
    was      text NOT NULL,  -- '' for a new row
    becomes  text NOT NULL,
    PRIMARY KEY (of_table, was, becomes)
);
INSERT INTO transitions (of_table, was, becomes) VALUES
    ('turns', '', 'unclear'), ('turns', '', 'asked'), ('turns', '', 'waiting'),
    ('turns', 'unclear', 'waiting'), ('turns', 'unclear', 'cancelled'),
    ('turns', 'asked', 'waiting'), ('turns', 'asked', 'cancelled'),
    ('turns', 'waiting', 'sent'), ('turns', 'waiting', 'held'), ('turns', 'waiting', 'failed'),
    ('turns', 'waiting', 'cancelled'), ('turns', 'waiting', 'taken_over'),
    ('turns', 'sent', 'waiting'), ('turns', 'sent', 'answered'), ('turns', 'sent', 'failed'),
    ('turns', 'sent', 'cancelled'), ('turns', 'sent', 'taken_over'),
    ('turns', 'answered', 'told'), ('turns', 'answered', 'failed'),
    ('turns', 'answered', 'cancelled'),
    ('turns', 'held', 'cancelled'),
    ('turns', 'failed', 'waiting'),
    ('exports', '', 'waiting'),
    ('exports', 'waiting', 'queued'), ('exports', 'waiting', 'failed'),
    ('exports', 'waiting', 'cancelled'), ('exports', 'waiting', 'taken_over'),
    ('exports', 'queued', 'intended'), ('exports', 'queued', 'failed'),
    ('exports', 'queued', 'cancelled'), ('exports', 'queued', 'taken_over'),
    ('exports', 'intended', 'submitted'), ('exports', 'intended', 'failed'),
    ('exports', 'intended', 'cancelled'), ('exports', 'intended', 'taken_over'),
    ('exports', 'submitted', 'intended'), ('exports', 'submitted', 'rendered'),
    ('exports', 'submitted', 'failed'), ('exports', 'submitted', 'cancelled'),
    ('exports', 'submitted', 'taken_over'),
    ('exports', 'rendered', 'delivered'), ('exports', 'rendered', 'failed'),
    ('exports', 'rendered', 'cancelled'), ('exports', 'rendered', 'taken_over'),
    ('makings', '', 'waiting'),
    ('makings', 'waiting', 'made'), ('makings', 'waiting', 'failed'),
    ('makings', 'waiting', 'cancelled'),
    ('makings', 'made', 'delivered'), ('makings', 'made', 'failed'),
    ('makings', 'made', 'cancelled'),
    ('steps', '', 'intended'),
    ('steps', 'intended', 'submitted'), ('steps', 'intended', 'failed'),
    ('steps', 'intended', 'unsure'), ('steps', 'intended', 'cancelled'),
    ('steps', 'submitted', 'done'), ('steps', 'submitted', 'failed'),
    ('steps', 'submitted', 'unsure'), ('steps', 'submitted', 'cancelled'),
    ('media', '', 'received'),
    ('media', 'received', 'fetched'), ('media', 'received', 'refused'),
    ('media', 'fetched', 'uploading'), ('media', 'fetched', 'refused'),
    ('media', 'fetched', 'made'),
    ('media', 'made', 'fetched'),
    ('media', 'uploading', 'fetched'), ('media', 'uploading', 'uploaded'),
    ('media', 'uploading', 'refused'),
    ('media', 'uploaded', 'fetched');

CREATE FUNCTION refuse_illegal_transition() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    was_before text := '';
BEGIN
    IF TG_OP = 'UPDATE' THEN
        was_before := OLD.status;
    END IF;
    IF NOT EXISTS (SELECT FROM transitions
                   WHERE of_table = TG_TABLE_NAME AND was = was_before AND becomes = NEW.status) THEN
        RAISE EXCEPTION '%: from "%" to "%" is no legal transition', TG_TABLE_NAME, was_before,
            NEW.status USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER legal_birth BEFORE INSERT ON turns
    FOR EACH ROW EXECUTE FUNCTION refuse_illegal_transition();
CREATE TRIGGER legal_transition BEFORE UPDATE OF status ON turns
    FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status)
    EXECUTE FUNCTION refuse_illegal_transition();

CREATE TRIGGER legal_birth BEFORE INSERT ON exports
    FOR EACH ROW EXECUTE FUNCTION refuse_illegal_transition();
CREATE TRIGGER legal_transition BEFORE UPDATE OF status ON exports
    FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status)
    EXECUTE FUNCTION refuse_illegal_transition();

CREATE TRIGGER legal_birth BEFORE INSERT ON makings
    FOR EACH ROW EXECUTE FUNCTION refuse_illegal_transition();
CREATE TRIGGER legal_transition BEFORE UPDATE OF status ON makings
    FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status)
    EXECUTE FUNCTION refuse_illegal_transition();

CREATE TRIGGER legal_birth BEFORE INSERT ON steps
    FOR EACH ROW EXECUTE FUNCTION refuse_illegal_transition();
CREATE TRIGGER legal_transition BEFORE UPDATE OF status ON steps
    FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status)
    EXECUTE FUNCTION refuse_illegal_transition();

CREATE TRIGGER legal_birth BEFORE INSERT ON media
    FOR EACH ROW EXECUTE FUNCTION refuse_illegal_transition();
CREATE TRIGGER legal_transition BEFORE UPDATE OF status ON media
    FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status)
    EXECUTE FUNCTION refuse_illegal_transition();
