"""What is counted of each kind of measure: the figure's name, what an entry adds, and its sentence."""

from desk.lang import NN_
from desk.records.measure_words import Detail, MeasureKind, Unit
from desk.usecases.report.counting import Indicator, events, in_units, institutions, languages, times

K, D = MeasureKind, Detail
INDICATORS: tuple[Indicator, ...] = (
    Indicator(
        "e_services_integrated",
        K.e_service,
        (D.integrated,),
        times,
        NN_(
            "{n} e-service is integrated in the e-Government portal and works in full.",
            "{n} e-services are integrated in the e-Government portal and work in full.",
        ),
    ),
    Indicator(
        "e_services_in_progress",
        K.e_service,
        (D.in_progress,),
        times,
        NN_(
            "Work on integrating {n} new e-service in the e-Government portal goes on.",
            "Work on integrating {n} new e-services in the e-Government portal goes on.",
        ),
    ),
    Indicator(
        "e_services_planned",
        K.e_service,
        (D.planned,),
        times,
        NN_("{n} e-service is planned.", "{n} e-services are planned."),
    ),
    Indicator(
        "institutions_visited",
        K.awareness_event,
        (D.institution,),
        institutions,
        NN_(
            "Awareness events were held in {n} educational or other institution.",
            "Awareness events were held in {n} educational or other institutions.",
        ),
    ),
    Indicator(
        "regional_awareness_events",
        K.awareness_event,
        (D.regional,),
        times,
        NN_(
            "Regional migration departments held {n} awareness event.",
            "Regional migration departments held {n} awareness events.",
        ),
    ),
    Indicator(
        "presentations",
        K.awareness_event,
        (D.presentation,),
        times,
        NN_("{n} presentation was held.", "{n} presentations were held."),
    ),
    Indicator(
        "campaigns",
        K.awareness_event,
        (D.campaign,),
        times,
        NN_("{n} campaign was run.", "{n} campaigns were run."),
    ),
    Indicator(
        "awareness_events",
        K.awareness_event,
        (D.other, None),
        times,
        NN_("{n} awareness event was held.", "{n} awareness events were held."),
    ),
    Indicator(
        "mobile_service_days",
        K.mobile_service,
        (),
        times,
        NN_("Mobile service was organised {n} time.", "Mobile service was organised {n} times."),
    ),
    Indicator(
        "items",
        K.publication,
        (D.website, None),
        times,
        NN_(
            "{n} item was placed on the official web site.", "{n} items were placed on the official web site."
        ),
    ),
    Indicator(
        "news_items",
        K.publication,
        (D.news,),
        times,
        NN_(
            "{n} news item was placed in the News section of the official web site.",
            "{n} news items were placed in the News section of the official web site.",
        ),
    ),
    Indicator(
        "news_languages",
        K.publication,
        (D.news,),
        languages,
        NN_("The news appears in {n} language.", "The news appears in {n} languages."),
        max,
    ),
    Indicator(
        "press_items",
        K.publication,
        (D.press,),
        times,
        NN_("{n} item appeared in the press.", "{n} items appeared in the press."),
    ),
    Indicator(
        "other_publications",
        K.publication,
        (D.other,),
        times,
        NN_("{n} other publication appeared.", "{n} other publications appeared."),
    ),
    Indicator(
        "report_minutes",
        K.broadcast,
        (D.report_video,),
        in_units(Unit.minute),
        NN_(
            "A video report of {n} minute on the Service's work was broadcast.",
            "A video report of {n} minutes on the Service's work was broadcast.",
        ),
    ),
    Indicator(
        "film_minutes",
        K.broadcast,
        (D.film,),
        in_units(Unit.minute),
        NN_("A film of {n} minute was made.", "A film of {n} minutes was made."),
    ),
    Indicator(
        "film_channels",
        K.broadcast,
        (D.film,),
        lambda form: len(form.channels),
        NN_("The film was shown on {n} TV channel.", "The film was shown on {n} TV channels."),
    ),
    Indicator(
        "clips",
        K.broadcast,
        (D.clip,),
        times,
        NN_("{n} video clip was shown.", "{n} video clips were shown."),
    ),
    Indicator(
        "programmes_on_air",
        K.broadcast,
        (D.programme, D.other, None),
        times,
        NN_("{n} radio or TV programme was on the air.", "{n} radio or TV programmes were on the air."),
    ),
    Indicator(
        "leaflet_languages",
        K.leaflet,
        (),
        languages,
        NN_("Leaflets were printed in {n} language.", "Leaflets were printed in {n} languages."),
        max,
    ),
    Indicator(
        "leaflet_copies",
        K.leaflet,
        (),
        in_units(Unit.copy),
        NN_("{n} leaflet was handed out.", "{n} leaflets were handed out."),
    ),
    Indicator(
        "tenders",
        K.procurement,
        (D.tender,),
        times,
        NN_("{n} tender was held.", "{n} tenders were held."),
    ),
    Indicator(
        "quotation_requests",
        K.procurement,
        (D.quotation,),
        times,
        NN_("{n} request for quotations was made.", "{n} requests for quotations were made."),
    ),
    Indicator(
        "notices",
        K.procurement,
        (D.notice,),
        times,
        NN_("{n} procurement notice was published.", "{n} procurement notices were published."),
    ),
    Indicator(
        "meetings",
        K.council_meeting,
        (),
        times,
        NN_(
            "{n} meeting with the Public Council was held.", "{n} meetings with the Public Council were held."
        ),
    ),
    Indicator(
        "opinions",
        K.opinion,
        (),
        times,
        NN_(
            "The Public Council's opinion was asked for {n} time.",
            "The Public Council's opinion was asked for {n} times.",
        ),
    ),
    Indicator(
        "events",
        K.civil_society,
        (),
        events,
        NN_("{n} event was held with civil society.", "{n} events were held with civil society."),
    ),
    Indicator(
        "event_countries",
        K.civil_society,
        (),
        in_units(Unit.country),
        NN_("Participants came from {n} country.", "Participants came from {n} countries."),
    ),
    Indicator(
        "event_participants",
        K.civil_society,
        (),
        lambda form: form.participants or 0,
        NN_("{n} participant was counted at these events.", "{n} participants were counted at these events."),
    ),
    Indicator(
        "visits",
        K.international,
        (),
        times,
        NN_("{n} official visit abroad took place.", "{n} official visits abroad took place."),
    ),
    Indicator(
        "index_percent",
        K.index_result,
        (),
        in_units(Unit.percent),
        NN_("The index gave the Service {n} %.", "The index gave the Service {n} %."),
        max,
    ),
    Indicator(
        "measures",
        K.portal_publication,
        (D.measure, None),
        times,
        NN_(
            "{n} measure was published on the monitoring portal.",
            "{n} measures were published on the monitoring portal.",
        ),
    ),
    Indicator(
        "reports",
        K.portal_publication,
        (D.report,),
        times,
        NN_(
            "{n} report was published on the monitoring portal.",
            "{n} reports were published on the monitoring portal.",
        ),
    ),
    Indicator(
        "partners",
        K.narrative,
        (D.cooperation,),
        lambda form: len(form.partners),
        NN_(
            "Cooperation with {n} civil-society partner went on.",
            "Cooperation with {n} civil-society partners went on.",
        ),
    ),
)
"""In the order in which a section tells them; the names are those of the exports (docs/report.md)."""
