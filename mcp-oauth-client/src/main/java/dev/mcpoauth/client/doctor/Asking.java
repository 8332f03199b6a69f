package dev.mcpoauth.client.doctor;

import dev.mcpoauth.client.doctor.Asked.Answered;
import dev.mcpoauth.client.doctor.Asked.Forbidden;
import dev.mcpoauth.client.doctor.Asked.Silent;
import dev.mcpoauth.client.error.AuthException.InsecureEndpoint;
import dev.mcpoauth.client.error.FlowTrace;
import dev.mcpoauth.client.http.HttpCall;
import dev.mcpoauth.client.http.HttpExchange;
import dev.mcpoauth.client.http.UrlPolicy;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;

/**
 * Sends the requests. Each is bounded by its exchange, and all together by the time that the whole walk may take: what is
 * left over then counts as not answered.
 */
final class Asking {
    private final HttpExchange http;
    private final UrlPolicy policy;
    private final URI server;
    private final FlowTrace trace;
    private final long began = System.nanoTime();
    private final Duration longest;

    Asking(HttpExchange http, UrlPolicy policy, URI server, FlowTrace trace, Duration longest) {
        this.http = http;
        this.policy = policy;
        this.server = server;
        this.trace = trace;
        this.longest = longest;
    }

    /** Asks the server that the user named. */
    Asked ask(HttpCall call) throws InterruptedException {
        if (System.nanoTime() - began > longest.toNanos()) {
            return new Silent(call.uri(), "not asked, as the walk has taken longer than " + longest.toSeconds() + " s");
        }
        try {
            return new Answered(call.uri(), http.send(call));
        } catch (IOException e) {
            return new Silent(call.uri(), Shown.failure(e));
        } catch (IllegalArgumentException e) {
            return new Forbidden(call.uri(), "cannot be asked: " + Shown.failure(e));
        }
    }

    /** Asks at a URL that a server supplied, if the policy permits it. */
    Asked askSupplied(HttpCall call) throws InterruptedException {
        try {
            policy.require(call.uri(), server, trace);
        } catch (InsecureEndpoint e) {
            return new Forbidden(call.uri(), "must not be asked [" + e.reason() + "]");
        }
        return ask(call);
    }

    /** Whether the policy permits a URL that a server supplied. */
    boolean permits(URI supplied) {
        try {
            policy.require(supplied, server, trace);
            return true;
        } catch (InsecureEndpoint e) {
            return false;
        }
    }
}
