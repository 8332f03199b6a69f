package dev.mcpoauth.example.database.cli;

import dev.mcpoauth.example.database.store.StoreLimits;
import dev.mcpoauth.example.database.store.StoreUrl;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where the state of the authorization server is, and what bounds its use. */
final class StoreFlags {

    private @Nullable StoreUrl url;
    private @Nullable String user;
    private @Nullable String password;
    private int connections = StoreLimits.DEFAULT.connections();
    private Duration patience = StoreLimits.DEFAULT.patience();
    private Duration answerTime = StoreLimits.DEFAULT.answerTime();

    Section section() {
        return new Section(
                "Authorization server: where its state is",
                List.of(
                        Setting.text(
                                "--store",
                                "URL",
                                "What several nodes share: jdbc:postgresql://HOST/DATABASE, jdbc:mariadb://HOST/DATABASE"
                                        + " or redis://HOST:PORT (a file in --data, for one node).",
                                text -> url = StoreUrl.parse(text)),
                        Setting.text("--store-user", "NAME", "Its user.", text -> user = printable(text)),
                        Setting.text(
                                "--store-password",
                                "PASSWORD",
                                "Its password; better as environment variable than on a command line that others see.",
                                text -> password = printable(text)),
                        Setting.count(
                                "--store-connections", "Most connections to it at once (16).", n -> connections = n),
                        Setting.duration(
                                "--store-wait", "How long a request waits for a connection (3s).", t -> patience = t),
                        Setting.duration(
                                "--store-timeout",
                                "How long a shared store may take to answer; then the request is answered 503 (5s).",
                                t -> answerTime = t)));
    }

    private static String printable(String text) {
        if (text.isEmpty() || text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("expected printable characters");
        }
        return text;
    }

    Optional<StoreUrl> shared() {
        return Optional.ofNullable(url)
                .map(address -> user == null ? address : address.withUser(user))
                .map(address -> password == null ? address : address.withPassword(password));
    }

    StoreLimits limits() {
        return new StoreLimits(connections, patience, answerTime);
    }
}
