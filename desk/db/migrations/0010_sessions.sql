-- Sessions of the Council are few among many events: found by their kind, and complaints by the day of a session.
CREATE INDEX case_event_session ON case_event (case_id) WHERE kind = 'council.session';
CREATE INDEX case_event_agenda ON case_event (json_extract(body, '$.details.session_on'), case_id)
    WHERE kind = 'council.event';

-- The word of its register in each case, as desk/db/case_words.py writes it; the trigger brings the index along.
UPDATE case_file SET search = '1' || register_code || ' ' || search;
