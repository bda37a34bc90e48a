// PouchDB 9 (leveldb) against express-pouchdb (leveldb) in a process of its own, on the records that it is given.
//   node peer.mjs serve FOLDER              serves until killed; prints its port
//   node peer.mjs measure FOLDER URL FILE ROUND   prints {"push": docs/s, "pull": docs/s, "one": [ms, ...], "open": [ms, ...]}
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(process.env.PEER_MODULES + "/");
const PouchDB = require("pouchdb");
const [verb, folder, url, file, round] = process.argv.slice(2);
const Local = PouchDB.defaults({ prefix: folder + "/" });
const BATCH = { batch_size: 1000 };
const ONES = 30;

if (verb === "serve") {
  const express = require("express");
  const app = express();
  app.use("/", require("express-pouchdb")(Local, { mode: "minimumForPouchDB", logPath: folder + "/log.txt" }));
  const server = app.listen(0, "127.0.0.1", () => console.log(server.address().port));
} else {
  const docs = JSON.parse(readFileSync(file, "utf8"));
  const mine = new Local("mine" + round);
  for (let at = 0; at < docs.length; at += 1000) await mine.bulkDocs(docs.slice(at, at + 1000));
  const remote = new PouchDB(`${url}/central${round}`);
  await remote.info();
  let begun = performance.now();
  const pushed = await mine.replicate.to(remote, BATCH);
  const push = performance.now() - begun;
  const other = new Local("other" + round);
  begun = performance.now();
  const pulled = await other.replicate.from(remote, BATCH);
  const pull = performance.now() - begun;
  if (pushed.docs_written !== docs.length || pulled.docs_written !== docs.length) throw new Error("not all came");
  const one = [];
  for (let at = 0; at < ONES; at += 1) {
    begun = performance.now();
    await mine.put({ ...docs[0], _id: `one-${round}-${at}` });
    await mine.replicate.to(remote, BATCH);
    one.push(performance.now() - begun);
  }
  // The same with a replication that stays open: no handshake for each change, and no checkpoint waited for.
  const open = [];
  const live = mine.replicate.to(remote, { ...BATCH, live: true, retry: true });
  await new Promise((told) => live.once("paused", told));
  for (let at = 0; at < ONES; at += 1) {
    const gone = new Promise((told) => live.once("change", told));
    begun = performance.now();
    await mine.put({ ...docs[0], _id: `open-${round}-${at}` });
    await gone;
    open.push(performance.now() - begun);
    await new Promise((told) => setTimeout(told, 50));
  }
  console.log(JSON.stringify({ push: docs.length / push * 1000, pull: docs.length / pull * 1000, one, open }));
  process.exit(0);
}
