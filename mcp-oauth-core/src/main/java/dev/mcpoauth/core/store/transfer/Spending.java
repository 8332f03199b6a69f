package dev.mcpoauth.core.store.transfer;

import dev.mcpoauth.core.secret.TokenHash;
import dev.mcpoauth.core.store.RedeemCommand;
import dev.mcpoauth.core.store.ReplayWindow;
import dev.mcpoauth.core.store.RotateCommand;
import dev.mcpoauth.core.store.Spent;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a row remembers of its redemption or rotation: when, how it may be answered again, and what came of it. Immutable. */
public final class Spending {
    private static final Spending NONE = new Spending(Instant.EPOCH, ReplayWindow.closed(), 0, null);

    private final Instant at;
    private final ReplayWindow window;
    private final int replays;
    private final @Nullable TokenHash successor;

    private Spending(Instant at, ReplayWindow window, int replays, @Nullable TokenHash successor) {
        this.at = at;
        this.window = window;
        this.replays = replays;
        this.successor = successor;
    }

    /** What a redemption leaves behind. */
    public static Spending by(RedeemCommand command) {
        Spending spending = of(command.now(), command.window(), 0);
        return command.first()
                .refresh()
                .map(r -> spending.withSuccessor(r.hash()))
                .orElse(spending);
    }

    /** What a rotation leaves behind. */
    public static Spending by(RotateCommand command) {
        return of(command.now(), command.window(), 0)
                .withSuccessor(command.successor().hash());
    }

    /** The same after one more replay. */
    public Spending replayed() {
        return new Spending(at, window, replays + 1, successor);
    }

    /** The same as the rules want it, which need to know whether the successor was rotated or revoked. */
    public Spent spent(boolean successorUsed) {
        return new Spent(at, window, replays, successorUsed);
    }

    /** For a code or token that is not spent. */
    public static Spending none() {
        return NONE;
    }

    /** Spent without a refresh token coming of it. */
    public static Spending of(Instant at, ReplayWindow window, int replays) {
        return new Spending(at, window, replays, null);
    }

    /** The same with the refresh token that came of it. */
    public Spending withSuccessor(TokenHash refreshToken) {
        return new Spending(at, window, replays, refreshToken);
    }

    /** When; 1970 if never. */
    public Instant at() {
        return at;
    }

    /** How it may be answered again. */
    public ReplayWindow window() {
        return window;
    }

    /** How often it was answered again. */
    public int replays() {
        return replays;
    }

    /** The refresh token that came of it, if one did. */
    public Optional<TokenHash> successor() {
        return Optional.ofNullable(successor);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Spending that
                && at.equals(that.at)
                && window.equals(that.window)
                && replays == that.replays
                && Objects.equals(successor, that.successor);
    }

    @Override
    public int hashCode() {
        return Objects.hash(at, window, replays, successor);
    }

    @Override
    public String toString() {
        return "Spending[at=" + at + ", replays=" + replays + "]";
    }
}
