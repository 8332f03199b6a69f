package dev.mcpoauth.server;

import static dev.mcpoauth.server.EveryReasonTest.on;
import static dev.mcpoauth.server.Exchanges.LEDGER;
import static dev.mcpoauth.server.Exchanges.STOCK;
import static dev.mcpoauth.server.Exchanges.person;
import static dev.mcpoauth.server.Exchanges.trade;
import static dev.mcpoauth.server.Exchanges.traded;
import static dev.mcpoauth.server.TestServer.RESOURCE;

import dev.mcpoauth.core.diagnostics.Reason;
import dev.mcpoauth.server.diagnostics.ServerReasons;
import dev.mcpoauth.server.http.WebResponse;
import java.time.Duration;
import java.util.function.Function;
import java.util.stream.Stream;

/** Requests for {@link EveryReasonTest} by clients that exchange tokens. */
final class ExchangeProvocations {
    private ExchangeProvocations() {}

    private static EveryReasonTest.Provocation exchange(
            Reason reason, int status, Function<TestServer, WebResponse> request) {
        return on(reason, status, Exchanges::allowed, request);
    }

    private static EveryReasonTest.Provocation with(Reason reason, String... changes) {
        return exchange(reason, 400, as -> trade(as, person(as), changes));
    }

    static Stream<EveryReasonTest.Provocation> all() {
        return Stream.concat(requests(), tokens());
    }

    private static Stream<EveryReasonTest.Provocation> requests() {
        return Stream.of(
                with(ServerReasons.EXCHANGE_SUBJECT_TYPE, "subject_token_type", "x"),
                with(ServerReasons.EXCHANGE_REQUESTED_TYPE, "requested_token_type", "x"),
                with(ServerReasons.EXCHANGE_ACTOR, "actor_token", "x"),
                with(ServerReasons.EXCHANGE_NOT_PERMITTED, "client_id", "ledger"),
                with(ServerReasons.EXCHANGE_TARGET, "resource", RESOURCE),
                with(ServerReasons.EXCHANGE_SEVERAL_TARGETS, "audience", LEDGER),
                with(ServerReasons.EXCHANGE_SCOPE, "scope", "db:write"),
                exchange(
                        ServerReasons.REGISTER_GRANT_TYPES,
                        400,
                        as -> as.register("{\"grant_types\":[\"client_credentials\"]}")));
    }

    private static Stream<EveryReasonTest.Provocation> tokens() {
        return Stream.of(
                exchange(ServerReasons.EXCHANGE_SUBJECT_UNKNOWN, 400, as -> trade(as, "never-issued")),
                exchange(ServerReasons.EXCHANGE_SUBJECT_REVOKED, 400, as -> {
                    String token = person(as);
                    as.form("/revoke", "client_id", "app", "token", token);
                    return trade(as, token);
                }),
                exchange(ServerReasons.EXCHANGE_SUBJECT_EXPIRED, 400, as -> {
                    String token = person(as);
                    as.advance(Duration.ofHours(1));
                    return trade(as, token);
                }),
                exchange(ServerReasons.EXCHANGE_CHAIN, 400, as -> {
                    String token = person(as);
                    for (int i = 0; i < 2; i++) {
                        token = traded(as, traded(as, token), "client_id", "stock", "resource", RESOURCE);
                    }
                    return trade(as, traded(as, token), "client_id", "stock", "resource", LEDGER);
                }),
                exchange(ServerReasons.TOKEN_EXCHANGED, 200, as -> trade(as, person(as), "resource", STOCK)));
    }
}
