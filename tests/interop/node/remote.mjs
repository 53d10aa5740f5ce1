// The stock socket.io-client as a remote hand: one JSON line in for each thing to do, one out for each answer or event.
//   {"id":1,"do":"open","url":"http://…/training","token":"…","transports":["websocket"]}
//   {"id":2,"do":"call","event":"…","payload":{…}} · {"id":3,"do":"emit",…} · {"id":4,"do":"transport"} · {"id":5,"do":"close"}
import { createInterface } from "node:readline";
import { io } from "socket.io-client";

const say = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);
let socket;

const open = ({ url, token, transports }) =>
  new Promise((resolve) => {
    const auth = token === null ? undefined : { token };
    socket = io(url, { transports, auth, reconnection: false });
    socket.onAny((event, ...args) => say({ event, args }));
    socket.on("disconnect", (reason) => say({ gone: reason }));
    socket.once("connect", () => resolve({ connected: true }));
    socket.once("connect_error", (error) => resolve({ connected: false, message: error.message, data: error.data }));
  });

const transport = () =>
  new Promise((resolve) => {
    const { engine } = socket.io;
    const wanted = engine.opts.transports.at(-1);
    const name = () => engine.transport.name;
    if (name() === wanted || name() === "websocket") resolve(name());
    else engine.once("upgrade", () => resolve(name()));
  });

const deeds = {
  open,
  transport,
  call: ({ event, payload }) => socket.timeout(9000).emitWithAck(event, payload),
  emit: async ({ event, payload }) => void socket.emit(event, payload),
  close: async () => void socket?.disconnect(),
};

for await (const line of createInterface({ input: process.stdin })) {
  const order = JSON.parse(line);
  deeds[order.do](order).then(
    (answer) => say({ id: order.id, answer: answer ?? null }),
    (error) => say({ id: order.id, answer: { failed: String(error) } }),
  );
}
