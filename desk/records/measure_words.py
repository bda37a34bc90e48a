"""The vocabulary of measures: kinds, the details of each kind, units, with the words for them."""

from enum import StrEnum

from desk.lang import N_


class MeasureKind(StrEnum):
    """What kind of thing was done."""

    awareness_event = "awareness_event"
    mobile_service = "mobile_service"
    publication = "publication"
    broadcast = "broadcast"
    leaflet = "leaflet"
    procurement = "procurement"
    council_meeting = "council_meeting"
    opinion = "opinion"
    civil_society = "civil_society"
    international = "international"
    e_service = "e_service"
    index_result = "index_result"
    portal_publication = "portal_publication"
    narrative = "narrative"
    stated_total = "stated_total"


class Detail(StrEnum):
    """Which sort of its kind a measure is."""

    institution = "institution"
    regional = "regional"
    presentation = "presentation"
    campaign = "campaign"
    social = "social"
    website = "website"
    news = "news"
    press = "press"
    report_video = "report_video"
    film = "film"
    clip = "clip"
    programme = "programme"
    tender = "tender"
    quotation = "quotation"
    notice = "notice"
    planned = "planned"
    in_progress = "in_progress"
    integrated = "integrated"
    measure = "measure"
    report = "report"
    appointment = "appointment"
    cooperation = "cooperation"
    sessions = "sessions"
    employees = "employees"
    programmes = "programmes"
    other = "other"


class Unit(StrEnum):
    """What a quantity counts."""

    item = "item"
    event = "event"
    day = "day"
    minute = "minute"
    copy = "copy"
    service = "service"
    country = "country"
    person = "person"
    percent = "percent"


DETAILS_OF: dict[MeasureKind, tuple[Detail, ...]] = {
    MeasureKind.awareness_event: (
        Detail.institution,
        Detail.regional,
        Detail.presentation,
        Detail.campaign,
        Detail.other,
    ),
    MeasureKind.publication: (Detail.social, Detail.website, Detail.news, Detail.press, Detail.other),
    MeasureKind.broadcast: (Detail.report_video, Detail.film, Detail.clip, Detail.programme, Detail.other),
    MeasureKind.procurement: (Detail.tender, Detail.quotation, Detail.notice),
    MeasureKind.e_service: (Detail.planned, Detail.in_progress, Detail.integrated),
    MeasureKind.portal_publication: (Detail.measure, Detail.report),
    MeasureKind.narrative: (Detail.appointment, Detail.cooperation, Detail.other),
    MeasureKind.stated_total: (Detail.sessions, Detail.employees, Detail.programmes),
}
"""The details that a kind may have; the kinds left out have none."""

KINDS = {
    MeasureKind.awareness_event: N_("awareness event"),
    MeasureKind.mobile_service: N_("mobile-service day"),
    MeasureKind.publication: N_("publication"),
    MeasureKind.broadcast: N_("broadcast"),
    MeasureKind.leaflet: N_("leaflet"),
    MeasureKind.procurement: N_("procurement"),
    MeasureKind.council_meeting: N_("Public Council meeting"),
    MeasureKind.opinion: N_("opinion of the Public Council"),
    MeasureKind.civil_society: N_("civil-society event"),
    MeasureKind.international: N_("international visit"),
    MeasureKind.e_service: N_("e-service"),
    MeasureKind.index_result: N_("index result"),
    MeasureKind.portal_publication: N_("monitoring portal"),
    MeasureKind.narrative: N_("narrative"),
    MeasureKind.stated_total: N_("stated total"),
}
DETAILS = {
    Detail.institution: N_("in an institution"),
    Detail.regional: N_("by regional departments"),
    Detail.presentation: N_("presentation"),
    Detail.campaign: N_("campaign"),
    Detail.social: N_("social network"),
    Detail.website: N_("web site"),
    Detail.news: N_("news"),
    Detail.press: N_("press"),
    Detail.report_video: N_("video report"),
    Detail.film: N_("film"),
    Detail.clip: N_("clip"),
    Detail.programme: N_("radio or TV programme"),
    Detail.tender: N_("tender"),
    Detail.quotation: N_("request for quotations"),
    Detail.notice: N_("notice"),
    Detail.planned: N_("planned"),
    Detail.in_progress: N_("in progress"),
    Detail.integrated: N_("integrated"),
    Detail.measure: N_("measure"),
    Detail.report: N_("report"),
    Detail.appointment: N_("appointment"),
    Detail.cooperation: N_("cooperation"),
    Detail.sessions: N_("training sessions"),
    Detail.employees: N_("employees trained"),
    Detail.programmes: N_("training programmes"),
    Detail.other: N_("other"),
}
UNITS = {
    Unit.item: N_("items"),
    Unit.event: N_("events"),
    Unit.day: N_("days"),
    Unit.minute: N_("minutes"),
    Unit.copy: N_("copies"),
    Unit.service: N_("services"),
    Unit.country: N_("countries"),
    Unit.person: N_("persons"),
    Unit.percent: N_("percent"),
}
