package dev.mcpoauth.client.doctor;

import dev.mcpoauth.client.error.ClientReasons;
import dev.mcpoauth.client.http.Loopback;
import java.net.URI;
import java.util.List;

/** The way to the server, before anything is said. */
final class AddressChecks {
    private static final Rule SECURE = Rule.of(
            "url.secure",
            "the URL is https, or http on this machine",
            "OAuth 2.1 §1.5",
            "Use the https URL of the server. There is no signing in over plain http.",
            ClientReasons.URL_NOT_SECURE);

    private static final Rule PROXY = Rule.of(
            "proxy.connection",
            "the proxy that is set up takes connections",
            "RFC 9110 §7.3.2",
            "Correct the proxy settings, or except the server's host from them.");

    private static final Rule NAME = Rule.of(
            "address.name",
            "the host name has an address",
            "RFC 9110 §4.3.2",
            "Correct the host in the URL. If it is right, look at the name server, a VPN that is off, or a proxy that should"
                    + " resolve the name.");

    private static final Rule CONNECTION = Rule.of(
            "address.connection",
            "the port takes connections",
            "RFC 9110 §4.3.2",
            "Start the server, or correct the port. Where other machines reach it, look at firewall and VPN.");

    static final List<Check> ALL = List.of(
            new Check(SECURE, Gates::none, facts -> secure(facts.settings().server)),
            new Check(PROXY, Gates::none, AddressChecks::proxy),
            new Check(NAME, Gates::none, AddressChecks::name),
            new Check(CONNECTION, Gates::none, AddressChecks::connection));

    private AddressChecks() {}

    static Outcome secure(URI server) {
        boolean https = "https".equalsIgnoreCase(server.getScheme());
        return isSecure(server)
                ? Outcome.holds(https ? "https" : "plain http on this machine")
                : Outcome.fails("plain http to " + server.getHost());
    }

    static boolean isSecure(URI server) {
        return "https".equalsIgnoreCase(server.getScheme()) || Loopback.is(server.getHost());
    }

    private static Outcome proxy(Facts facts) throws InterruptedException {
        ProxyUse proxy = facts.proxy();
        if (proxy.isDirect()) {
            return Outcome.holds("none is used");
        }
        Reach reach = facts.reach();
        if (reach.connected().isEmpty()) {
            return Outcome.fails("no connection to the proxy " + proxy + ": " + why(reach));
        }
        return facts.knock().status() == 407
                ? Outcome.fails("the proxy " + proxy + " wants credentials (407)")
                : Outcome.holds("through " + proxy);
    }

    private static Outcome name(Facts facts) throws InterruptedException {
        if (!facts.proxy().isDirect()) {
            return Outcome.skipped("the proxy resolves it");
        }
        Reach reach = facts.reach();
        String host = Reach.host(facts.settings().server);
        return reach.addresses().isEmpty()
                ? Outcome.fails(host + ": " + reach.problem())
                : Outcome.holds(host + " is " + String.join(", ", reach.addresses()));
    }

    private static Outcome connection(Facts facts) throws InterruptedException {
        if (!facts.proxy().isDirect()) {
            return Outcome.skipped("the proxy connects");
        }
        Reach reach = facts.reach();
        if (reach.addresses().isEmpty()) {
            return Outcome.skipped("there is no address");
        }
        int port = Reach.port(facts.settings().server);
        return reach.connected().isEmpty()
                ? Outcome.fails("port " + port + ": " + why(reach))
                : Outcome.holds("port " + port + " of " + reach.connected() + but(reach));
    }

    private static String but(Reach reach) {
        return reach.refusals().isEmpty() ? "" : ", but not " + String.join("; ", reach.refusals());
    }

    private static String why(Reach reach) {
        return reach.problem().isEmpty() ? String.join("; ", reach.refusals()) : reach.problem();
    }
}
