// What this device keeps by itself, in IndexedDB, for pages and worker alike: floors, what was last
// free on them, the ways of buildings, and wishes that wait to be sent. Nothing in it names a person or
// says where one is.

// An earlier deployment that is gone back to opens its database by the version, so a store that came
// later has a database of its own.
const VERSION = 1;
const DATABASES = {
  floorplans: { floors: "id", statuses: "floor_id", waiting: "key", notes: "id" },
  "floorplans-ways": { ways: "id" },
};

const settled = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

function open(store) {
  const [name, stores] = Object.entries(DATABASES).find(([, each]) => store in each);
  const request = indexedDB.open(name, VERSION);
  request.onupgradeneeded = () => {
    for (const [each, keyPath] of Object.entries(stores)) request.result.createObjectStore(each, { keyPath });
  };
  return settled(request);
}

/** Do one thing with one store, and resolve when it is on the disk; `doing(store)` gives a request. */
async function within(name, mode, doing) {
  const database = await open(name);
  try {
    const transaction = database.transaction(name, mode);
    const ended = new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = () => reject(transaction.error);
    });
    const [answer] = await Promise.all([settled(doing(transaction.objectStore(name))), ended]);
    return answer;
  } finally {
    database.close();
  }
}

/** Every one of these rejects where storage is full, forbidden or gone. */
export const read = (store, key) => within(store, "readonly", (each) => each.get(key));
export const readAll = (store) => within(store, "readonly", (each) => each.getAll());
export const write = (store, value) => within(store, "readwrite", (each) => each.put(value));
export const remove = (store, key) => within(store, "readwrite", (each) => each.delete(key));
export const empty = (store) => within(store, "readwrite", (each) => each.clear());
