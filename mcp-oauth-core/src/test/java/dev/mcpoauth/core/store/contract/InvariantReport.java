package dev.mcpoauth.core.store.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/**
 * Notes for each test which invariants it tried on which store: one line of store, number and outcome, separated by tabs, in
 * {@code invariants.tsv} of the directory {@code MCP_OAUTH_STORE_REPORT}. Without that variable it does nothing.
 */
final class InvariantReport implements TestWatcher {
    private static final Pattern NUMBERS = Pattern.compile("^(\\d+(?:, \\d+)*): ");

    @Override
    public void testSuccessful(ExtensionContext test) {
        note(test, "passed");
    }

    @Override
    public void testFailed(ExtensionContext test, Throwable cause) {
        note(test, "failed");
    }

    @Override
    public void testAborted(ExtensionContext test, Throwable cause) {
        note(test, "skipped");
    }

    @Override
    public void testDisabled(ExtensionContext test, Optional<String> reason) {
        note(test, "skipped");
    }

    private static void note(ExtensionContext test, String outcome) {
        String directory = System.getenv("MCP_OAUTH_STORE_REPORT");
        if (directory == null) {
            return;
        }
        for (Optional<ExtensionContext> level = Optional.of(test);
                level.isPresent();
                level = level.get().getParent()) {
            Matcher numbers = NUMBERS.matcher(level.get().getDisplayName());
            if (numbers.find()) {
                for (String number : numbers.group(1).split(", ")) {
                    append(Path.of(directory, "invariants.tsv"), store(test) + "\t" + number + "\t" + outcome + "\n");
                }
            }
        }
    }

    /** The outermost test class is the one that names a store. */
    private static String store(ExtensionContext test) {
        Class<?> type = test.getRequiredTestClass();
        for (Optional<ExtensionContext> level = Optional.of(test);
                level.isPresent();
                level = level.get().getParent()) {
            type = level.get().getTestClass().orElse(type);
        }
        return type.getSimpleName();
    }

    private static void append(Path file, String line) {
        try {
            Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
