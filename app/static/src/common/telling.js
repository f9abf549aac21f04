// How people are told of something later: by mail only where this installation sends any.

import { one } from "./dom.js";

const byMail = () => Boolean(one('meta[name="sends-mail"]'));

/** "you are told by mail", or where it can be looked up; the middle of a sentence. */
export const youAreTold = () => (byMail() ? "you are told by mail" : "“My bookings” shows it then");

/** ", and is told by mail", or nothing. */
export const andIsTold = () => (byMail() ? ", and is told by mail" : "");

/** How a wait is told of. */
export const waitIsTold = () => (byMail() ? "You are told by mail, and “My bookings” shows how you stand." : "“My bookings” shows how you stand: no mail is sent here, so look there now and then.");
