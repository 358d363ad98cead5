"""The appointment book on a hospital system's FHIR R4 interface.

Department: HealthcareService; name, location (its Location's name, else what the reference displays), category (kind).
Doctor: PractitionerRole, whose id is ours; practitioner.name, code (title), healthcareService (departments).
Slot: every Slot of one Schedule that starts at one moment. Their number is the capacity, the free ones are left. Its
    id is that of the first of them; the id of any of them leads to it. Past Schedules should be inactive, or have a
    planningHorizon.
Price: extension `price` (a Money in CNY) of the Slot, else of its Schedule, else of the HealthcareService; else 0.
Card: Patient.identifier, a system for each kind of card. One that is old, or whose period is over, has ended. A link
    "replaced-by" is followed.
Photograph: the first Patient.photo with data, or with a url on the same server.
Delegate: a RelatedPerson of the patient that is active, within its period and has a relationship we know. Who that
    is: the Patient with the same card or with a link to it, else the RelatedPerson itself.
Booking: Appointment; participants are Patient, HealthcareService, PractitionerRole and the acting RelatedPerson.
    HELD: pending, with our identifier; its Slot is busy-tentative; the extension `until` of both says until when.
    LAPSED: cancelled, with our cancelationReason "lapsed"; its Slot is busy-tentative until a moment nobody can know.
    BOOKED: booked; its Slot is busy. The extension `payment` is there when it is paid.
    CHECKED_IN: checked-in, arrived or fulfilled; extensions `queue-number` and `queue-place`; `arrived` and
        `arrived-as` where somebody picked up for the patient, who then is a participant too.
    CANCELLED: any other cancelled; counts against the patient when the reason is ours or one of HL7's "pat".
    NO_SHOW: noshow.

Words in two languages: the standard extension `translation` (an `en` in it), for people a second name in Latin letters.

Nobody gets a place twice, however many kiosks and hubs ask at once. Rule 1: who takes a place writes the Slot first
(If-Match), then the Appointment, then the Slot again, as busy. Rule 2: who gives one up reads the Slot, writes the
Appointment, then the Slot in the version read before; when somebody else wrote it meanwhile, it is theirs. Rule 3: a
tentative Slot whose time is over is free, unless its Appointment has become a booking. So whatever is cut short
between two writes ends by itself (`upkeep`). What hospitals add or change in a resource is kept as it is.

FHIR has no counter and no lock on a person. Queue numbers come from the hub's database, or from the server where it
gives them (`FhirNames.numbers_by_server`); limits against hoarding hold within one hub, and between several but for
requests of one patient in the same second. Answers to repeated requests, the trail, and with it how many payments were
begun for a hold, are in the hub's database too. What the hospital deletes or writes over counts no more.
"""
