package dev.mcpoauth.server.resource;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the door of a resource looks at of an HTTP request. Each part is asked for when it is needed, so that an adapter need
 * copy nothing; the body is never looked at.
 */
public interface ResourceRequest {

    /** The method in the case in which it was sent. */
    String method();

    /**
     * The raw path of the public URL. Scheme, host and port of that URL are the resource identifier's, so that no {@code Host}
     * or forwarding header has a say in which proofs are good here.
     */
    String path();

    /** The raw query without question mark, empty if there is none. */
    String query();

    /** The values of a header, one for each line; the name in any case. */
    List<String> headers(String name);

    /** A request that was read already. */
    static ResourceRequest of(String method, String path, String query, Map<String, List<String>> headers) {
        Map<String, List<String>> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.forEach((name, values) -> copy.put(name, List.copyOf(values)));
        return new ReadRequest(method, path, query, copy);
    }
}
