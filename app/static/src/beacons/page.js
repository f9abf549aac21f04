// The beacons of a floor: on its map, in a list, as a file, and tried.

import { one } from "../common/dom.js";
import { problemNode } from "../near/answer.js";
import { makeOrder } from "../near/order.js";
import { makeForm } from "./form.js";
import { makeFile, showList } from "./list.js";
import { beaconsMap } from "./map.js";
import { makeStore } from "./store.js";
import { makeTrying } from "./trying.js";

/** Start the page; settings: floorId, mapUrl (null without a plan), heading, beacons, usual {strength, loss,
    error} and floors, the names of the site's by id. */
export async function beaconsPage(map, settings) {
  const { floorId, beacons: first, usual } = settings;
  const side = one(".near-side");
  makeOrder(one(".near"), side, one(".near-stage"), side.firstElementChild)();
  const say = (problem) => one("#beacon-trouble").replaceChildren(problemNode(problem));
  const picture = {};
  const store = makeStore(floorId, first, { changed: show, say });

  const form = makeForm({
    usual,
    draft: (place) => picture.draft?.(place),
    save: (beacon, was) => store.change((all) => [...all.filter((each) => each.beacon !== was), beacon],
      was ? `${beacon.beacon} was changed.` : `${beacon.beacon} was added.`),
  });

  async function remove({ beacon }) {
    try {
      await store.change((all) => all.filter((each) => each.beacon !== beacon), `${beacon} was removed.`);
      form.edit(null);
      one("#beacon-list-head").focus();
    } catch (problem) {
      if (!problem.code) throw problem;
      say(problem);
    }
  }

  function show(all) {
    showList(all, { edit: form.edit, remove });
    picture.show?.(all);
  }

  form.edit(null);
  show(store.all());
  makeFile(store.takeList);
  makeTrying({ beacons: store.all, show: (...point) => picture.trial?.(...point), settings });
  Object.assign(picture, await beaconsMap(map, settings, { chosen: form.edit, placed: form.place }));
  form.offer(picture.spaces);
  picture.show(store.all());
  one(".beacons").dataset.ready = "true";
}
