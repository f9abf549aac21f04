// What every page needs: the theme, and the actions of bookings and places where they are.
import { one } from "./common/dom.js";
import { themeSwitch } from "./common/theme.js";
import { bookingsPage } from "./bookings/page.js";
import { waitsPart } from "./bookings/waits.js";
import { placesPage } from "./places/page.js";
import { copies } from "./profile/copy.js";

const button = one(".theme-switch");
if (button) themeSwitch(button);
if (one("[data-my-bookings]")) bookingsPage(one("[data-my-bookings]"));
if (one("[data-waits]")) waitsPart(one("[data-waits]"));
if (one("[data-places-edit]")) placesPage(one("[data-places-edit]"));
if (one("[data-copies]")) copies(one("[data-copies]"));
