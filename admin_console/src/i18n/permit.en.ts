/** Texts of permits alone in English. */
import type { permitZhCN } from "@/i18n/permit.zh-CN";

export const permitEn: typeof permitZhCN = {
  permit: {
    place: "Place", find: "Number, work, equipment or person", site_none: "No permit that is not over", turn: "Now it waits for", urgent: "Urgent today", accuracy: "accurate to about {{metres}} m", times: "Time of work", unit: "Unit / contractor", responsible: "Responsible", guardians: "Guardians", workers: "Workers", involves: "Also involves", related: "Linked permits",
    dangers: "{{count}} dangers", measures: "{{count}} measures, {{confirmed}} confirmed",
    gates_blocked: "{{what}}: {{count}} not met", gates_open: "{{what}}: {{count}} to note", gates_met: "{{what}}: all conditions met", gates_met_count: "{{count}} met", gates_at: "checked {{at}}", gates_asking: "checking…", gates_old: "The server cannot be reached: this is what it said last.", against: ", limit {{limit}}", aged: ", {{span}} ago",
    at_the_place: "At the place", before_work: "Before the work", record_it: "Record", recorded: "Recorded: {{label}}", unsent: "It did not reach the server; what you typed is kept here. Tap Record again when there is a signal.",
    check_in: "Scan the code at the place", check_in_again: "Scan again to confirm", check_in_help: "Aim at the label of the area or equipment; the phone takes its position as well.", other_label: "This is not the label of {{place}}. Scan at the place of work.",
    checked_in: "Checked in at {{at}}", not_checked_in: "Not checked in", seen: "Seen", unseen_position: "No position: your presence was not told. Allow the position.", unseen_signal: "No signal: your presence was not told.",
    unseen_refused: "Your presence was not accepted: scan again or ask the safety department.", guards_unread: "Some presence could not be read.",
    my_place: "Where I am",
    where_inside: "Inside the area", where_outside: "About {{metres}} m from the area", where_inaccurate: "The position is only good to {{metres}} m, which proves nothing. Try in the open.", where_unknown: "The area has no boundary to compare with",
    inside: "{{count}} people inside now", inside_of: "{{all}} entries in all", tools: "{{count}} tools", for_so_long: "for {{span}}", out: "Out",
    gas: "Gas tests", gas_count: "{{count}}", remarks: "{{count}} remarks", guards: "{{count}} guardians now",
    show_code: "Show the e-permit's code", code: "Code of the e-permit", code_help: "Opens without a log-in until {{at}}",
    shared_ended: "This permit has ended: no work on it", shared_foot: "As of {{at}} · link opens until {{until}}", everything: "Everything else, step by step",
    online_only: "No signal. Signing, starting and resuming need a connection; what you typed is kept here.",
    renew: "New permit in its place", renew_ended: "This permit has ended and cannot be revived. A new one takes its contents along; gas tests, briefing and signatures are made anew.", renew_expired: "This permit has run out and cannot be extended. A new one takes its contents along.",
    similar: "{{count}} like jobs in this area within 72 hours", similar_half_year: "{{count}} like jobs in this area within half a year (at most 20 listed)",
    live_title: "Permits now", live_age: "{{seconds}} s ago", live_lost: "The server cannot be reached: these figures are old", live_partly: "Only the newest {{shown}} of {{total}} are shown", wall: "Big screen", wall_leave: "Leave", open_alarms: "Open alarms",
    on_plan_late: "permits, overtime", on_plan_soon: "permits, ending soon", on_plan_calm: "permits", on_plan_none: "permits", no_plan: "No plan with known degrees yet: set one up under Plan.",
    overtime: "Overtime, top {{count}}", overtime_note: "Less than 30 minutes left, or none", overtime_none: "None near its end", alarms_none: "No open alarms", guards_title: "Guardians", guards_missing: "{{count}} unseen", guards_none: "No work is going on", never_seen: "No sign",
    running: "{{count}} permits now", running_none: "No permits now", all_areas: "Show all areas",
    suspend_all: "Suspend all work", suspend_title: "Suspend all {{count}} jobs that are going on?", suspend_sure: "Suspend {{count}} jobs", suspend_why: "Each permit is paused and the people on site are told; each is resumed by itself, after new tests.", suspend_reason: "Why: a storm warning, an emergency", suspend_done: "{{done}} suspended, {{failed}} not",
    kinds: "Lists of permits", kind_permit: "Permits", kind_permit_alarm: "Alarms", kind_certificate: "Certificates", kind_special_period: "Special periods", kind_jha_template: "Analysis templates", kind_emergency_contact: "Emergency contacts", kind_paper_permit: "Paper permits", live_open: "Live board", book: "Book a job", add: "Add",
    measures_left: "{{count}} to confirm", measures_all: "All measures of this permit are confirmed.", in_place: "Applies, in place", not_involved: "Does not apply", confirm_measures: "Confirm {{count}}",
    quick: "Quick permit", once_more: "Once more", which_job: "Which kind of job", quick_help: "Place, unit and person come from your last permit, the time is tomorrow 8:30 to 16:30; all can be changed. Every approval and condition stays.", crew_take: "Take people and answers of {{number}}", crew_taken: "Taken from {{number}}: check each",
    print_copies: "Print three copies", job_suffix: " work", print_title: "Permit: {{job}}", copy: "Copy {{copy}}", code_on_paper: "Scan for how it stands now", signed_by: "Steps and signatures",
    holder_guardian: "held by the guardian", holder_second_hot_work: "held by the working unit (fire)", holder_second_confined_space: "held by the head of the working unit", holder_second_blind_plate: "held by who does the work", holder_second_height: "held by who does the work", holder_second_lifting: "held by the lifting commander", holder_second_temporary_power: "held by the working unit, then cancelled by the power supplier", holder_second_excavation: "held by the head of the working unit", holder_second_road_closing: "held by the head of the working unit",
    holder_third_safety: "filed by the safety department", holder_third_hot_work: "filed by the unit", holder_third_confined_space: "filed by the unit", holder_third_blind_plate: "filed by the unit", holder_third_height: "filed by the unit", holder_third_lifting: "filed by the unit", holder_third_temporary_power: "filed by the electrical department", holder_third_excavation: "filed by the professional department", holder_third_road_closing: "filed by the professional department",
  },
};
