package dev.mcpoauth.transport.refusal;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.mcpoauth.transport.refusal.RefusalListener.Event;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class RefusalLogTest {

    private final Logger logger = (Logger) LoggerFactory.getLogger("dev.mcpoauth.transport.refusals");
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final AtomicLong nanos = new AtomicLong(7);
    private final RefusalListener log = new RefusalLog(nanos::get);

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(lines);
    }

    @Test
    void warnsOfALimitOnceInTenSecondsHoweverOftenItIsHit() {
        for (int i = 0; i < 1000; i++) log.refused(new Event(Refusal.SERVER_BUSY, "a" + i));
        log.refused(new Event(Refusal.CALLER_LIMIT, "b"));
        nanos.addAndGet(10_000_000_000L);
        log.refused(new Event(Refusal.SERVER_BUSY, "c"));
        assertThat(lines.list)
                .allMatch(line -> line.getLevel() == Level.WARN)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        "refused server.busy (a0); 0 more since the last such line",
                        "refused caller.limit (b); 0 more since the last such line",
                        "refused server.busy (c); 999 more since the last such line");
    }

    @Test
    void hasReasonAndCorrelationAsKeyValuePairs() {
        log.refused(new Event(Refusal.SERVER_BUSY, "a1"));
        assertThat(lines.list)
                .singleElement()
                .satisfies(line -> assertThat(line.getKeyValuePairs())
                        .extracting(pair -> pair.key + "=" + pair.value)
                        .containsExactly("reason=server.busy", "correlation_id=a1", "unsaid=0"));
    }

    @Test
    void doesNotWarnOfWhatAPeerDoesWrong() {
        log.refused(new Event(Refusal.MALFORMED_JSON, "a"));
        assertThat(lines.list).isEmpty();
    }
}
