// What every page needs: the theme, the actions of bookings and places where they are,
// and what a time without a connection needs.
import { one } from "./common/dom.js";
import { themeSwitch } from "./common/theme.js";
import { bookingsPage } from "./bookings/page.js";
import { waitsPart } from "./bookings/waits.js";
import { placesPage } from "./places/page.js";
import { copies } from "./profile/copy.js";
import { keepFavourites } from "./offline/favourites.js";
import { installWorker } from "./offline/installing.js";
import { emptyWhenLeaving } from "./offline/leaving.js";
import { forgetIfSignedOut, settleOwner } from "./offline/owner.js";
import { followWaiting } from "./offline/strip.js";

const button = one(".theme-switch");
if (button) themeSwitch(button);
if (one("[data-my-bookings]")) bookingsPage(one("[data-my-bookings]"));
if (one("[data-waits]")) waitsPart(one("[data-waits]"));
if (one("[data-places-edit]")) placesPage(one("[data-places-edit]"));
document.querySelectorAll("[data-copies]").forEach(copies);

forgetIfSignedOut();
if (one('meta[name="person"]')) {
  installWorker();
  keepFavourites();
  emptyWhenLeaving();
  settleOwner().then((isOurs) => { if (isOurs) followWaiting(); });
}
