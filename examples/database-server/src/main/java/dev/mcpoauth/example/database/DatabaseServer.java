package dev.mcpoauth.example.database;

import dev.mcpoauth.example.database.cli.Arguments;
import dev.mcpoauth.example.database.cli.Invocation;
import dev.mcpoauth.example.database.cli.Options;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.h2.api.ErrorCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The command {@code database-server}. */
public final class DatabaseServer {

    private static final int CANNOT_START = 1;
    private static final int MISUSE = 2;

    private DatabaseServer() {}

    /** Serves until SIGTERM or Ctrl-C; see {@code --help} for the options and exit codes. */
    public static void main(String[] arguments) {
        Invocation invocation = Arguments.read(List.of(arguments), System.getenv());
        if (invocation instanceof Invocation.Start start) {
            serve(start.options());
        } else if (invocation instanceof Invocation.Answer answer) {
            System.out.println(answer.text());
        } else if (invocation instanceof Invocation.Misuse misuse) {
            end(MISUSE, misuse.text());
        }
    }

    private static void serve(Options options) {
        CountDownLatch stopped = new CountDownLatch(1);
        try {
            Application application = Application.start(options, System.out);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(application, stopped), "stop"));
            stopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IllegalArgumentException e) {
            end(MISUSE, String.valueOf(e.getMessage()));
        } catch (Exception e) {
            LoggerFactory.getLogger(DatabaseServer.class).debug("Cannot start", e);
            end(CANNOT_START, "Cannot start: " + reason(e));
        }
    }

    private static void stop(Application application, CountDownLatch stopped) {
        Logger log = LoggerFactory.getLogger(DatabaseServer.class);
        log.info("Stopping");
        application.close();
        log.info("Stopped");
        stopped.countDown();
    }

    private static String reason(Exception e) {
        if (e instanceof SQLException sql && sql.getErrorCode() == ErrorCode.DATABASE_ALREADY_OPEN_1) {
            return "another server is using the data directory";
        }
        return e instanceof IOException ? String.valueOf(e.getMessage()) : e.toString();
    }

    private static void end(int code, String text) {
        System.err.println(text);
        System.exit(code);
    }
}
