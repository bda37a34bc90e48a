-- Sessions of the Council are few among many events: found by their kind, and complaints by the day of a session.
CREATE INDEX case_event_session ON case_event (case_id) WHERE kind = 'council.session';
CREATE INDEX case_event_agenda ON case_event (json_extract(body, '$.details.session_on'), case_id)
    WHERE kind = 'council.event';
