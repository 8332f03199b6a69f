package dev.mcpoauth.server.fetch;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Resolves a host name. */
@FunctionalInterface
interface Resolver {

    /** All addresses of the host, at least one. */
    List<InetAddress> resolve(String host) throws UnknownHostException;
}
