package dev.mcpoauth.transport.servlet;

/** Runs a part of what happens to a request, and answers what it refuses. */
@FunctionalInterface
interface Steps {

    void run(Exchange exchange, Runnable step);
}
