package dev.mcpoauth.server.internal.remote;

import java.io.IOException;
import java.net.URI;

/** What an issuer answered. A redirect is an answer like any other, as none is followed. */
public final class Reply {
    private final URI location;
    private final int status;
    private final byte[] body;

    Reply(URI location, int status, byte[] body) {
        this.location = location;
        this.status = status;
        this.body = body;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /**
     * The body of a successful answer, at most as long as the exchange allows.
     *
     * @throws IOException if it is not 200, naming the status
     */
    public byte[] requireOk() throws IOException {
        if (status != 200) {
            throw new IOException(location + " answered " + status);
        }
        return body.clone();
    }

    /** The body, whatever the status. */
    public byte[] body() {
        return body.clone();
    }

    /** Not the body, which may describe a person. */
    @Override
    public String toString() {
        return "Reply[" + status + "]";
    }
}
