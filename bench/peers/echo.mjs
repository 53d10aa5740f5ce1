// The least a Node Socket.IO server can do; the same work as echo_server.py. Prints its port.
import { createServer } from "node:http";
import { Server } from "socket.io";

const http = createServer();
const io = new Server(http, { transports: ["websocket"], serveClient: false, perMessageDeflate: false });

io.on("connection", (socket) => {
  socket.on("echo", (data, acknowledge) => acknowledge(data));
  socket.on("join", () => socket.join("all"));
  socket.on("say", (data) => io.to("all").emit("said", data));
});

http.listen({ port: 0, host: "127.0.0.1", backlog: 4096 }, () => console.log(http.address().port));
