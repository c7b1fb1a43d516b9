/** Texts of permits alone in English. */
import type { permitZhCN } from "@/i18n/permit.zh-CN";

export const permitEn: typeof permitZhCN = {
  permit: {
    place: "Place", times: "Time of work", unit: "Unit / contractor", responsible: "Responsible", guardians: "Guardians", workers: "Workers", involves: "Also involves", related: "Linked permits",
    dangers: "{{count}} dangers", measures: "{{count}} measures, {{confirmed}} confirmed",
    gates_blocked: "{{count}} conditions not met: this cannot go on now", gates_open: "{{count}} points to note", gates_met: "All conditions met", gates_met_count: "{{count}} met", gates_at: "checked {{at}}", gates_old: "The server cannot be reached: this is what it said last.", against: ", limit {{limit}}", aged: ", {{span}} ago",
    at_the_place: "At the place", record_it: "Record", recorded: "Recorded: {{label}}", unsent: "It did not reach the server; what you typed is kept here. Tap Record again when there is a signal.",
    check_in: "Scan the code at the place", check_in_again: "Scan again to confirm", check_in_help: "Aim at the label of the area or equipment; the phone takes its position as well.", other_label: "This is not the label of {{place}}. Scan at the place of work.",
    checked_in: "Checked in at {{at}}", not_checked_in: "Not checked in", seen: "Seen", unseen_position: "No position: your presence was not told. Allow the position.", unseen_signal: "No signal: your presence was not told.",
    where_inside: "Inside the area", where_outside: "About {{metres}} m from the area", where_inaccurate: "The position is only good to {{metres}} m, which proves nothing. Try in the open.", where_unknown: "The area has no boundary to compare with",
    inside: "{{count}} people inside now", inside_of: "{{all}} entries in all", tools: "{{count}} tools", for_so_long: "for {{span}}", out: "Out",
    gas: "Gas tests", gas_count: "{{count}}", remarks: "{{count}} remarks", guards: "{{count}} guardians now",
    show_code: "Show the e-permit's code", code: "Code of the e-permit", code_help: "Opens without a log-in until {{at}}",
    shared_ended: "This permit has ended: no work on it", shared_foot: "As of {{at}} · link opens until {{until}}", everything: "Everything else, step by step",
    online_only: "No signal. Signing, starting and resuming need a connection; what you typed is kept here.",
    renew: "New permit in its place", renew_ended: "This permit has ended and cannot be revived. A new one takes its contents along; gas tests, briefing and signatures are made anew.", renew_expired: "This permit has run out and cannot be extended. A new one takes its contents along.",
    similar: "{{count}} like jobs in this area within 72 hours", similar_half_year: "{{count}} like jobs in this area within half a year (at most 20 listed)",
  },
};
