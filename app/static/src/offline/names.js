// The names that pages and worker share.

/** Cache Storage: the files of one deployment each, and the drawings of plans. */
export const FILES = "floorplans-files-";
export const PLANS = "floorplans-plans";
/** Under this the worker keeps the page that is shown without a connection. */
export const PAGE = "/offline";
/** The same in the place of “Near me”, where it may ask for the position and the camera. */
export const NEAR = "/offline/near";
/** The address of that page: the one that may ask where somebody is, and look through the camera. */
export const NEAR_ME = "/near";
/** The note of what was last let go to make room. */
export const LET_GO = "let_go";
/** What the worker is woken with when the connection is back. */
export const SYNC = "floorplans-waiting";

/** Let one page or worker at a time do something with what is kept. */
export const alone = (name, doing) => navigator.locks.request(`floorplans.${name}`, doing);

/** Pages and worker tell each other here that what waits has changed. */
export const NEWS = "floorplans-waiting";
