// What every page needs: the theme, and the actions of bookings and places where they are.
import { one } from "./common/dom.js";
import { themeSwitch } from "./common/theme.js";
import { bookingsPage } from "./bookings/page.js";
import { placesPage } from "./places/page.js";

const button = one(".theme-switch");
if (button) themeSwitch(button);
if (one("[data-my-bookings]")) bookingsPage(one("[data-my-bookings]"));
if (one("[data-places-edit]")) placesPage(one("[data-places-edit]"));
