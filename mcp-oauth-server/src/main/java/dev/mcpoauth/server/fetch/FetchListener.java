package dev.mcpoauth.server.fetch;

import java.io.IOException;
import java.net.URI;

/** Hears of each fetch that took place. Thread-safe, quick, does not throw. */
public interface FetchListener {

    /** A document was fetched, or found unchanged. */
    void fetched(URI url);

    /** There was no document: what the host sent or that it sent nothing. */
    void failed(URI url, FetchProblem problem, IOException why);
}
