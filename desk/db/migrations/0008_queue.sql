-- Tickets of the queue: their events as they were written, and one derived row a ticket for the lists.
CREATE TABLE ticket_event (
    id CHAR(32) NOT NULL PRIMARY KEY,
    ticket CHAR(32) NOT NULL,
    kind VARCHAR NOT NULL,
    body VARCHAR NOT NULL,
    change_n INTEGER,
    feed_n INTEGER
);
CREATE INDEX ticket_event_ticket ON ticket_event (ticket);

CREATE TABLE ticket (
    id CHAR(32) NOT NULL PRIMARY KEY,
    label VARCHAR NOT NULL,
    day DATE NOT NULL,
    desk VARCHAR NOT NULL,
    purpose VARCHAR NOT NULL,
    booking VARCHAR NOT NULL,
    booked_for VARCHAR,
    for_desk VARCHAR NOT NULL,
    state VARCHAR NOT NULL,
    issued_at VARCHAR NOT NULL,
    first_called_at VARCHAR,
    called_at VARCHAR,
    called_desk VARCHAR NOT NULL,
    called_by VARCHAR NOT NULL,
    calls INTEGER NOT NULL,
    ended_at VARCHAR,
    visits VARCHAR NOT NULL,
    attention INTEGER NOT NULL
);
CREATE UNIQUE INDEX ticket_label ON ticket (day, label);
CREATE INDEX ticket_booking ON ticket (booking) WHERE booking <> '';

-- Bookings and applications are reference data: found by what a visitor shows.
CREATE INDEX reference_booking_day ON reference (json_extract(body, '$.day')) WHERE kind = 'booking.set';
CREATE INDEX reference_application_document ON reference (json_extract(body, '$.document_number'))
    WHERE kind = 'application.set';
CREATE INDEX reference_application_receipt ON reference (json_extract(body, '$.receipt'))
    WHERE kind = 'application.set';

-- Documents handed over, once for each fact that says so: two of one application are looked at by a person.
CREATE TABLE handover (
    id CHAR(32) NOT NULL PRIMARY KEY,
    application VARCHAR NOT NULL,
    body VARCHAR NOT NULL,
    at VARCHAR NOT NULL,
    change_n INTEGER,
    feed_n INTEGER
);
CREATE INDEX handover_application ON handover (application);
