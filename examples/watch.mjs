// Watches a session with the stock Socket.IO client: every fact in order, every live value, also over a cut.
//   npm install socket.io-client
//   node watch.mjs http://127.0.0.1:8000 SESSION TOKEN
import { io } from "socket.io-client";

const [url, sessionId, token] = process.argv.slice(2);
const socket = io(`${url}/training`, { auth: { token }, transports: ["websocket"] });

// What this program has seen. Sent along with every join, it makes the server tell exactly what is missing.
let position = {};

socket.on("connect", async () => {
  const answer = await socket.timeout(5000).emitWithAck("training:session:join", { sessionId, live: "events", ...position });
  if (!answer.ok) {
    console.error(`${answer.error.code}: ${answer.error.message} ${answer.error.suggestedActions.join(" ")}`);
    process.exit(1);
  }
  // `recovered`: what was missed comes as events. Otherwise `session` is the whole state, to be taken as it is.
  console.log(JSON.stringify({ joined: sessionId, recovered: answer.recovered, status: answer.session?.status }));
});

socket.onAny((name, event) => {
  if (event?.seq !== undefined && event.epoch !== undefined) position = { epoch: event.epoch, lastSeq: event.seq };
  console.log(JSON.stringify({ name, ...event }));
});

socket.on("connect_error", (error) => {
  console.error(error.message, error.data?.suggestedActions?.join(" ") ?? "");
  if (error.data?.code === "UNAUTHENTICATED") process.exit(1);
});
