package dev.mcpoauth.transport.server;

import java.util.List;

/** Reads a resource. May block. Called concurrently, and again when it asked the client something. */
@FunctionalInterface
public interface ResourceHandler {

    /**
     * Reads the resource.
     *
     * @return its contents; none if there is no such resource, which the client sees as "not found"
     * @throws Exception reaches the client as an internal error with a correlation id, and the log with its cause
     */
    List<ResourceContents> read(ResourceRequest request, CallContext context) throws Exception;
}
