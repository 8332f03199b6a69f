package dev.mcpoauth.server.fuzz;

/** Where requests go in and answers come out. */
interface Edge {
    Answer send(Sent request) throws Exception;
}
