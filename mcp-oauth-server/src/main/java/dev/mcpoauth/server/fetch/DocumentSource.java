package dev.mcpoauth.server.fetch;

import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/**
 * GETs one document. The default is {@link GuardedHttp}; another one is for a network whose only way out is a proxy, which
 * then has to refuse private addresses itself. Thread-safe.
 */
@FunctionalInterface
public interface DocumentSource {

    /**
     * The response, whatever its status: redirects are not followed.
     *
     * @param etag of the version that is known, for {@code If-None-Match}
     * @throws RefusedAddressException if the URL leads where nobody may be sent
     * @throws UnusableResponseException if the response is too large or no HTTP
     * @throws IOException if there is no response, which may be different later
     */
    DocumentResponse get(URI url, Optional<String> etag) throws IOException;
}
