// The stock socket.io-client, unconfigured but for its transports: what it saw goes to stdout as one JSON line.
//   node client.mjs URL TRANSPORTS(comma-separated)
import { io } from "socket.io-client";

const [url, transports] = process.argv.slice(2);
const options = { transports: transports.split(","), auth: { token: "abc" }, reconnection: false };
const seen = { events: [], acks: {} };
const main = io(url, options);
const other = io(`${url}/other`, options);
const refused = io(`${url}/nowhere`, options);

main.io.once("open", () => (seen.first = main.io.engine.transport.name));
const once = (socket, event) => new Promise((resolve) => socket.once(event, resolve));
const refusal = once(refused, "connect_error").then((error) => (seen.refused = error.message));

main.on("hello", (value) => seen.events.push(value));
main.on("bytes", (value) => seen.events.push([...value.data]));
main.on("question", (value, answer) => answer(value + 1));
await Promise.all([once(main, "connect"), once(other, "connect")]);

seen.acks.text = await main.timeout(3000).emitWithAck("echo", "ä€😀", { deep: [1, null, true] }, 1.5);
const binary = await main.timeout(3000).emitWithAck("echo", { data: Uint8Array.from([0, 1, 254, 255]) });
seen.acks.binary = [...binary.data];
seen.acks.other = await other.timeout(3000).emitWithAck("echo", "namespaced");
seen.acks.many = 0;
await Promise.all(
  Array.from({ length: 300 }, async (_, i) => {
    if ((await main.timeout(3000).emitWithAck("echo", i)) === i) seen.acks.many += 1;
  }),
);
main.emit("go");
await once(main, "done");
await refusal;
const wanted = options.transports.at(-1);
if (main.io.engine.transport.name !== wanted) await once(main.io.engine, "upgrade");
seen.last = main.io.engine.transport.name;
seen.sids = new Set([main.id, other.id, main.io.engine.id]).size;
main.emit("bye");
seen.reason = await once(main, "disconnect");
console.log(JSON.stringify(seen));
main.io.engine.close();
