package dev.mcpoauth.example.database.cli;

/** What a command line asks for. */
public sealed interface Invocation {

    /** To start the server. */
    record Start(Options options) implements Invocation {}

    /** To be told something: help or version. */
    record Answer(String text) implements Invocation {}

    /** Nothing that can be done; the text says what is wrong. */
    record Misuse(String text) implements Invocation {}
}
