// Runs two sessions as one with the stock Socket.IO client: joins, starts both, logs a set, moves its player, stops the floor.
//   npm install socket.io-client
//   node trainer.mjs http://127.0.0.1:8000 SESSION OTHER_SESSION TOKEN
import { randomUUID } from "node:crypto";
import { io } from "socket.io-client";

const [url, sessionId, otherId, token] = process.argv.slice(2);
const socket = io(`${url}/training`, { auth: { token }, transports: ["websocket"] });

// Every fact has an identity from where it happened: sent again after a lost answer it counts once.
async function send(event, payload) {
  const command = { eventId: randomUUID(), occurredAt: new Date().toISOString(), ...payload };
  const answer = await socket.timeout(5000).emitWithAck(event, command);
  if (answer.ok) return answer;
  const { code, message, suggestedActions } = answer.error;
  throw new Error(`${code}: ${message} ${suggestedActions.join(" ")}`);
}

// An operation over several sessions is answered at once and reports how it goes on; `status` says when it is done.
function finished(operationId) {
  return new Promise((resolve) => {
    const hear = (report) => {
      if (report.operationId !== operationId || !report.status.match(/completed|failed/)) return;
      socket.off("training:bulk:operation:status", hear);
      resolve(report);
    };
    socket.on("training:bulk:operation:status", hear);
  });
}

async function operate(bundleId, operation) {
  const operationId = randomUUID();
  const done = finished(operationId);
  await send("training:bulk:operation:status", { bundleId, operationId, operation });
  return done;
}

// What is urgent asks to be confirmed when it is on the glass; a stop names the screens that have not.
socket.onAny((_event, _payload, confirm) => confirm?.({ state: "shown" }));

socket.on("connect_error", (error) => {
  console.error(error.message, error.data?.suggestedActions?.join(" ") ?? "");
  process.exit(1);
});
await new Promise((resolve) => socket.on("connect", resolve));

const { session } = await send("training:session:join", { sessionId, live: "events" });
const [{ playerId, playerName }] = session.players;
const exercise = session.plan.exercises[0];
console.log(`joined ${session.workoutName} with ${session.totalPlayers} players`);

const bundleId = `bundle-${randomUUID()}`;
await send("training:bulk:session:created", { bundleId, bundleName: "Two as one", sessionIds: [sessionId, otherId] });
const start = await operate(bundleId, "start_all");
console.log(`start: ${start.status}, ${start.progress.completed} of ${start.progress.total}`);

const set = { setNumber: 1, totalSets: exercise.sets.length, reps: 5, weight: 60 };
const about = { sessionId, playerId, exerciseId: exercise.id, exerciseName: exercise.name };
const logged = await send("training:strength:set:completion", { ...about, setData: set });
console.log(`logged: set 1 of ${playerName} is fact ${logged.seq}`);

const [fromSession, toSession] = [{ sessionId }, { sessionId: otherId }];
const move = { bundleId, playerId, fromSession, toSession, moveReason: "trainer_decision", preserveProgress: true };
await send("training:bulk:participant:move", move);
console.log(`moved: ${playerName}`);

const stop = await operate(bundleId, "emergency_stop_all");
console.log(`stop: ${stop.status}, ${stop.progress.completed} of ${stop.progress.total}`);
socket.disconnect();
